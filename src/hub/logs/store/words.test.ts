import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSqlite } from '../../store/index.ts';
import { answers, forIndex, matchOf, mayAnswer, readQuestion, withWording } from './words.ts';

const holds = (text: string, q: string) => answers(text, readQuestion(q));

describe('a question', () => {
  it.each([
    ['connection refused', 'Connection was REFUSED', true],
    ['connection refused', 'connection reset', false],
    ['"connection refused"', 'connection  refused by peer', true],
    ['"connection refused"', 'connection was refused', false],
    ['time', 'timeout', false],
    ['time*', 'Timeout', true],
    ['timeout -redis', 'timeout of redis', false],
    ['timeout -redis', 'timeout of mysql', true],
    ['-debug', 'debugging', true],
    ['10.0.0.1:80', 'from 10.0.0.1:80 to', true],
    ['10.0.0.1', 'from 10.0.0.12', false],
    ['max_connections', 'too many max_connections=5', true],
    ['接続', 'サーバーに接続できません', true],
    ['接続 失敗', 'サーバー接続に失敗', true],
    ['切', '接続が切れた', true],
    ['続接', '接続が切れた', false],
    ['error', 'エラーerror発生', true],
    ['接続error', '接続Errorです', true],
    ['!!!', 'what!!!', true],
    ['(a+)+$', 'literal (a+)+$ here', true],
    ['"unclosed phrase', 'an unclosed phrase', true],
    ['', 'anything', true],
  ])('%s of "%s": %s', (q, text, expected) => {
    expect(holds(text, q)).toBe(expected);
  });

  it('is cut off where it is endless', () => {
    expect(readQuestion('a '.repeat(1_000)).terms).toHaveLength(20);
  });
});

it('is never answered by a text that the index does not find', async () => {
  const sqlite = await openSqlite(':memory:');
  sqlite.exec("CREATE VIRTUAL TABLE words USING fts5(text, content='', detail=none, tokenize='unicode61')");
  const add = sqlite.prepare('INSERT INTO words(rowid, text) VALUES (?, ?)');
  const find = sqlite.prepare('SELECT 1 FROM words WHERE words MATCH ? AND rowid = ?');
  const piece = fc.constantFrom(
    'time',
    'out',
    'Error',
    ' ',
    '.',
    '-',
    '_',
    '接',
    '続',
    'が',
    'サー',
    '・',
    '1',
    '42',
    'é',
    'ÿ',
    ':',
    '"',
    '한',
    '글',
    '\u0301',
    '\ue001',
    '*',
    '\n',
  );
  const text = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''));
  let row = 0;
  fc.assert(
    fc.property(fc.array(text, { maxLength: 3 }), text, fc.boolean(), (texts, q, isStarred) => {
      const whole = texts.join('\n');
      const question = readQuestion(isStarred ? `${q}*` : q);
      if (!answers(whole, question)) return;
      expect(mayAnswer(whole, question)).toBe(true);
      add.run(++row, forIndex(whole));
      const match = matchOf(question, null, null);
      if (match !== null) expect(find.get(match, row), `${JSON.stringify(whole)} by ${match}`).toBeTruthy();
    }),
    { numRuns: 2_000 },
  );
  sqlite.close();
});

describe('a wording', () => {
  const asked = (wording: string) => withWording({ terms: [] }, wording);

  it.each([
    ['timeout after <NUM> ms', '12:00:01 ERROR timeout after 30 ms', true],
    ['timeout after <NUM> ms', 'after the timeout of 30 ms', false],
    ['timeout after <NUM> ms', 'timeout  after\t30 ms, again', true],
    ['user <*> of <*>', 'of user ann', false],
    ['order-<NUM>: paid', 'order-17: paid', true],
    ['v<NUM> of <*>', 'v2 of shop', true],
    ['<*>', 'anything', true],
    ['a text that was cut somewh…', 'a text that was cut somewhere', true],
    ['接続 <IP> 失敗', 'サーバー接続 10.0.0.1 失敗', true],
  ])('%s finds "%s": %s', (wording, text, expected) => {
    expect(answers(text, asked(wording))).toBe(expected);
    expect(mayAnswer(`before\n${text}\nafter`, asked(wording)) || !expected).toBe(true);
  });

  it('asks the index for whole words alone, since a value may stand right at one', async () => {
    const sqlite = await openSqlite(':memory:');
    sqlite.exec("CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize='unicode61')");
    const texts = [
      'v2 of shop',
      'order-17: paid',
      'a text that was cut somewhere',
      'サーバー接続 10.0.0.1 失敗',
    ];
    for (const text of texts) sqlite.prepare('INSERT INTO words (text) VALUES (?)').run(forIndex(text));
    for (const [wording, row] of [
      ['v<NUM> of <*>', 1],
      ['order-<NUM>: paid', 2],
      ['a text that was cut somewh…', 3],
      ['接続 <IP> 失敗', 4],
    ] as const) {
      const match = matchOf(asked(wording), null, null);
      const found = sqlite.prepare('SELECT rowid AS id FROM words WHERE words MATCH ?').all(match);
      expect(found).toEqual([{ id: row }]);
    }
    sqlite.close();
  });
});
