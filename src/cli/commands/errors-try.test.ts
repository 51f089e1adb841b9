import { expect, test } from 'vitest';
import { cli, temporaryHome } from '../testing/scripted-hub.ts';

const tried = async (lines: string, ...options: string[]) => {
  const { code, stdout } = await cli(temporaryHome(), ['errors', 'try', ...options], { input: lines });
  expect(code).toBe(0);
  return stdout
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, unknown>]));
};
const logins = ['root', 'ada', 'bob', 'eve'].map((user) => `login of user ${user} failed\n`).join('');

test('each line is told with its group, template, values, level and category', async () => {
  const lines = await tried('2026-01-01 00:00:00 ERROR connect ECONNREFUSED 127.0.0.1:5432\r\nhello');
  expect(lines).toEqual([
    {
      line: '2026-01-01 00:00:00 ERROR connect ECONNREFUSED 127.0.0.1:5432',
      group: expect.any(String),
      template: 'connect ECONNREFUSED <IP>',
      parameters: [{ kind: 'IP', value: '127.0.0.1:5432' }],
      why: 'same-words',
      level: 'error',
      category: 'network',
      confidence: expect.any(Number),
      reasons: expect.arrayContaining([expect.objectContaining({ kind: 'errno', value: 'ECONNREFUSED' })]),
    },
    expect.objectContaining({ line: 'hello', template: 'hello', level: null, category: 'unknown' }),
  ]);
});

test('groups are final when the input ends, and as far as known with --follow', async () => {
  const final = await tried(logins);
  expect(final.map(({ template }) => template)).toEqual(Array(4).fill('login of user <*> failed'));
  expect(new Set(final.map(({ group }) => group)).size).toBe(1);
  const followed = await tried(logins, '--follow');
  expect(followed.map(({ template }) => template)).toEqual([
    'login of user root failed',
    'login of user ada failed',
    'login of user bob failed',
    'login of user <*> failed',
  ]);
});

test('a word before the message stays, more than that is its header', async () => {
  const lines = await tried(
    'Warning: disk is full\n[main] WARN a.b.C - disk is full\nlevel=warn msg="disk is full"\n',
  );
  expect(lines.map(({ template }) => template)).toEqual([
    'Warning: disk is full',
    'disk is full',
    'disk is full',
  ]);
});

test('nothing, binary and a line of megabytes are told too', async () => {
  expect(await tried('')).toEqual([]);
  const [binary, long] = await tried(`\u0000\ufffd\u001b[31mred\u001b[0m\n${'x'.repeat(3_000_000)}`);
  expect(binary).toMatchObject({ template: expect.stringContaining('red') });
  expect(String(long?.['line'])).toHaveLength(1024 * 1024);
});
