import { describe, expect, it } from 'vitest';
import { isTelling, wordsOf } from './words.ts';

describe('words', () => {
  it.each([
    ['connect ECONNREFUSED 127.0.0.1:5672', 'connect econnrefused 127 0 0 1 5672'],
    ['java.net.ConnectionRefusedError', 'java net connection refused error'],
    ['CONNECTION_REFUSED', 'connection refused'],
    ['HTTPError: IOException', 'http error io exception'],
    ['OOMKilled', 'oom killed'],
    ["can't, doesn’t", 'cant doesnt'],
    ["the 'quoted' one", 'the quoted one'],
    ['SQLSTATE[42P01]', 'sqlstate 42p01'],
    ['接続 refused 拒否', 'refused'],
    ['AZaz09 aZ/zA', 'a zaz09 a z z a'],
    ['', ''],
  ])('of %j are %j', (text, words) => {
    expect(wordsOf(text).join(' ')).toBe(words);
  });

  it('are no more than asked for', () => {
    expect(wordsOf('one two three four', 2)).toEqual(['one', 'two']);
  });
});

it.each([
  ['connection', true],
  ['a', false],
  ['9f1c', false],
  ['x'.repeat(25), false],
])('%s tells of a kind of error: %s', (word, telling) => {
  expect(isTelling(word)).toBe(telling);
});
