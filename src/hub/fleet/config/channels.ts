/** `notify.channels`: where messages go. One shape for each type; values that are secrets come from `${ENV}` as a rule. */
import { z } from 'zod';
import { workerName } from '../../../link/spec.ts';
import { alsoNumbers, duration, port, section, text, url } from './values.ts';

const mostChannels = 100;

/** What every channel may have. */
const common = {
  allow_private: z
    .boolean()
    .default(false)
    .meta({ description: 'It may reach this machine and private networks.' }),
  language: z.enum(['en', 'ja']).optional().meta({ description: 'Default: notify.language.' }),
};

function channel<Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) {
  return section({ type: z.literal(type), ...shape, ...common });
}

const secret = (what: string) => text(what, 4096);
/** A number in YAML as a rule, but never calculated with. */
const id = (what: string) => text(what, 200).meta(alsoNumbers);
const hook = url.meta({ description: 'The address that was given out for the channel; it is a secret.' });
const server = (usual: string) => url.default(usual);
const headers = z.record(
  z.string().regex(/^[A-Za-z0-9-]{1,100}$/, { error: 'the name of a header' }),
  z.string({ error: 'text' }).regex(/^[\x20-\x7e]{0,8192}$/, { error: 'text of one line' }),
  { error: 'a mapping of names to text' },
);
const mailAddress = z
  .string({ error: 'an e-mail address' })
  .max(320, { error: 'an e-mail address' })
  .regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/, { error: 'an e-mail address such as "ops@example.org"' });

/** Some chats are spoken to in one of two ways; the other one's keys have no meaning then. */
const ways = (hookKey: string, tokenKeys: readonly string[]) =>
  [
    (value: unknown) => {
      const given = (key: string) => (value as Record<string, unknown>)[key] !== undefined;
      return given(hookKey) ? !tokenKeys.some(given) : tokenKeys.every(given);
    },
    {
      error: `expected either ${hookKey}, or ${tokenKeys.join(' and ')}`,
      params: { whole: true },
    },
  ] as const;

const slack = channel('slack', {
  url: hook.optional(),
  token: secret('a bot token (xoxb-…)').optional(),
  channel: id('the id or name of a channel').optional(),
  api: server('https://slack.com/api'),
}).refine(...ways('url', ['token', 'channel']));

const mattermost = channel('mattermost', {
  url: hook.optional(),
  server: url.optional().meta({ description: 'The address of Mattermost, for a bot.' }),
  token: secret('the token of a bot').optional(),
  channel: id('the id of a channel').optional(),
}).refine(...ways('url', ['server', 'token', 'channel']));

const rocketchat = channel('rocketchat', {
  url: hook.optional(),
  server: url.optional().meta({ description: 'The address of Rocket.Chat, for a bot.' }),
  token: secret('a personal access token').optional(),
  user: id('the id of the user whose token it is').optional(),
  channel: id('the id of a room, or a name such as "#ops"').optional(),
}).refine(...ways('url', ['server', 'token', 'user', 'channel']));

/** What a webhook's template may hold, beside `{{labels.NAME}}`. */
export const webhookFields = [
  'headline',
  'text',
  'title',
  'kind',
  'severity',
  'thread',
  'key',
  'cause',
  'workers',
  'hosts',
  'starts_at',
  'ends_at',
  'time',
  'page',
  'acknowledge',
  'silence',
  'approve',
] as const;
export const webhookPlaceholder = /\{\{\s*([\w.]+)\s*\}\}/g;

const isKnownField = (field: string) =>
  (webhookFields as readonly string[]).includes(field) || /^labels\.\w+$/.test(field);

const webhook = channel('webhook', {
  url,
  method: z.enum(['POST', 'PUT']).default('POST'),
  headers: headers.default({}),
  format: z
    .enum(['yagura', 'alertmanager'])
    .default('yagura')
    .meta({ description: "yagura: JSON of its own; alertmanager: as version 4 of Alertmanager's webhook." }),
  body: text('a template such as \'{"text": "{{title}}"}\'', 20_000)
    .refine((body) => [...body.matchAll(webhookPlaceholder)].every(([, field = '']) => isKnownField(field)), {
      error: `a template with {{labels.NAME}}, ${webhookFields.map((field) => `{{${field}}}`).join(', ')}`,
    })
    .optional()
    .meta({ description: 'A template of the body, instead of a format.' }),
  content_type: text('a media type', 200).default('application/json'),
  secret: secret('a secret')
    .optional()
    .meta({ description: 'Signs each body: X-Yagura-Signature is sha256=HMAC of it.' }),
}).refine(
  ({ body, content_type }) =>
    body === undefined || !/json/i.test(content_type) || isJson(body.replace(webhookPlaceholder, '')),
  {
    error:
      'the body is no JSON once its values are filled in; put them into quotes, or give another content_type',
    params: { whole: true },
  },
);

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

const kinds = [
  webhook,
  channel('email', {
    host: text('the name of an SMTP server', 255),
    port: port.optional().meta({ description: 'Default: 587; 465 with tls: implicit, 25 with tls: none.' }),
    tls: z
      .enum(['starttls', 'implicit', 'opportunistic', 'none'])
      .default('starttls')
      .meta({ description: 'opportunistic: where the server offers it, whoever it may be.' }),
    user: text('a user', 500).optional(),
    password: secret('a password').optional(),
    from: mailAddress,
    to: z.union([mailAddress.transform((one) => [one]), z.array(mailAddress).min(1).max(50)], {
      error: 'an e-mail address or a list of them',
    }),
  }),
  slack,
  channel('discord', { url: hook }),
  channel('teams', { url: hook }),
  channel('telegram', {
    token: secret("a bot's token"),
    chat: id('the id of a chat'),
    topic: id('the id of a topic in the chat').optional(),
    api: server('https://api.telegram.org'),
  }),
  channel('ntfy', {
    server: server('https://ntfy.sh'),
    topic: text('a topic', 64).regex(/^[-_A-Za-z0-9]+$/, { error: 'a topic of letters, digits, - and _' }),
    token: secret('an access token').optional(),
  }),
  channel('gotify', { server: url, token: secret("an application's token") }),
  channel('pushover', {
    token: secret("an application's token"),
    user: secret('the key of a user or group'),
    device: text('the name of a device', 100).optional(),
    emergency: z
      .boolean()
      .default(false)
      .meta({ description: 'Critical ones are repeated until somebody confirms them.' }),
    api: server('https://api.pushover.net'),
  }),
  channel('pagerduty', {
    key: secret('the integration key of a service'),
    api: server('https://events.pagerduty.com'),
  }),
  channel('opsgenie', {
    key: secret("an API integration's key"),
    api: server('https://api.opsgenie.com'),
  }),
  mattermost,
  rocketchat,
  channel('line', {
    token: secret('a channel access token'),
    to: id('the id of a user, group or room'),
    api: server('https://api.line.me'),
  }),
  channel('chatwork', {
    token: secret('an API token'),
    room: id('the id of a room'),
    api: server('https://api.chatwork.com'),
  }),
  channel('web-push', {
    contact: z
      .string()
      .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/, {
        error: 'an address such as "mailto:ops@example.org"',
      })
      .meta({ description: 'Whom push services may write to when something is wrong.' }),
  }),
  channel('desktop', {}),
  channel('command', {
    command: z
      .array(text('a program and its arguments', 4096).meta(alsoNumbers), {
        error: 'a list: a program and its arguments',
      })
      .min(1, { error: 'a list: a program and its arguments' })
      .max(100),
    timeout: duration({ min: 100, max: 600_000 }).prefault('30s'),
  }),
  channel('apprise', {
    urls: z.union(
      [
        secret('an address of Apprise').transform((one) => [one]),
        z.array(secret('an address of Apprise')).min(1).max(20),
      ],
      {
        error: 'an address of Apprise or a list of them',
      },
    ),
  }),
] as const;

export const channels = z
  .record(
    workerName.meta({ description: 'The name of a channel.' }),
    z.discriminatedUnion('type', kinds, {
      error: (issue) =>
        issue.code === 'invalid_union' ? `one of ${channelTypes.join(', ')}` : 'a mapping with "type"',
    }),
    { error: 'a mapping of channels' },
  )
  .refine((value) => Object.keys(value).length <= mostChannels, { error: `at most ${mostChannels} channels` })
  .default({})
  .meta({ description: 'Where messages go.' });

export type ChannelConfig = z.output<(typeof kinds)[number]>;
export type ChannelType = ChannelConfig['type'];
export type Channels = z.output<typeof channels>;
export const channelTypes = kinds.map(({ shape }) => shape.type.value);
