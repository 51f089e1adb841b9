import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Failure } from '../../../shared/failure.ts';
import { readConfig } from './index.ts';

async function read(channels: string, env: Record<string, string> = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'yagura-channels-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const path = join(dir, 'yagura.yaml');
  await writeFile(path, `workers: {}\nnotify:\n  channels:\n${channels.replaceAll(/^/gm, '    ')}\n`);
  return (await readConfig(path, { env })).config.notify.channels;
}

const mistakesIn = async (channels: string) => {
  try {
    await read(channels);
    return [];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.errors.map(({ path, message }) => `${path}: ${message}`);
  }
};

test('channels are read with their defaults, and secrets from the environment as they stand there', async () => {
  const channels = await read(
    'hook: {type: webhook, url: "${HOOK}"}\nchat: {type: telegram, token: "${TOKEN}", chat: -100}',
    {
      HOOK: 'https://example.org/x',
      TOKEN: '0123456',
    },
  );
  expect(channels).toMatchObject({
    hook: {
      type: 'webhook',
      url: 'https://example.org/x',
      method: 'POST',
      format: 'yagura',
      allow_private: false,
    },
    chat: { token: '0123456', chat: '-100', api: 'https://api.telegram.org' },
  });
});

test.each([
  ['x: {type: slak, url: "https://a"}', /got "slak", expected one of webhook, email, slack/],
  ['x: {url: "https://a"}', /type: is missing, expected one of webhook/],
  ['x: {type: slack, token: t}', /expected either url, or token and channel/],
  [
    'x: {type: discord, url: "https://a", hook: y}',
    /unknown key; known are type, url, allow_private, language/,
  ],
  ['x: {type: email, host: h, from: a@b, to: [c@d, nobody]}', /expected an e-mail address/],
  ['x: {type: ntfy, topic: "a b"}', /expected a topic of letters/],
  ['x: {type: command, command: []}', /expected a list: a program and its arguments/],
  ['x: just text', /expected a mapping with "type"/],
])('%s is a mistake that is told', async (channels, expected) => {
  expect((await mistakesIn(channels)).join('\n')).toMatch(expected);
});

test('a mistake never shows what is secret', async () => {
  const told = await mistakesIn(
    [
      'a: {type: slack, url: hush-1}',
      'b: {type: ntfy, topic: "hush 2"}',
      'c: {type: webhook, url: "https://a", headers: {x: "hush\\n3"}, method: hush-shown}',
      'd: {type: email, host: h, from: hush-4, to: a@b}',
    ].join('\n'),
  );
  expect(told.length).toBeGreaterThanOrEqual(5);
  expect(told.join('\n')).not.toMatch(/hush[- \n]?\d/);
  expect(told.join('\n')).toContain('hush-shown');
});
