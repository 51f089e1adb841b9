import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupsFrom } from './testing/queries.ts';
import { edgeSeries, recordingStartMs, toSeries } from './testing/series.ts';
import { ManualClock } from '../../../shared/clock.ts';
import { keyOf } from '../labels.ts';
import type { Labels, Series } from '../samples.ts';
import { createTestSource, samplesOf } from '../testing/index.ts';
import { QueryFailure } from './failure.ts';
import { type QueryOptions, queryInstant, queryRange } from './query.ts';

const minute = 60_000;

/** The values at each minute of a range, by series; null where there is none. */
async function valuesOver(
  query: string,
  series: readonly Series[],
  {
    fromMs = 0,
    toMs = 5 * minute,
    stepMs = minute,
    ...options
  }: Partial<QueryOptions> & {
    fromMs?: number;
    toMs?: number;
    stepMs?: number;
  } = {},
): Promise<Record<string, (number | null)[]>> {
  const source = createTestSource(series);
  const result = await queryRange(query, { source, ...options, startMs: fromMs, endMs: toMs, stepMs });
  const steps = Math.floor((toMs - fromMs) / stepMs) + 1;
  return Object.fromEntries(
    result.series.map(({ labels, times, values }) => {
      const at = new Map(Array.from(times, (time, index) => [time, values[index] as number]));
      return [
        nameOf(labels),
        Array.from({ length: steps }, (_, step) => at.get(fromMs + step * stepMs) ?? null),
      ];
    }),
  );
}

async function valuesAt(
  query: string,
  series: readonly Series[],
  timeMs: number,
): Promise<Record<string, number>> {
  const result = await queryInstant(query, { source: createTestSource(series), timeMs });
  if (result.type === 'scalar') return { scalar: result.value };
  if (result.type !== 'vector') throw new Error(result.type);
  return Object.fromEntries(result.series.map(({ labels, value }) => [nameOf(labels), value]));
}

async function failureOf(answer: Promise<unknown>): Promise<[string, string]> {
  const error = await answer.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof QueryFailure)) throw error ?? new Error('no failure');
  return [error.kind, error.message];
}

function nameOf(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => (name === '__name__' ? value : `${name}=${value}`))
    .join(' ');
}

const x = (text: string, labels: Labels = {}) => samplesOf({ __name__: 'x', ...labels }, text);

describe('an instant vector', () => {
  it('shows the newest sample of the last five minutes, both ends included', async () => {
    expect(await valuesOver('x', [x('1 _ 3')], { toMs: 8 * minute })).toEqual({
      x: [1, 1, 3, 3, 3, 3, 3, 3, null],
    });
    expect(await valuesOver('x', [x('1')], { lookbackMs: minute })).toEqual({
      x: [1, 1, null, null, null, null],
    });
  });

  it('ends at a stale mark and begins again', async () => {
    expect(await valuesOver('x', [x('1 stale _ 4')])).toEqual({ x: [1, null, null, 4, 4, 4] });
  });

  it('takes NaN for a value', async () => {
    expect(await valuesOver('x', [x('1 NaN')], { toMs: 2 * minute })).toEqual({
      x: [1, Number.NaN, Number.NaN],
    });
  });

  it('looks back or ahead by an offset, and to one instant with @', async () => {
    const rising = [x('0+1x10')];
    expect(await valuesOver('x offset 1m', rising)).toEqual({ x: [null, 0, 1, 2, 3, 4] });
    expect(await valuesOver('x offset -1m', rising)).toEqual({ x: [1, 2, 3, 4, 5, 6] });
    expect(await valuesOver('x @ 120', rising)).toEqual({ x: [2, 2, 2, 2, 2, 2] });
    expect(await valuesOver('x @ end() offset 1m', rising)).toEqual({ x: [4, 4, 4, 4, 4, 4] });
    expect(await valuesOver('x - x @ start()', rising)).toEqual({ '': [0, 1, 2, 3, 4, 5] });
  });
});

describe('a window', () => {
  it('holds the samples on both of its borders', async () => {
    expect(await valuesOver('count_over_time(x[2m])', [x('0+1x10')])).toEqual({ '': [1, 2, 3, 3, 3, 3] });
  });

  it('passes over stale marks, and knows no name but in last_over_time', async () => {
    expect(await valuesOver('sum_over_time(x[2m])', [x('1 stale 3')])).toEqual({ '': [1, 1, 4, 3, 3, null] });
    expect(await valuesOver('last_over_time(x[1m])', [x('1 stale 3')])).toEqual({
      x: [1, 1, 3, 3, null, null],
    });
  });

  it('has to hold two samples for a rate', async () => {
    expect(await valuesOver('rate(x[1m])', [x('0 60 120')])).toEqual({ '': [null, 1, 1, null, null, null] });
  });

  it('counts on when a counter was set back', async () => {
    expect(await valuesAt('increase(x[3m])', [x('10 20 5 15')], 3 * minute)).toEqual({ '': 25 });
    expect(await valuesAt('resets(x[3m])', [x('10 20 5 15')], 3 * minute)).toEqual({ '': 1 });
    expect(await valuesAt('delta(x[3m])', [x('10 20 5 15')], 3 * minute)).toEqual({ '': 5 });
    expect(await valuesAt('irate(x[3m])', [x('10 20 5')], 3 * minute)).toEqual({ '': 5 / 60 });
    expect(await valuesAt('idelta(x[3m])', [x('10 20 5')], 3 * minute)).toEqual({ '': -15 });
  });

  it('stretches growth to its borders when they are near, by half a distance when they are not', async () => {
    const samples = [samplesOf({ __name__: 'x' }, '10 20 30', 10_000, 5_000)];
    const at = (query: string, ms: number) => valuesAt(query, samples, ms);
    expect(await at('increase(x[30s])', 30_000)).toEqual({ '': 30 });
    expect(await at('delta(x[2m])', 60_000)).toEqual({ '': 30 });
  });

  it('does not stretch a counter below zero', async () => {
    const samples = [samplesOf({ __name__: 'x' }, '1 101', 10_000, 10_000)];
    expect(await valuesAt('increase(x[20s])', samples, 20_000)).toEqual({ '': 101 });
  });
});

describe('windows that move', () => {
  const samplesUpTo = (most: number) =>
    fc.array(
      fc.record({
        gap: fc.integer({ min: 1, max: 50 }),
        value: fc.oneof(
          fc.integer({ min: -5, max: 5 }),
          fc.double({ min: -1e6, max: 1e6, noNaN: true }),
          fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, most, -most),
        ),
      }),
      { maxLength: 60 },
    );
  const seriesOf = (given: { gap: number; value: number }[]): Series => {
    let at = 0;
    const times = given.map(({ gap }) => (at += gap * 1000));
    const values = given.map((sample) => sample.value);
    return {
      labels: { __name__: 'x' },
      times: Float64Array.from(times),
      values: Float64Array.from(values),
      stale: [],
    };
  };

  it.each([
    'sum_over_time',
    'avg_over_time',
    'min_over_time',
    'max_over_time',
    'count_over_time',
    'rate',
    'increase',
    'changes',
    'resets',
    'stddev_over_time',
    'last_over_time',
  ])('give %s what each window gives by itself', async (name) => {
    await fc.assert(
      fc.asyncProperty(
        // Whether a sum that leaves the range of numbers comes back into it depends on the order of its parts.
        samplesUpTo(name === 'sum_over_time' ? 1e306 : 1e308),
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 120 }),
        async (given, rangeS, stepS) => {
          const source = createTestSource([seriesOf(given)]);
          const query = `${name}(x[${rangeS}s])`;
          const stepMs = stepS * 1000;
          const toMs = 10 * stepMs;
          const whole = await queryRange(query, { source, startMs: 0, endMs: toMs, stepMs });
          const [only] = whole.series;
          for (let timeMs = 0; timeMs <= toMs; timeMs += stepMs) {
            const alone = await queryInstant(query, { source, timeMs });
            const expected = alone.type === 'vector' ? alone.series[0]?.value : undefined;
            const found = only?.values[only.times.indexOf(timeMs)];
            if (expected === undefined || found === undefined) expect(found).toBe(expected);
            else if (Number.isFinite(expected)) {
              const most = Math.max(
                1,
                ...given.map((one) => (Number.isFinite(one.value) ? Math.abs(one.value) : 0)),
              );
              expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-9 * most * 60);
            } else expect(found).toBe(expected);
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it('keep the digits of small values beside a large one that has left', async () => {
    const series = [samplesOf({ __name__: 'x' }, `1e16 ${'0.1 '.repeat(30)}`, 1_000)];
    const found = await valuesOver('sum_over_time(x[5s])', series, { fromMs: 20_000, toMs: 20_000 });
    expect(found['']?.[0]).toBeCloseTo(0.6, 15);
  });

  it('sum up with the means of coarser points weighted by their samples', async () => {
    const points: Series = {
      labels: { __name__: 'x' },
      times: Float64Array.of(60_000, 120_000),
      values: Float64Array.of(100, 10),
      counts: Float64Array.of(10, 1),
      stale: [],
    };
    const source = createTestSource([points]);
    const ask = async (query: string) => {
      const result = await queryInstant(query, { source, timeMs: 120_000 });
      return result.type === 'vector' ? result.series[0]?.value : null;
    };
    expect(await ask('sum_over_time(x[5m])')).toBe(110);
    expect(await ask('count_over_time(x[5m])')).toBe(11);
    expect(await ask('avg_over_time(x[5m])')).toBe(10);
  });
});

describe('where only coarser points are left', () => {
  const points: Series = {
    ...samplesOf({ __name__: 'x' }, '300 600 900 1200 1500 1800', 5 * minute, 5 * minute),
    coarsestMs: 5 * minute,
  };
  const ask = (query: string) => valuesOver(query, [points], { fromMs: 22 * minute, toMs: 24 * minute });

  it('the newest of them stands until the next', async () => {
    expect(
      await valuesOver('x', [points], { fromMs: 24 * minute, toMs: 24 * minute, lookbackMs: minute }),
    ).toEqual({
      x: [1200],
    });
  });

  it('windows are as wide as it takes to hold them', async () => {
    expect(await ask('rate(x[1m])')).toEqual({ '': [1, 1, 1] });
    expect(await ask('max_over_time(x[1m])')).toEqual({ '': [1200, 1200, 1200] });
    expect(await ask('increase(x[1m])')).toEqual({ '': [60, 60, 60] });
    expect(await ask('rate(x[15m])')).toEqual({ '': [1, 1, 1] });
  });
});

describe('a range query', () => {
  const source = createTestSource(edgeSeries().map(toSeries));
  const within =
    /edge|errors_total|requests_total|job_info|sparse|instants|no_such|^[^a-z{]*$|time\(\)|vector\(/;
  // An instant query's own start and end are not the range's.
  const queries = groupsFrom(recordingStartMs / 1000)
    .filter(({ name }) => name !== 'mistakes')
    .flatMap((group) => group.queries)
    .filter((query) => within.test(query) && !/start\(\)|end\(\)/.test(query));

  it('says at each step what an instant query says there', async () => {
    const [startMs, endMs, stepMs] = [recordingStartMs + 30_000, recordingStartMs + 660_000, 210_000];
    for (const query of queries) {
      const range = await queryRange(query, { source, startMs, endMs, stepMs }).catch(
        (error: unknown) => error,
      );
      for (let timeMs = startMs; timeMs <= endMs; timeMs += stepMs) {
        const alone = await queryInstant(query, { source, timeMs }).catch((error: unknown) => error);
        if (alone instanceof Error || range instanceof Error) {
          if (alone instanceof Error) expect(range, query).toBeInstanceOf(QueryFailure);
          continue;
        }
        expect(stepOf(range, timeMs), `${query} at ${timeMs}`).toEqual(stepOf(alone, timeMs));
      }
    }
  });

  function stepOf(result: unknown, timeMs: number): Record<string, string> {
    const answer = result as Awaited<ReturnType<typeof queryInstant>>;
    const digits = (value: number) => value.toPrecision(9);
    if (answer.type === 'scalar') return { [keyOf({})]: digits(answer.value) };
    if (answer.type === 'vector') {
      return Object.fromEntries(answer.series.map(({ labels, value }) => [keyOf(labels), digits(value)]));
    }
    if (answer.type === 'string') return {};
    return Object.fromEntries(
      answer.series.flatMap(({ labels, times, values }) => {
        const at = times.indexOf(timeMs);
        return at < 0 ? [] : [[keyOf(labels), digits(values[at] as number)]];
      }),
    );
  }
});

describe('operators over many series and steps', () => {
  const wide = Array.from({ length: 120 }, (_, n) =>
    samplesOf(
      { __name__: n % 2 === 0 ? 'x' : 'y', n: String(n >> 1), le: String(n % 7) },
      `${n}+${n % 5}x900`,
      1_000,
    ),
  );
  const source = createTestSource(wide);

  it.each([
    'sum by (le) (x)',
    'topk(3, x)',
    'topk(scalar(count(x)) / 20, x)',
    'count_values("v", x % 3)',
    'x / ignoring (le) y',
    'x > 500 or y',
    'time() - x',
    'time() + 1',
    'label_replace(x, "m", "$1", "n", "(.).*")',
    'histogram_quantile(0.5, sum by (le) (x))',
    'absent(x > 4000)',
    'vector(time())',
  ])('%s is the same as step by step', async (query) => {
    const whole = await queryRange(query, { source, startMs: 0, endMs: 900_000, stepMs: 1_000 });
    for (const timeMs of [0, 415_000, 416_000, 417_000, 833_000, 900_000]) {
      const alone = await queryInstant(query, { source, timeMs });
      const expected =
        alone.type === 'vector'
          ? Object.fromEntries(alone.series.map(({ labels, value }) => [keyOf(labels), value]))
          : alone.type === 'scalar'
            ? { '': alone.value }
            : {};
      const found = whole.series.flatMap(({ labels, times, values }) => {
        const at = times.indexOf(timeMs);
        return at < 0 ? [] : [[keyOf(labels), values[at]] as const];
      });
      expect(Object.fromEntries(found)).toEqual(expected);
    }
  });

  it('let others work meanwhile', async () => {
    let turns = 0;
    let isAsked = true;
    const turn = () => {
      turns++;
      if (isAsked) setImmediate(turn);
    };
    turn();
    await queryRange('count_values("v", x)', {
      source,
      startMs: 0,
      endMs: 900_000,
      stepMs: 1_000,
      limits: { points: 50_000_000 },
    });
    isAsked = false;
    expect(turns).toBeGreaterThan(2);
  });

  it('are refused beyond a thousand million samples before these are in memory', async () => {
    const times = new Float64Array(1_000_000).map((_, at) => at * 1_000);
    const values = new Float64Array(1_000_000).fill(1);
    const huge = Array.from({ length: 1_000 }, (_, n) => ({
      labels: { __name__: 'x', n: String(n) },
      times,
      values,
      stale: [],
    }));
    const before = process.memoryUsage().rss;
    const answer = queryRange('sum(rate(x[5m]))', {
      source: createTestSource(huge),
      startMs: 0,
      endMs: 1_000_000_000,
      stepMs: 1_000_000,
    });
    expect(await failureOf(answer)).toEqual(['execution', expect.stringContaining('"samples"')]);
    expect(process.memoryUsage().rss - before).toBeLessThan(150e6);
  });
});

describe('operators between vectors', () => {
  const a = (labels: Labels, text: string) => samplesOf({ __name__: 'a', ...labels }, text);
  const b = (labels: Labels, text: string) => samplesOf({ __name__: 'b', ...labels }, text);

  it('take series that come and go one by one for one', async () => {
    // Two right sides share the matching labels, but never at the same time.
    const series = [
      a({ x: '1' }, '1 1 1 1'),
      b({ x: '1', y: '1' }, '2 2 stale'),
      b({ x: '1', y: '2' }, '_ _ _ 3'),
    ];
    expect(await valuesOver('a * on (x) b', series, { toMs: 3 * minute })).toEqual({
      'x=1': [2, 2, null, 3],
    });
  });

  it('say which series make a match ambiguous', async () => {
    const series = [a({ x: '1' }, '1'), b({ x: '1', y: '1' }, '2'), b({ x: '1', y: '2' }, '3')];
    const ask = (query: string) => failureOf(valuesAt(query, series, 0));
    expect(await ask('a * on (x) b')).toEqual([
      'execution',
      'found duplicate series for the match group {x="1"} on the right hand-side of the operation: [b{x="1", y="2"}, b{x="1", y="1"}];many-to-many matching not allowed: matching labels must be unique on one side',
    ]);
    expect((await ask('b * ignoring (y) group_right a'))[1]).toContain(
      'found duplicate series for the match group {x="1"} on the left hand-side',
    );
    expect(await ask('b * on (x) a')).toEqual([
      'execution',
      'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)',
    ]);
    expect(await ask('label_replace(b, "y", "", "y", ".*") * on (x) group_left a')).toEqual([
      'execution',
      'vector cannot contain metrics with the same labelset',
    ]);
    expect(await ask('b * on (x) group_left (y) a')).toEqual([
      'execution',
      'multiple matches for labels: grouping labels must ensure unique matches',
    ]);
  });

  it('do not mind an ambiguity where nothing asks for it', async () => {
    const series = [
      a({ x: '1' }, '_ _ 1'),
      b({ x: '1', y: '1' }, '2 2 stale'),
      b({ x: '1', y: '2' }, '3 3 3'),
    ];
    expect(await valuesOver('a * on (x) b', series, { toMs: 2 * minute })).toEqual({
      'x=1': [null, null, 3],
    });
  });
});

describe('series that come to have the same labels', () => {
  it('are a mistake where both have a value, and one series where they have not', async () => {
    const series = [x('1 2 stale', { a: '1' }), x('_ _ _ 4', { a: '2' })];
    const query = 'label_replace(x, "a", "", "a", ".*")';
    expect(await valuesOver(query, series, { toMs: 3 * minute })).toEqual({ x: [1, 2, null, 4] });
    expect(await failureOf(valuesAt(query, [x('1', { a: '1' }), x('2', { a: '2' })], 0))).toEqual([
      'execution',
      'vector cannot contain metrics with the same labelset',
    ]);
  });
});

describe('a subquery', () => {
  it('evaluates at the multiples of its step, of a minute when it has none', async () => {
    const rising = [samplesOf({ __name__: 'x' }, '0+1x100', 1_000)];
    const at = (query: string) => valuesAt(query, rising, 95_500);
    expect(await at('count_over_time(x[40s:7s])')).toEqual({ '': 6 });
    expect(await at('max_over_time(x[40s:7s])')).toEqual({ '': 91 });
    expect(await at('max_over_time(x[80s:])')).toEqual({ '': 60 });
    expect(await at('min_over_time(x[80s:10s] offset 10s)')).toEqual({ '': 10 });
    expect(await at('count_over_time(x[5s:10s] offset 2s)')).toEqual({ '': 1 });
    expect(await at('count_over_time(x[2s:10s] offset 2s)')).toEqual({});
  });
});

describe('what a source is asked for', () => {
  async function asked(query: string, stepMs: number, steps = 10) {
    const source = createTestSource([x('0+1x10')]);
    await queryRange(query, { source, startMs: 0, endMs: steps * stepMs, stepMs });
    return source.asked.map((selection) => [selection.stepMs, selection.aspect]);
  }

  it('may be as coarse as a fifth of what is drawn, in the aspect that the function needs', async () => {
    expect(await asked('x', 100_000)).toEqual([[20_000, 'last']]);
    expect(await asked('max_over_time(x[10m])', 100_000)).toEqual([[20_000, 'max']]);
    expect(await asked('min_over_time(x[1m])', 100_000)).toEqual([[12_000, 'min']]);
    expect(await asked('avg_over_time(x[1h])', 100_000)).toEqual([[20_000, 'sum']]);
    expect(await asked('count_over_time(x[1h])', 100_000)).toEqual([[20_000, 'sum']]);
    expect(await asked('rate(x[5m])', 100_000)).toEqual([[20_000, 'last']]);
    expect(await asked('max_over_time(rate(x[5m])[1h:50s])', 100_000)).toEqual([[10_000, 'last']]);
  });

  it('is as fine as there is where a coarser one would be wrong, and for one instant', async () => {
    for (const fn of ['irate', 'idelta', 'changes', 'resets', 'stddev_over_time', 'deriv']) {
      expect(await asked(`${fn}(x[10m])`, 100_000)).toEqual([[0, 'last']]);
    }
    expect(await asked('max_over_time(x[10m])', 100_000, 0)).toEqual([[0, 'max']]);
  });

  it('reaches as far as windows and offsets do', async () => {
    const source = createTestSource([]);
    const range = { source, startMs: 600_000, endMs: 1_200_000, stepMs: 60_000 };
    await queryRange('rate(x[2m] offset 1m) + x', range);
    await queryRange('x @ 100 offset 10s', range);
    expect(source.asked.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
      [420_000, 1_140_000],
      [300_000, 1_200_000],
      [-210_000, 90_000],
    ]);
  });
});

describe('a query that wants too much', () => {
  const many = Array.from({ length: 50 }, (_, index) => x('0+1x100', { n: String(index) }));
  const ask = (query: string, limits: QueryOptions['limits'], series = many) =>
    failureOf(
      queryRange(query, {
        source: createTestSource(series),
        startMs: 0,
        endMs: 60 * minute,
        stepMs: minute,
        limits,
      }),
    );

  it('is refused with the limit named', async () => {
    expect(await ask('x', { steps: 59 })).toEqual([
      'bad_data',
      'exceeded maximum resolution of 59 points per timeseries. Try decreasing the query resolution (?step=XX)',
    ]);
    expect(await ask('x', { series: 49 })).toEqual(['execution', expect.stringContaining('"series"')]);
    expect(await ask('rate(x[5m])', { samples: 3000 })).toEqual([
      'execution',
      expect.stringContaining('"samples"'),
    ]);
    expect(await ask('x', { points: 3000 })).toEqual(['execution', expect.stringContaining('limit points')]);
    expect(await ask('sum_over_time(vector(1)[10y:1s])', {})).toEqual([
      'execution',
      expect.stringContaining('limit points'),
    ]);
    expect(await ask('x * 2 + 1', { points: 9000 })).toEqual([
      'execution',
      expect.stringContaining('limit points'),
    ]);
    expect(await ask('count_values("v", x)', { points: 6500 })).toEqual([
      'execution',
      expect.stringContaining('limit points'),
    ]);
  });

  it('is refused before anything is read when its times make no sense', async () => {
    const source = createTestSource([]);
    const range = (startMs: number, endMs: number, stepMs: number) =>
      failureOf(queryRange('x', { source, startMs, endMs, stepMs }));
    expect(await range(0, 1, 0)).toEqual(['bad_data', expect.stringContaining('zero or negative')]);
    expect(await range(0, 1, Number.NaN)).toEqual(['bad_data', expect.stringContaining('zero or negative')]);
    expect(await range(2, 1, 1)).toEqual(['bad_data', 'end timestamp must not be before start time']);
    const text = queryRange('"a"', { source, startMs: 0, endMs: 1, stepMs: 1 });
    expect(await failureOf(text)).toEqual(['bad_data', expect.stringContaining('"string" for range query')]);
    expect(source.asked).toEqual([]);
  });
});

describe('a long query', () => {
  const series = Array.from({ length: 30 }, (_, n) =>
    samplesOf({ __name__: 'x', n: String(n) }, '0+1x3000', 1_000),
  );
  const options = { source: createTestSource(series), startMs: 0, endMs: 3_000_000, stepMs: 1_000 };
  const query = 'quantile_over_time(0.9, x[10m])';

  it('lets others work meanwhile', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await queryRange(query, { ...options, endMs: 600_000 });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });

  it('ends when nobody waits for it', async () => {
    const gone = new AbortController();
    const answer = failureOf(queryRange(query, { ...options, signal: gone.signal }));
    setTimeout(() => gone.abort(), 20);
    expect(await answer).toEqual(['canceled', 'query was canceled in expression evaluation']);
  });

  it('ends when its time is up', async () => {
    class HastyClock extends ManualClock {
      override monotonic(): number {
        this.advance(1);
        return super.monotonic();
      }
    }
    const answer = queryRange(query, { ...options, clock: new HastyClock(), limits: { timeoutMs: 50 } });
    expect(await failureOf(answer)).toEqual([
      'timeout',
      'query timed out in expression evaluation (limit timeout, 0.05 s)',
    ]);
  });

  it('fails as its source fails', async () => {
    const source = createTestSource([]);
    source.select = () => {
      throw new Error('the disk is gone');
    };
    await expect(queryInstant('x', { source, timeMs: 0 })).rejects.toThrow('the disk is gone');
  });
});
