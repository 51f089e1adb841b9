import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogRecord } from './record.ts';
import { createScrub, isCard, scrubText } from './scrub.ts';

const usual = { emails: false };
const letters = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789';
const record = (text: string, more: Partial<LogRecord> = {}): LogRecord => ({
  time: 0,
  level: null,
  message: text,
  text,
  exceptions: [],
  traceId: null,
  fields: {},
  ...more,
});

describe('what is masked', () => {
  it.each([
    [`uploaded with AKIA${'A1B2'.repeat(4)}`, 'uploaded with ***'],
    [`push with ghp_${letters}`, 'push with ***'],
    [`xoxb-${letters} was refused`, '*** was refused'],
    ['charge by sk_live_4eC39HqLyjWDarjtT1zdp7dc', 'charge by ***'],
    ['user eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w logged in', 'user *** logged in'],
    ['> Authorization: Bearer abc.def-123', '> Authorization: ***'],
    ['sent with bearer 0123456789abcdef', 'sent with bearer ***'],
    [
      'cannot connect to postgres://app:hunter2@db:5432/app',
      'cannot connect to postgres://app:***@db:5432/app',
    ],
    ['dsn http://0123456789abcdef0123@host/1', 'dsn http://***@host/1'],
    ['login with password=hunter2 failed', 'login with password=*** failed'],
    ['DB_PASSWORD: hunter2', 'DB_PASSWORD: ***'],
    ['{"user":"ann","password":"hunt\\"er2","n":1}', '{"user":"ann","password":"***","n":1}'],
    ['body "{\\"clientSecret\\":\\"s3cr3t\\"}"', 'body "{\\"clientSecret\\":\\"***\\"}"'],
    ["{:api_key=>'abc123'}", "{:api_key=>'***'}"],
    ['run --token abc123 --verbose', 'run --token *** --verbose'],
    ['Set-Cookie: sid=abc; Path=/', 'Set-Cookie: ***'],
    ['paid with 4111 1111 1111 1111', 'paid with ***'],
    ['paid with 378282246310005.', 'paid with ***.'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----\nthen', '***\nthen'],
    ['MIIEpAIBAAKCAQEA'.repeat(4), '***'],
  ])('%s', (text, masked) => {
    expect(scrubText(text, usual)).toBe(masked);
  });

  it('is nothing that helps on call', () => {
    for (const text of [
      'routing_key=orders.created took 12 ms',
      'prompt_tokens=512 max_tokens: 1024',
      'key=user:1 primary key violated',
      'token=null password: ""',
      'basic authentication is off; bearer of news',
      'at 1700000000000, id 1234567890123456',
      'connect ECONNREFUSED 127.0.0.1:5432',
      'GET https://example.com/a?page=2 200',
      'SyntaxError: Unexpected token } in JSON at position 5',
      'mail to ann@example.com',
    ])
      expect(scrubText(text, usual)).toBe(text);
  });

  it('is an e-mail address when that is asked for', () => {
    expect(scrubText('mail to ann.b+c@mail.example.com failed', { emails: true })).toBe('mail to *** failed');
  });

  it('is a card number by its check digit', () => {
    expect(isCard('4111111111111111')).toBe(true);
    expect(isCard('4111111111111112')).toBe(false);
    expect(isCard('9111111111111111')).toBe(false);
  });
});

describe('records', () => {
  it('are masked in all their texts, and in fields by their name', () => {
    const one = record('login password=hunter2', {
      message: 'login password=hunter2',
      exceptions: [{ type: 'Error', message: 'token=abc123def', frames: [] }],
      fields: { 'user.password': 'hunter2', port: 80, url: 'redis://:pw@host' },
    });
    createScrub({ emails: false, patterns: [] }).records([one]);
    expect(one).toMatchObject({
      text: 'login password=***',
      message: 'login password=***',
      exceptions: [{ message: 'token=***' }],
      fields: { 'user.password': '***', port: 80, url: 'redis://:***@host' },
    });
  });

  it('are masked by patterns of people’s own', () => {
    const one = record('order of customer C-12345', { fields: { customer: 'C-99999' } });
    createScrub({ emails: false, patterns: ['C-\\d{5}'] }).records([one]);
    expect(one).toMatchObject({ text: 'order of customer ***', fields: { customer: '***' } });
  });

  it('are hidden rather than shown when such a pattern takes too long, until it is given up', () => {
    const told: string[] = [];
    const scrub = createScrub({ emails: false, patterns: ['^(a+)+$', 'b'] }, (pattern) => told.push(pattern));
    const trap = `${'a'.repeat(50)}!`;
    for (let time = 0; time < 3; time++) {
      const one = record(trap);
      scrub.records([one]);
      expect(one.text).toContain('took too long');
    }
    expect(scrub.givenUp()).toEqual(['^(a+)+$']);
    expect(told).toEqual(['^(a+)+$']);
    const one = record(`${trap}b`);
    scrub.records([one]);
    expect(one.text).toBe(`${trap}***`);
  });
});

describe('traps', () => {
  const pieces = fc.constantFrom(
    'a',
    '=',
    ':',
    '"',
    "'",
    '\\',
    ' ',
    '\n',
    '@',
    '://',
    '.',
    '-',
    '_',
    '4',
    '4111',
    'eyJ',
    'password',
    'password="',
    "token='",
    '\\"',
    'bearer ',
    '-----BEGIN RSA PRIVATE KEY-----',
    'sk-',
    'auth: ',
    '--token ',
    'A',
  );

  it('take no longer than their length says', () => {
    const trap = fc.tuple(
      fc.array(pieces, { minLength: 1, maxLength: 6 }),
      fc.array(pieces, { maxLength: 3 }),
    );
    fc.assert(
      fc.property(trap, ([repeated, end]) => {
        const unit = repeated.join('');
        const text = unit.repeat(Math.ceil(16_384 / unit.length)) + end.join('');
        const before = process.cpuUsage();
        scrubText(text, { emails: true });
        const { user, system } = process.cpuUsage(before);
        expect((user + system) / 1000).toBeLessThan(250);
      }),
      { numRuns: 300 },
    );
  });

  it('never make it fail', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        (text) => void scrubText(text, { emails: true }),
      ),
    );
  });
});
