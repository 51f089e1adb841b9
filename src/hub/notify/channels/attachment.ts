/** What Slack, Mattermost and Rocket.Chat call an attachment: the details of a message beside a bar of its colour. */
import { clip, type Link, type Message } from '../message/index.ts';

/** How a chat writes links and what it must not take for its own signs. */
export interface Markup {
  escape: (text: string) => string;
  link: (link: Link) => string;
}

/** All that Slack takes for markup; it would show other entities as they are written. */
const slackEscapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

export const slackMarkup: Markup = {
  escape: (text) => text.replace(/[&<>]/g, (sign) => slackEscapes[sign] ?? sign),
  link: ({ name, url }) => `<${url}|${name}>`,
};

export const markdown: Markup = {
  // Mentions of everybody come from names and outputs of workers, never from a person.
  escape: (text) => text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&').replace(/@/g, '@\u2060'),
  link: ({ name, url }) => `[${name}](${url})`,
};

const longestText = 3_000;
const longestValue = 400;

export function attachmentOf(message: Message, { escape, link }: Markup) {
  const lines = message.lines.map(escape).join('\n');
  const links = message.links.map(link).join('  ');
  return {
    fallback: clip(message.headline, 300),
    color: message.colour,
    text: [clip(lines, longestText - links.length - 1), links].filter(Boolean).join('\n'),
    fields: message.facts.map(({ name, value }) => ({
      title: name,
      value: clip(escape(value), longestValue),
      short: value.length <= 40,
    })),
    mrkdwn_in: ['text', 'fields'],
  };
}

export function headlineOf({ sign, headline }: Message, { escape }: Markup): string {
  return `${sign} ${escape(headline)}`;
}
