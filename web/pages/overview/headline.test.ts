import i18next, { type TFunction } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { summarise } from '../../data/standing.ts';
import { testWorker } from '../../data/testing/fleet.ts';
import type { CheckStatus, Worker } from '../../data/types.ts';
import { createFormat, type Language } from '../../format/index.ts';
import en from '../../i18n/en/index.ts';
import ja from '../../i18n/ja/index.ts';
import { sentence } from './headline.tsx';

const since = new Date();
since.setHours(14, 2, 0, 0);
const still: CheckStatus = {
  name: 'progress',
  type: 'progress',
  result: 'failing',
  detail: '',
  at: null,
  consecutive: 1,
  tookMs: null,
};
const sick = { since: since.toISOString() };

beforeAll(async () => {
  await i18next.init({ defaultNS: 'page', resources: { en: { page: en }, ja: { page: ja } } });
});

function say(language: Language, workers: Worker[], ends: Record<string, number> = {}): string {
  const t: TFunction = i18next.getFixedT(language);
  return sentence({ t, format: createFormat(language) }, summarise(workers), (name) => ends[name] ?? 0);
}

const many = (count: number) => Array.from({ length: count }, (_, at) => testWorker(`w-${at}`));

describe('the sentence above everything', () => {
  it('says that all is well', () => {
    expect(say('en', many(1))).toBe('All is well: 1 worker is running.');
    expect(say('en', [...many(1200), testWorker('job', { state: 'stopped' })])).toBe(
      'All is well: 1,200 workers are running. 1 is not meant to run now.',
    );
    expect(say('ja', many(40))).toBe('異常なし。ワーカー40件すべてが稼働しています。');
  });

  it('does not call well what crashes again and again', () => {
    const workers = [...many(3), testWorker('leaky', { state: 'running', crashLoop: true })];
    expect(say('en', workers)).toBe('3 of 4 workers are well; leaky crashes again and again.');
    expect(say('ja', workers)).toBe('ワーカー4件中3件が正常です。leaky がクラッシュを繰り返しています。');
    expect(say('en', workers, { leaky: 7 })).toBe(
      '3 of 4 workers are well; leaky crashes again and again (7 times in 5 min).',
    );
  });

  it('names the worst and counts the rest', () => {
    const workers = [
      ...many(38),
      testWorker('mailer-2', { state: 'backoff', ...sick }),
      testWorker('ocr', { state: 'unhealthy', checks: [still], ...sick }),
      testWorker('api', { state: 'degraded', ...sick }),
    ];
    expect(say('en', workers, { 'mailer-2': 3 })).toBe(
      '38 of 41 workers are well; ocr has been stuck since 14:02, mailer-2 is being restarted (3rd time in 5 min), and 1 more is in trouble.',
    );
    expect(say('ja', workers, { 'mailer-2': 3 })).toBe(
      'ワーカー41件中38件が正常です。ocr の処理が 14:02 から止まっています。mailer-2 が再起動を待っています（5分間で3回目）。ほか1件も異常です。',
    );
  });

  it('has words for every kind of trouble', () => {
    const of = (changes: Partial<Worker>) => say('en', [testWorker('a', { ...sick, ...changes })]);
    expect(of({ state: 'backoff' })).toBe('0 of 1 worker is well; a is being restarted.');
    expect(of({ state: 'unhealthy' })).toContain('a has been unhealthy since 14:02');
    expect(of({ state: 'degraded' })).toContain('a has been degraded since 14:02');
    expect(of({ state: 'failed' })).toContain('a has been down since 14:02');
    expect(of({ state: 'lost' })).toContain('a has been missing since 14:02');
  });

  it('says what it does not know, and what is still going on', () => {
    expect(say('en', [...many(2), testWorker('a', { fresh: false })])).toBe(
      'The state of 1 of 3 workers is not known.',
    );
    expect(say('en', [...many(2), testWorker('a', { state: 'starting' })])).toBe(
      '2 of 3 workers are running, 1 starting or stopping.',
    );
    expect(say('en', [])).toContain('No worker is declared yet.');
    expect(say('en', [testWorker('job', { state: 'stopped' })])).toContain('nothing is meant to run now');
  });
});
