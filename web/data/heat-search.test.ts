import { expect, it } from 'vitest';
import { heatPeriod, heatSearch } from './heat-search.ts';

it('an address of the heat map holds what is not usual', () => {
  const all = { figure: 'memory', order: 'name', q: 'mailer', range: '7d' };
  expect(heatSearch(all)).toEqual(all);
  expect(heatSearch({ figure: 'unwell', order: 'worst', q: '', range: 'for ever' })).toEqual({});
  expect(heatSearch({ figure: ['cpu'], order: 1, q: {} })).toEqual({});
});

it('the heat map begins with a night', () => {
  expect(heatPeriod({})).toEqual({ last: '24h' });
  expect(heatPeriod({ range: '7d' })).toEqual({ last: '7d' });
  const [from, to] = ['2026-11-24T01:00:00.000Z', '2026-11-24T05:00:00.000Z'];
  expect(heatPeriod(heatSearch({ from, to }))).toEqual({ from: Date.parse(from), to: Date.parse(to) });
});
