/** The kinds of channels, each loaded when it is first used. */
import type { ChannelType } from '../../fleet/config/index.ts';
import type { ChannelKind } from '../channel.ts';

const kinds: { [Type in ChannelType]: () => Promise<ChannelKind<Type>> } = {
  email: async () => (await import('./email/email.ts')).email,
  desktop: async () => (await import('./desktop/desktop.ts')).desktop,
  command: async () => (await import('./command/command.ts')).command,
  apprise: async () => (await import('./apprise/apprise.ts')).apprise,
  chatwork: async () => (await import('./chatwork/chatwork.ts')).chatwork,
  discord: async () => (await import('./discord/discord.ts')).discord,
  gotify: async () => (await import('./gotify/gotify.ts')).gotify,
  line: async () => (await import('./line/line.ts')).line,
  mattermost: async () => (await import('./mattermost/mattermost.ts')).mattermost,
  ntfy: async () => (await import('./ntfy/ntfy.ts')).ntfy,
  opsgenie: async () => (await import('./opsgenie/opsgenie.ts')).opsgenie,
  pagerduty: async () => (await import('./pagerduty/pagerduty.ts')).pagerduty,
  pushover: async () => (await import('./pushover/pushover.ts')).pushover,
  rocketchat: async () => (await import('./rocketchat/rocketchat.ts')).rocketchat,
  slack: async () => (await import('./slack/slack.ts')).slack,
  teams: async () => (await import('./teams/teams.ts')).teams,
  telegram: async () => (await import('./telegram/telegram.ts')).telegram,
  'web-push': async () => (await import('./web-push/web-push.ts')).webPush,
  webhook: async () => (await import('./webhook/webhook.ts')).webhook,
};

export function loadKind<Type extends ChannelType>(type: Type): Promise<ChannelKind<Type>> {
  return kinds[type]();
}
