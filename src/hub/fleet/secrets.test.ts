import { describe, expect, test } from 'vitest';
import { looksSecret, maskCommand, maskEnv, maskStatus, maskText, maskTexts, maskValue } from './secrets.ts';
import { statusOf } from './testing/fake-agent.ts';

describe('secrets', () => {
  test.each([
    'API_TOKEN',
    'apiKey',
    'DB_PASSWORD',
    'SENTRY_DSN',
    'AWS_SECRET_ACCESS_KEY',
    'credentials',
    'PGPASS_PASS',
    'authorization',
    'connection_string',
    '--password',
  ])('the value of %s is a secret', (name) => {
    expect(looksSecret(name)).toBe(true);
    expect(maskValue(name, 'hunter2')).toBe('***');
  });

  test.each(['QUEUE', 'PATH', 'PORT', 'compass', 'passive', 'LANG'])('the value of %s is not', (name) => {
    expect(looksSecret(name)).toBe(false);
    expect(maskValue(name, 'hunter2')).toBe('hunter2');
  });

  test('an empty value is shown as empty, since that is a common mistake', () => {
    expect(maskValue('API_TOKEN', '')).toBe('');
  });

  test.each([
    ['postgres://app:s3c:r@et@db:5432/app', 'postgres://app:***@db:5432/app'],
    ['redis://:hunter2@127.0.0.1', 'redis://:***@127.0.0.1'],
    ['https://0123456789abcdef0123@sentry.example/4', 'https://***@sentry.example/4'],
    ['ssh://deploy@host/x', 'ssh://deploy@host/x'],
    ['http://127.0.0.1:3000/users/@me', 'http://127.0.0.1:3000/users/@me'],
    ['https://x.example/?page=2&token=abc&q=1', 'https://x.example/?page=2&token=***&q=1'],
    ['Authorization: Bearer abcdefgh.ijkl', 'Authorization: *** ***'],
    ['curl -H "x: Bearer abcdefgh.ijkl"', 'curl -H "x: Bearer ***"'],
    ['run --password hunter2 --verbose', 'run --password *** --verbose'],
    ['run --secret-file=x PASSWORD="a b" node x', 'run --secret-file=*** PASSWORD=*** node x'],
    ['{"api_key": "abc", "n": 1}', '{"api_key": ***, "n": 1}'],
    ['a -----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY----- b', 'a *** b'],
    ['a -----BEGIN PRIVATE KEY-----\nabc', 'a ***'],
    ['node mailer.js --queue mail', 'node mailer.js --queue mail'],
    ['see key: https://x.example', 'see key: ***'],
    ['auth://local/x', 'auth://local/x'],
    ['--keys --next', '--keys --next'],
  ])('shows %s as %s', (text, shown) => {
    expect(maskText(text)).toBe(shown);
  });

  test('much of anything is masked in linear time', () => {
    const cpuMs = (text: string) => {
      const before = process.cpuUsage();
      maskText(text);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    };
    for (const piece of ['a', 'a-', '://', 'a:', "'", '--a ', 'http://', '-----BEGIN ']) {
      const of = (characters: number) => cpuMs(piece.repeat(characters / piece.length));
      // Ten times the text in ten times the time, which would be a hundred times if it were not linear.
      expect(of(300_000)).toBeLessThan(30 * of(30_000) + 100);
    }
  });

  test('masks an environment by name and by content', () => {
    expect(maskEnv({ QUEUE: 'mail', API_KEY: 'abc', DATABASE_URL: 'postgres://a:b@c/d' })).toEqual({
      QUEUE: 'mail',
      API_KEY: '***',
      DATABASE_URL: 'postgres://a:***@c/d',
    });
  });

  test('masks the argument after an option that names a secret', () => {
    expect(maskCommand(['x', '--token', 'abc', '--token=abc', '--token', '--n', '5', 'plain'])).toEqual([
      'x',
      '--token',
      '***',
      '--token=***',
      '--token',
      '--n',
      '5',
      'plain',
    ]);
  });

  test('masks a secret inside the value of something harmless', () => {
    expect(maskText('command: /bin/x?mode=a&key=abc must not')).toBe(
      'command: /bin/x?mode=a&key=*** must not',
    );
    expect(maskText('a='.repeat(50_000))).toBe('a='.repeat(50_000));
  });

  test('masks texts inside anything', () => {
    const told = { detail: 'cannot run /x?token=abc', list: ['--password abc', 3, null], deep: { ok: true } };
    expect(maskTexts(told)).toEqual({
      detail: 'cannot run /x?token=***',
      list: ['--password ***', 3, null],
      deep: { ok: true },
    });
  });

  test('masks what a status quotes', () => {
    const status = statusOf('a', {
      reason: 'command: there is no file /x?key=abc',
      lastExit: {
        code: null,
        signal: null,
        at: '2026-01-01T00:00:00Z',
        reason: 'start-failed',
        detail: 'key=abc',
      },
      checks: [
        {
          name: 'http',
          type: 'http',
          result: 'failing',
          detail: 'http://a:abc@b: refused',
          at: null,
          consecutive: 1,
          tookMs: null,
        },
      ],
    });
    expect(JSON.stringify(maskStatus(status))).not.toContain('abc');
    expect(maskStatus(statusOf('b')).lastExit).toBeNull();
  });
});
