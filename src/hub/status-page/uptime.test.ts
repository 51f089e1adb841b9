import { expect, it } from 'vitest';
import type { Matcher, Selection, Series, SeriesSource } from '../metrics/index.ts';
import { countDays, dayMs } from './uptime.ts';

const from = 20_000 * dayMs;
const asked: Selection[] = [];

/** Answers what matches by name and group, as the store does. */
function sourceOf(
  series: (Omit<Series, 'times' | 'values'> & { points: [number, number][] })[],
): SeriesSource {
  const matches = ({ name, op, value }: Matcher, labels: Series['labels']) =>
    op === '=' ? labels[name] === value : new RegExp(`^(?:${value})$`).test(labels[name] ?? '');
  return {
    async *select(selection) {
      asked.push(selection);
      for (const { points, ...one } of series)
        if (selection.matchers.every((matcher) => matches(matcher, one.labels)))
          yield {
            ...one,
            times: Float64Array.from(points, ([time]) => time),
            values: Float64Array.from(points, ([, value]) => value),
          };
    },
    async *labelsOf() {},
  };
}
const labels = (name: string, worker: string, group: string) => ({
  __name__: name,
  worker,
  group,
  host: 'box',
});

it('counts samples by day, of all instances of a name, whatever tier they are of', async () => {
  const source = sourceOf([
    // A day and a half in steps of five minutes of 300 samples each, half of the second day's down.
    {
      labels: labels('yagura_worker_unwell', 'mail-0', 'mail.er'),
      points: [
        [from + 1, 0],
        [from + dayMs + 1, 150],
      ],
      counts: Float64Array.of(300, 300),
      stale: [],
    },
    {
      labels: labels('yagura_worker_up', 'mail-0', 'mail.er'),
      points: [
        [from + 1, 300],
        [from + dayMs + 1, 150],
      ],
      counts: Float64Array.of(300, 300),
      stale: [],
    },
    // Single samples; the last is a mark, and the first is before what was asked for.
    {
      labels: labels('yagura_worker_unwell', 'mail-1', 'mail.er'),
      points: [
        [from - 1, 0],
        [from + dayMs + 2, 0],
        [from + dayMs + 3, Number.NaN],
      ],
      stale: [2],
    },
    {
      labels: labels('yagura_worker_up', 'mail-1', 'mail.er'),
      points: [
        [from + dayMs + 2, 1],
        // Right after it was stopped on purpose.
        [from + dayMs + 3, 0],
      ],
      stale: [],
    },
    { labels: labels('yagura_worker_up', 'x', 'mailXer'), points: [[from + 1, 1]], stale: [] },
  ]);
  const counts = await countDays(source, ['mail.er', 'nobody'], from, from + 2 * dayMs);
  expect(counts).toEqual(
    new Map([
      [
        'mail.er',
        new Map([
          [20_000, { known: 300, up: 300 }],
          [20_001, { known: 301, up: 151 }],
        ]),
      ],
      ['nobody', new Map()],
    ]),
  );
  expect(asked.every(({ aspect, stepMs }) => aspect === 'sum' && stepMs === 300_000)).toBe(true);
});
