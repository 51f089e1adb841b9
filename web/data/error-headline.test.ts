import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { createFormat } from '../format/index.ts';
import en from '../i18n/en/index.ts';
import ja from '../i18n/ja/index.ts';
import { errorHeadline } from './error-headline.ts';
import type { ErrorSummary } from './types.ts';

beforeAll(async () => {
  await i18next.init({ defaultNS: 'page', resources: { en: { page: en }, ja: { page: ja } } });
});

const nothing: ErrorSummary['totals'] = {
  groups: 0,
  occurrences: 0,
  unresolved: 0,
  regressed: 0,
  new: 0,
  growing: 0,
  spiking: 0,
};
const share = (category: string, count: number) =>
  ({ category, count, counts: [count], groups: [], groupCount: 1 }) as ErrorSummary['categories'][number];
const headline = (
  totals: Partial<ErrorSummary['totals']>,
  categories: ErrorSummary['categories'] = [],
  since: string | null = null,
  language: 'en' | 'ja' = 'en',
) =>
  errorHeadline(
    { t: i18next.getFixedT(language), format: createFormat(language, 'UTC') },
    {
      from: '2026-11-26T00:00:00.000Z',
      stepMs: 60_000,
      times: [0],
      deploys: [],
      totals: { ...nothing, ...totals },
      categories,
    },
    since,
  );

describe('what mostly goes wrong, in a sentence', () => {
  it('is nothing, or nothing in this time', () => {
    expect(headline({})).toBe('Nothing goes wrong.');
    expect(headline({ unresolved: 2 })).toBe('Nothing went wrong in this time.');
    expect(headline({}, [], null, 'ja')).not.toMatch(/[A-Za-z]/);
  });

  it('tells of new kinds since when, and of what most of it is', () => {
    const text = headline(
      { groups: 3, occurrences: 10, new: 3 },
      [share('network', 6), share('resource', 4)],
      '2026-11-26T14:02:00.000Z',
    );
    expect(text).toMatch(/^3 new kinds of errors since .*02.*Most of what goes wrong is network/);
    expect(headline({ groups: 1, occurrences: 1, new: 1 })).toMatch(/^1 new kind of error/);
  });

  it('tells what is back before anything else, and what grows', () => {
    const text = headline({ groups: 9, occurrences: 9, regressed: 1, spiking: 2, growing: 1 }, [
      share('worker', 2),
      share('api', 1),
    ]);
    expect(text).toMatch(/^1 is back that was resolved.*2 happen far more than usual.*1 grows/);
    expect(text).not.toContain('Most of');
  });

  it('says that nothing is new otherwise', () => {
    expect(headline({ groups: 2, occurrences: 5 })).toContain('2 kinds of errors, and nothing new');
  });
});
