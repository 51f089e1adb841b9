import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { workerStates } from '../../link/status.ts';
import {
  bytes,
  cleanLogLine,
  cleanText,
  count,
  createPaint,
  cutToWidth,
  drawTree,
  duration,
  instantOf,
  localTime,
  padToWidth,
  percent,
  speaksUtf8,
  stateSigns,
  table,
  textWidth,
  toAscii,
  wantsColour,
} from './index.ts';

const plain = createPaint(false);

describe('colours', () => {
  test.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, false, false],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ TERM: 'dumb' }, true, false],
  ])('with %j and a terminal %s: %s', (env, isTerminal, coloured) => {
    expect(wantsColour(env, isTerminal)).toBe(coloured);
  });

  test('wrap the text only where they are wanted', () => {
    expect(createPaint(true)('red', 'x')).toBe('\x1b[31mx\x1b[0m');
    expect(createPaint(true)('red', '')).toBe('');
    expect(plain('red', 'x')).toBe('x');
  });
});

describe('text that others wrote', () => {
  test('cannot steer the terminal', () => {
    expect(cleanText('a\x1b[2Jb\x1b]0;title\x07c\x1bcd\x07\u009b31me\r\nf\tg')).toBe('abcde f g');
  });

  test('shows what stands there: nothing turns it around or hides in it', () => {
    expect(cleanText('a\u202eb\u2066c\u2069d\u200be\u200df\ufeff')).toBe('abcdef');
    expect(cleanLogLine('\x1b[31ma\u202eb\u200c', true)).toBe('\x1b[31mab\x1b[0m');
  });

  test('keeps its colours in a coloured log, and ends them', () => {
    expect(cleanLogLine('\x1b[31mred\x1b[2J', true)).toBe('\x1b[31mred\x1b[0m');
    expect(cleanLogLine('\x1b[31mred\x1b[2J', false)).toBe('red');
    expect(cleanLogLine('tab\there\x07', true)).toBe('tab\there');
  });

  test('never holds a control character afterwards', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
        expect(cleanText(text)).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
      }),
    );
  });
});

describe('width', () => {
  test.each([
    ['abc', 3],
    ['櫓', 2],
    ['ﾔｸﾞﾗ', 4],
    ['（注）', 6],
    ['e\u0301', 1],
    ['\u200b', 0],
    ['👩‍👩‍👧', 2],
    ['●', 1],
    ['\x1b[31mred\x1b[0m', 3],
  ])('%j takes %i columns', (text, columns) => {
    expect(textWidth(text)).toBe(columns);
  });

  test('cuts between characters, never through one', () => {
    expect(cutToWidth('メール送信', 10)).toBe('メール送信');
    expect(cutToWidth('メール送信', 9)).toBe('メール送…');
    expect(cutToWidth('メール送信', 8)).toBe('メール…');
    expect(cutToWidth('abc', 0)).toBe('');
  });

  test('what was cut fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, columns) => {
        expect(textWidth(cutToWidth(text, columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });

  test('pads on the side that is asked for', () => {
    expect(padToWidth('櫓', 4)).toBe('櫓  ');
    expect(padToWidth('櫓', 4, 'right')).toBe('  櫓');
    expect(padToWidth('too long', 3)).toBe('too long');
  });
});

describe('tables', () => {
  const columns = [
    { title: 'NAME' },
    { title: 'N', align: 'right' as const },
    { title: 'WHY', flexible: true },
  ];
  const rows = [
    [{ text: 'メール' }, { text: '12' }, { text: 'a long reason for which there is no room' }],
    [{ text: 'x' }, { text: '3' }],
  ];

  test('line up whatever the characters', () => {
    expect(table(columns, rows, { width: 80, paint: plain })).toEqual([
      'NAME     N  WHY',
      'メール  12  a long reason for which there is no room',
      'x        3',
    ]);
  });

  test('cut flexible columns to the width of the terminal', () => {
    expect(table(columns, rows, { width: 26, paint: plain })[1]).toBe('メール  12  a long reason…');
  });

  test('cut the last flexible column first, and then those before it', () => {
    const flexible = columns.map((column, at) => (at === 0 ? { ...column, flexible: true } : column));
    const long = [[{ text: 'a-very-long-name' }, { text: '1' }, { text: 'a long reason' }]];
    expect(table(flexible, long, { width: 32, paint: plain })[1]).toBe('a-very-long-name  1  a long rea…');
    const narrow = table(flexible, long, { width: 22, paint: plain });
    expect(narrow[1]).toBe('a-very-l…  1  a long …');
  });

  test('keep a little of a flexible column on a terminal that is too narrow', () => {
    expect(table(columns, rows, { width: 5, paint: plain })[1]).toBe('メール  12  a long …');
  });

  test('colour cells after they were padded', () => {
    const paint = createPaint(true);
    const [, row] = table(
      [{ title: 'A' }, { title: 'B' }],
      [[{ text: 'x', paint: (text) => paint('red', text) }, { text: 'y' }]],
      { width: 20, paint },
    );
    expect(row).toBe('\x1b[31mx\x1b[0m  y');
  });
});

describe('units', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 KiB'],
    [1536, '1.5 KiB'],
    [42 * 1024 ** 2, '42.0 MiB'],
    [512 * 1024 ** 2, '512 MiB'],
    [1023.96 * 1024 ** 2, '1.0 GiB'],
    [3 * 1024 ** 6, '3072 PiB'],
  ])('%d bytes are %s', (many, text) => {
    expect(bytes(many)).toBe(text);
  });

  test.each([
    [-5, '0 ms'],
    [9.4, '9 ms'],
    [999, '999 ms'],
    [1250, '1.2 s'],
    [9999, '9.9 s'],
    [12_345, '12 s'],
    [60_000, '1m'],
    [192_000, '3m 12s'],
    [18_180_000, '5h 3m'],
    [86_400_000 * 2 + 4 * 3_600_000, '2d 4h'],
  ])('%d ms are %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  test('ratios are shown as percent, counts with their noun', () => {
    expect(percent(0.463)).toBe('46.3 %');
    expect(count('worker', 1)).toBe('1 worker');
    expect(count('worker', 0)).toBe('0 workers');
  });

  test('a time of today is a time of day, another has its date', () => {
    const now = new Date(2026, 10, 22, 15, 0, 0).getTime();
    expect(localTime(new Date(2026, 10, 22, 4, 5, 6).toISOString(), now)).toBe('04:05:06');
    expect(localTime(new Date(2026, 10, 21, 4, 5, 6).toISOString(), now)).toBe('2026-11-21 04:05:06');
  });

  test.each([
    ['10m', '2026-01-01T00:50:00.000Z'],
    ['1 h', '2026-01-01T00:00:00.000Z'],
    ['2026-01-01T09:00:00+09:00', '2026-01-01T00:00:00.000Z'],
    ['yesterday', null],
    ['5', null],
    ['2026-99-99', null],
    ['999999999999d', null],
  ])('%s is the instant %s', (text, instant) => {
    expect(instantOf(text, Date.UTC(2026, 0, 1, 1))).toBe(instant);
  });
});

describe('signs', () => {
  test('every state has its own in colour, and one in ASCII', () => {
    const signs = workerStates.map((state) => stateSigns[state]);
    expect(signs.every(({ plain: sign }) => /^[\x20-\x7e]$/.test(sign))).toBe(true);
    expect(new Set(signs.map(({ sign, colour }) => sign + colour)).size).toBeGreaterThanOrEqual(
      signs.length - 1,
    );
  });

  test.each([
    [{}, true],
    [{ LANG: 'ja_JP.UTF-8' }, true],
    [{ LANG: 'en_US.utf8', LC_ALL: 'C' }, false],
    [{ LC_CTYPE: 'ja_JP.eucJP' }, false],
  ])('a terminal with %j speaks UTF-8: %s', (env, speaks) => {
    expect(speaksUtf8(env)).toBe(speaks);
  });

  test('ours have an ASCII form, other characters become question marks', () => {
    expect(toAscii('├─ a → b … 櫓')).toBe('|- a -> b ... ?');
  });
});

describe('trees', () => {
  const draw = (items: [number, number][]) =>
    drawTree(
      items,
      ([pid]) => pid,
      ([, ppid]) => ppid,
    ).map(({ item, lead }) => `${lead}${item[0]}`);

  test('show children below their parent, orphans as roots', () => {
    expect(
      draw([
        [1, 0],
        [2, 1],
        [3, 1],
        [4, 2],
        [9, 77],
      ]),
    ).toEqual(['1', '├─ 2', '│  └─ 4', '└─ 3', '9']);
  });

  test('end even when parents form a ring', () => {
    expect(
      draw([
        [1, 1],
        [2, 3],
        [3, 2],
      ]),
    ).toEqual(['1']);
  });
});
