import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createMiner,
  type Miner,
  type MinerLimits,
  type MinerState,
  minerState,
  tooManyKinds,
} from './index.ts';

const templateOf = (message: string) => createMiner().read(message).template;
const valuesOf = (message: string) =>
  createMiner()
    .read(message)
    .parameters.map(({ value }) => value);
/** The groups of messages, by the template that each has in the end. */
function groupsOf(messages: readonly string[], miner: Miner = createMiner()): string[] {
  return messages.map((message) => miner.read(message).id).map((id) => miner.describe(id)?.template ?? id);
}
function fill(template: string, values: readonly string[]): string {
  let at = 0;
  return template.replace(/<(?:[A-Z]+|\*)>/g, () => values[at++] ?? '');
}
const oneBlank = (text: string) => text.trim().split(/\s+/).join(' ');

describe('what looks like a value', () => {
  test.each([
    ['timeout after 30 ms', 'timeout after <NUM> ms'],
    ['took 2.5s, 30% of 1,234,567 rows (-1)', 'took <NUM>, <NUM>% of <NUM> rows (<NUM>)'],
    ['connect ECONNREFUSED 127.0.0.1:5432', 'connect ECONNREFUSED <IP>'],
    ['from ::1 and fe80::1:2 to /10.0.0.1:80', 'from <IP> and <IP> to <IP>'],
    ['proxy.example.org:5070 gone', '<HOST> gone'],
    ['at server.js:12:34', 'at server.js:<*>'],
    ['id 550e8400-e29b-41d4-a716-446655440000', 'id <UUID>'],
    ['at 0xdeadbeef, commit 1f2e3d4c5b', 'at <HEX>, commit <HEX>'],
    ['open /var/log/a.log: ENOENT', 'open <PATH>: ENOENT'],
    ['open C:\\Temp\\a.log, done', 'open <PATH>, done'],
    ['GET https://example.org/a?b=1 failed', 'GET <URL> failed'],
    ['mail to ada@example.org', 'mail to <EMAIL>'],
    ['sent 3637 bytes (3.55 KB) of 12 MB', 'sent <NUM> bytes of <SIZE>'],
    ['sent 3637 bytes (3) and 5 (3.55 KB)', 'sent <NUM> bytes (<NUM>) and <NUM> (<SIZE>)'],
    ['ended in <1 sec, not <13>', 'ended in <NUM>, not <<NUM>>'],
    ['GET /a/b HTTP/1.1 by curl/7.88', 'GET <PATH> HTTP/1.1 by curl/7.88'],
    ['of node1 node2 node3 node4 node5 node6 node7 node8 node9', 'of <*>'],
    ['user= rhost=(), x="" f()', 'user= rhost=(), x="" f()'],
    ['on Thu Nov 26 05:00:01 UTC 2026 it', 'on <TIME> it'],
    ['on Thu, 26 Nov 2026 05:00:01 it', 'on <TIME> it'],
    ['on 2026-11-26 05:00:01.5 it', 'on <TIME> it'],
    ['on 2026-11-26T05:00:01Z it', 'on <TIME> it'],
    ['node-12 and blk_-7', '<*> and <*>'],
    ['ssh2 and utf8 and read/write', 'ssh2 and utf8 and read/write'],
    ['writing core.2275.', 'writing core.<NUM>.'],
    ['state......7', 'state......<NUM>'],
    ['1 2 3 4 5 6 7 8 9 10', '<*>'],
    ['接続が30秒で切れました', '接続が<NUM>秒で切れました'],
    ['a  b\t c\u0000d', 'a b c d'],
    ['', ''],
  ])('%j reads as %j', (message, template) => {
    expect(templateOf(message)).toBe(template);
  });

  test('values are kept as they were printed', () => {
    expect(valuesOf('sent 3.55 KB to /10.0.0.1:80 on Nov  6 05:00:01')).toEqual([
      '3.55 KB',
      '/10.0.0.1:80',
      'Nov  6 05:00:01',
    ]);
  });
});

describe('what varies', () => {
  test('four words in the same place are a value, three are part of what is said', () => {
    const messages = ['root', 'ada', 'bob'].map((user) => `login of user ${user} failed`);
    expect(new Set(groupsOf(messages)).size).toBe(3);
    expect(groupsOf([...messages, 'login of user eve failed'])).toEqual(
      Array(4).fill('login of user <*> failed'),
    );
  });

  test('names that differ in figures alone, yes and no, and two kinds of values are values at once', () => {
    expect(groupsOf(['disk sda1 lost', 'disk sda2 lost'])).toEqual(Array(2).fill('disk <*> lost'));
    expect(groupsOf(['ready = true now', 'ready = false now'])).toEqual(Array(2).fill('ready = <*> now'));
    expect(groupsOf(['peer 10.0.0.1 left', 'peer 17 left'])).toEqual(Array(2).fill('peer <*> left'));
  });

  test('the first word says what happened', () => {
    const messages = ['start', 'stop', 'pause', 'reload', 'drain'].map((verb) => `${verb} of service`);
    expect(new Set(groupsOf(messages)).size).toBe(5);
  });

  test('so do words in capitals', () => {
    const messages = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'].map((method) => `call by ${method} failed`);
    expect(new Set(groupsOf(messages)).size).toBe(5);
    expect(groupsOf(['peer HTTP/1.0 left', 'peer HTTP/1.1 left'])).toEqual(Array(2).fill('peer <*> left'));
  });

  test('forty first words are a value', () => {
    const names = Array.from({ length: 40 }, (_, at) => `${'abcdefgh'[at % 8]}${'klmno'[at % 5]}`);
    const messages = names.map((name) => `${name} has left the building`);
    expect(new Set(groupsOf(messages.slice(1))).size).toBe(39);
    expect(new Set(groupsOf(messages)).size).toBe(1);
  });

  test('nothing in brackets is a value too', () => {
    const messages = ['', 'host7-2.example.org', 'localhost'].map((host) => `from 10.0.0.1 (${host}) now`);
    expect(groupsOf(messages)).toEqual(Array(3).fill('from <IP> (<*>) now'));
  });

  test('several places may vary at the same time', () => {
    const messages = ['ada berlin', 'bob tokyo', 'eve paris', 'joe oslo'].map((pair) => {
      const [user, town] = pair.split(' ');
      return `user ${user} has moved to ${town} today`;
    });
    expect(new Set(groupsOf(messages))).toEqual(new Set(['user <*> has moved to <*> today']));
  });

  test('a value may hold punctuation', () => {
    const messages = [
      'synchronized to 10.0.0.1, stratum 2',
      'synchronized to 17, stratum 2',
      'synchronized to LOCAL(0), stratum 10',
    ];
    expect(new Set(groupsOf(messages)).size).toBe(1);
    expect(new Set(groupsOf(messages.toReversed())).size).toBe(1);
    const miner = createMiner();
    for (const message of messages) miner.read(message);
    expect(miner.read('synchronized to LOCAL(0), stratum 10').parameters).toEqual([
      { kind: '*', value: 'LOCAL(0)' },
      { kind: 'NUM', value: '10' },
    ]);
  });

  test('an id that was given out leads to the group of today, which says what varied', () => {
    const miner = createMiner();
    const ids = ['root', 'ada', 'bob', 'eve'].map((user) => miner.read(`login of user ${user} failed`).id);
    expect(new Set(ids.map((id) => miner.current(id))).size).toBe(1);
    expect(miner.describe(ids[2] as string)).toEqual({
      id: ids[0],
      template: 'login of user <*> failed',
      count: 4,
      varied: [{ place: 0, seen: ['root', 'ada', 'bob', 'eve'] }],
    });
    expect(miner.read('login of user joe failed')).toEqual({
      id: ids[0],
      template: 'login of user <*> failed',
      parameters: [{ kind: '*', value: 'joe' }],
      why: 'varied',
    });
  });
});

describe('what people teach', () => {
  test('a pinned template wins, the most specific first, until it is taken back', () => {
    const miner = createMiner();
    const wide = miner.pin({ template: 'job <*>' });
    const narrow = miner.pin({ template: 'job <*> of <NUM> failed', id: 'mine' });
    expect(miner.read('job a (b) of  7 failed')).toEqual({
      id: 'mine',
      template: 'job <*> of <NUM> failed',
      parameters: [
        { kind: '*', value: 'a (b)' },
        { kind: 'NUM', value: '7' },
      ],
      why: 'pinned',
    });
    expect(miner.read('job 7').id).toBe(wide);
    miner.unpin(narrow);
    expect(miner.read('job a of 7 failed').id).toBe(wide);
    expect(miner.read('a job').why).toBe('same-words');
  });

  test('a template is parted by a place, into so many groups and no more', () => {
    const miner = createMiner({ parts: 2 });
    const id = miner.pin({ template: 'queue <*> has <NUM> left', apart: [0] });
    const mail = miner.read('queue mail has 3 left');
    expect(mail).toMatchObject({
      template: 'queue mail has <NUM> left',
      parameters: [{ kind: 'NUM', value: '3' }],
    });
    expect(miner.read('queue mail has 4 left').id).toBe(mail.id);
    expect(miner.read('queue post has 4 left').id).not.toBe(mail.id);
    expect(miner.read('queue jobs has 4 left')).toMatchObject({
      id,
      template: 'queue <*> has <NUM> left',
      parameters: [{ value: 'jobs' }, { value: '4' }],
    });
  });

  test('too many pins and a place that is not there are refused', () => {
    const miner = createMiner({ pins: 1 });
    expect(() => miner.pin({ template: 'a <*>', apart: [1] })).toThrow('no place 1');
    miner.pin({ template: 'a <*>', id: 'x' });
    miner.pin({ template: 'b <*>', id: 'x' });
    expect(() => miner.pin({ template: 'c <*>' })).toThrow('1 pinned templates already');
    expect(miner.read('a 1').why).toBe('same-words');
  });
});

const word = fc.stringMatching(/^[a-z]{1,6}$/);
const value = fc.oneof(
  word,
  fc.nat().map(String),
  fc.ipV4(),
  fc.uuid(),
  fc.constantFrom('true', 'sda1', '/a/b', '0:0', 'x=', '()'),
);
const sentence = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom('a', 'b', 'c:', 'd,', '(e)') }, value), {
    maxLength: 9,
  })
  .map((all) => all.join(' '));

describe('whatever is said', () => {
  test('the values put back into the template give the message', () => {
    const text = fc.oneof(
      sentence,
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...' .:=()[]0123aZ/-\\",%é界'.split('')) }),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 40 }), (messages) => {
        const miner = createMiner();
        for (const raw of messages) {
          const message = raw.replace(/[<>\p{Cc}]/gu, ' ');
          const { template, parameters } = miner.read(message);
          expect(
            oneBlank(
              fill(
                template,
                parameters.map((parameter) => parameter.value),
              ),
            ),
          ).toBe(oneBlank(message));
        }
      }),
    );
  });

  test('the same messages in the same order give the same groups, also over a restart', () => {
    fc.assert(
      fc.property(fc.array(sentence, { maxLength: 60 }), fc.nat(60), (messages, cutAt) => {
        const straight = createMiner();
        const before = createMiner();
        const expected = messages.map((message) => straight.read(message));
        const found = messages.slice(0, cutAt).map((message) => before.read(message));
        const saved: MinerState = minerState.parse(JSON.parse(JSON.stringify(before.save())));
        const after = createMiner({}, saved);
        found.push(...messages.slice(cutAt).map((message) => after.read(message)));
        expect(found).toEqual(expected);
        expect(JSON.stringify(after.save())).toBe(JSON.stringify(straight.save()));
      }),
    );
  });

  test('a message that comes again is in the group it was in, or in what that became', () => {
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 1, maxLength: 60 }), (messages) => {
        const miner = createMiner();
        const ids = messages.map((message) => miner.read(message).id);
        for (const id of ids) expect(miner.describe(id)).not.toBeNull();
      }),
    );
  });
});

describe('bounds', () => {
  const random = (limits: Partial<MinerLimits>, count: number, lengths: readonly number[]) => {
    const miner = createMiner(limits);
    const ids = new Set<string>();
    for (let at = 0; at < count; at += 1) {
      const length = lengths[at % lengths.length] as number;
      const words = Array.from({ length }, (_, index) =>
        ((at + 1) * 7919 * (index + 3)).toString(26).replace(/\d/g, (d) => 'qrstuvwxyz'[Number(d)] as string),
      );
      ids.add(miner.read(words.join(' ')).id);
    }
    return { miner, ids };
  };

  test('past the most templates the rest is one group that says so', () => {
    const { miner, ids } = random({ templates: 50, alike: 20 }, 2_000, [5, 6, 7, 8, 9]);
    expect(ids.size).toBeLessThanOrEqual(51);
    expect(ids).toContain(tooManyKinds);
    expect(miner.save().templates.length).toBeLessThanOrEqual(50);
    expect(miner.read('never seen and so unlike')).toEqual({
      id: tooManyKinds,
      template: '<*>',
      parameters: [{ kind: '*', value: 'never seen and so unlike' }],
      why: tooManyKinds,
    });
  });

  test('room is made by forgetting what was not seen again', () => {
    const { miner } = random({ templates: 50, alike: 20 }, 2_000, [5, 6, 7, 8, 9]);
    const [kept] = miner.save().templates;
    expect(miner.makeRoom()).toBe(0);
    const message = (kept?.words ?? []).join(' ');
    expect(miner.read(message).id).toBe(kept?.id);
    expect(miner.makeRoom()).toBeGreaterThan(40);
    expect(miner.save().templates.map(({ id }) => id)).toEqual([kept?.id]);
    expect(miner.read('new kind of thing').why).toBe('same-words');
  });

  test('a message of a megabyte is cut, and takes no longer for what it holds', () => {
    const miner = createMiner();
    for (const text of [
      ' ',
      'a',
      '1',
      ':',
      '(',
      'a:',
      '1.',
      'a.1:',
      '<1',
      '= ',
      '1 ',
      '/',
      '\\',
      'a@',
      '-1',
      'ff:',
      '界1',
    ]) {
      const message = text.repeat(1_000_000 / text.length);
      const before = process.cpuUsage();
      const { parameters, template } = miner.read(message);
      const { user } = process.cpuUsage(before);
      expect(
        template.length + parameters.reduce((sum, { value: { length } }) => sum + length, 0),
      ).toBeLessThan(10_000);
      expect(user, text).toBeLessThan(200_000);
    }
  });
});
