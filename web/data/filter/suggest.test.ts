import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testWorker } from '../testing/fleet.ts';
import { parseFilter } from './parse.ts';
import { suggest } from './suggest.ts';
import { doubtsOf, vocabularyOf } from './vocabulary.ts';

const vocabulary = vocabularyOf([
  testWorker('mailer', { labels: { team: 'post', state: 'x' }, host: 'box-1' }),
  testWorker('mail room', { labels: { team: 'post office' }, state: 'backoff', host: 'box-1' }),
  testWorker('ocr', { labels: { team: 'post' }, host: 'box-2' }),
]);
const inserts = (text: string, caret = text.length) =>
  suggest(text, caret, vocabulary).options.map(({ insert }) => insert);

describe('suggestions', () => {
  it('begin with the labels that occur and the keys that are wanted most', () => {
    expect(inserts('').slice(0, 4)).toEqual(['team:', 'state:', 'is:', 'cpu']);
    expect(inserts('x ').slice(0, 2)).toEqual(['team:', 'state:']);
  });

  it('narrow down to keys and names that begin so', () => {
    expect(inserts('st')).toEqual(['state:']);
    expect(inserts('cra')).toEqual(['crashes']);
    expect(inserts('mail')).toEqual(['name=mailer', 'name="mail room"']);
    expect(inserts('-te')).toEqual(['-team:']);
  });

  it('name the values that occur, with how many have them', () => {
    expect(suggest('team:', 5, vocabulary).options.map(({ value, count }) => [value, count])).toEqual([
      ['post', 2],
      ['post office', 1],
    ]);
    expect(inserts('team:post')).toEqual(['team:"post office"']);
    expect(inserts('host:')).toEqual(['host:box-1', 'host:box-2']);
    expect(inserts('state:ba')).toEqual(['state:backoff']);
    expect(suggest('state:', 6, vocabulary).options[0]).toMatchObject({ value: 'failed', count: 0 });
    expect(inserts('state:failed,')[0]).toBe('state:failed,lost');
    expect(inserts('exit:')).toEqual(['exit:none']);
    expect(inserts('is:')).toContain('is:trouble');
    expect(inserts('name:oc')).toEqual(['name:ocr']);
    expect(inserts('label.state:')).toEqual(['label.state:x']);
    expect(inserts('nothing:')).toEqual([]);
  });

  it('show how figures are asked for', () => {
    expect(inserts('cpu')).toEqual(['cpu>50%', 'cpu>90%', 'cpu<1%']);
    expect(inserts('cp')).toEqual(['cpu']);
    expect(inserts('cpu>')).toEqual(['cpu>50%', 'cpu>90%']);
    expect(inserts('uptime<')).toEqual(['uptime<5m', 'uptime<1h']);
  });

  it('take the place of the word at the caret only', () => {
    expect(suggest('st mailer', 2, vocabulary)).toMatchObject({ from: 0, to: 2 });
    expect(suggest('"a b" te', 8, vocabulary)).toMatchObject({ from: 6, to: 8 });
    expect(suggest('"a te', 5, vocabulary)).toMatchObject({ from: 0 });
  });

  it('are understood when they are taken', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          '',
          'x ',
          '-',
          'st',
          'team:',
          'state:failed,',
          'host:',
          'name:',
          'is:',
          'exit:',
          'cpu>',
          'mem<',
          'mail',
        ),
        (text) => {
          const { from, to, options } = suggest(text, text.length, vocabulary);
          for (const { insert, kind } of options) {
            if (kind === 'key' || kind === 'label') continue;
            expect(parseFilter(text.slice(0, from) + insert + text.slice(to)).mistakes).toEqual([]);
          }
        },
      ),
    );
  });
});

describe('a label that nobody has', () => {
  it('is doubted, and what was perhaps meant is named', () => {
    const doubts = (text: string) =>
      doubtsOf(parseFilter(text), vocabulary).map(({ term, perhaps }) => [term.label, perhaps]);
    expect(doubts('team:post state:failed')).toEqual([]);
    expect(doubts('tema:post')).toEqual([['tema', null]]);
    expect(doubts('teams:post stat:x')).toEqual([
      ['teams', 'team'],
      ['stat', 'state'],
    ]);
    expect(doubts('uptim:x colour:red')).toEqual([
      ['uptim', 'uptime'],
      ['colour', null],
    ]);
  });
});
