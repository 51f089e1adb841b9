import type { ChannelConfig } from '../fleet/config/index.ts';

/** Where a channel goes, as people may see it: addresses by their host alone, since the rest of them is mostly a secret. */
export function targetOf(config: ChannelConfig): string {
  switch (config.type) {
    case 'email':
      return config.to.join(', ');
    case 'slack':
    case 'mattermost':
    case 'rocketchat':
      return config.channel ?? hostOf(config.url ?? '');
    case 'webhook':
    case 'discord':
    case 'teams':
      return hostOf(config.url);
    case 'ntfy':
    case 'gotify':
      return hostOf(config.server);
    case 'telegram':
      return config.chat;
    case 'line':
      return hostOf(config.api);
    case 'chatwork':
      return config.room;
    case 'pushover':
    case 'pagerduty':
    case 'opsgenie':
      return hostOf(config.api);
    case 'command':
      return config.command[0] ?? '';
    case 'apprise':
      return config.urls.map((url) => url.split(':')[0]).join(', ');
    default:
      return '';
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}
