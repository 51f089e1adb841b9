import { describe, expect, it } from 'vitest';
import { createPhraseTree } from './phrase-tree.ts';
import { boundary, wordsOf } from './words.ts';

function find(phrases: string[], text: string): string[] {
  const tree = createPhraseTree<{ phrase: string }>();
  for (const phrase of phrases) tree.add(phrase, { phrase });
  return tree.find(wordsOf(text)).map(({ meaning }) => meaning.phrase);
}

describe('phrases', () => {
  it.each([
    ['a word', ['refused'], 'connection refused', ['refused']],
    ['words in a row', ['connection refused'], 'a connection refused by peer', ['connection refused']],
    ['not words apart', ['connection refused'], 'connection was refused', []],
    ['either word', ['no|any space'], 'no space', ['no|any space']],
    ['a gap of no word', ['port * in use'], 'port in use', ['port * in use']],
    ['a gap of four words', ['port * in use'], 'port a b c d in use', ['port * in use']],
    ['not a gap of five', ['port * in use'], 'port a b c d e in use', []],
    ['the longest of those that begin alike', ['disk', 'disk full'], 'disk full', ['disk full']],
    ['the shorter where the longer breaks off', ['disk', 'disk is full'], 'disk is slow', ['disk']],
    ['none that lies in another', ['disk * full', 'very'], 'disk very full', ['disk * full']],
    [
      'two that overlap',
      ['lost connection', 'connection pool'],
      'lost connection pool',
      ['lost connection', 'connection pool'],
    ],
    ['names of types', ['OutOfMemory'], 'OutOfMemoryError', ['OutOfMemory']],
    ['the longest of what gaps allow', ['port * in use'], 'port in use, in use', ['port * in use']],
    ['one after another', ['disk', 'full'], 'disk full', ['disk', 'full']],
    ['nothing in nothing', ['disk'], '', []],
  ])('are found: %s', (_, phrases, text, found) => {
    expect(find(phrases, text)).toEqual(found);
  });

  it('do not reach from one text into the next', () => {
    const tree = createPhraseTree<{ at: number }>();
    tree.add('disk full', { at: 1 });
    tree.add('disk * slow', { at: 2 });
    expect(tree.find(['disk', boundary, 'full'])).toEqual([]);
    expect(tree.find(['disk', boundary, 'slow'])).toEqual([]);
    expect(tree.find(['disk', 'is', boundary, 'slow'])).toEqual([]);
  });

  it('keep the meaning that they were given first', () => {
    const tree = createPhraseTree<{ at: number }>();
    tree.add('disk', { at: 1 });
    tree.add('disk', { at: 2 });
    expect(tree.find(['disk'])).toEqual([{ meaning: { at: 1 }, from: 0, to: 1 }]);
  });
});
