import { expect, test } from 'vitest';
import { ManualClock } from '../../../shared/clock.ts';
import { declaredRule, type WrittenRule } from '../../fleet/config/alert-rules/index.ts';
import type { FleetEvent, StateSpan, Worker } from '../../fleet/index.ts';
import { createTestSource } from '../../metrics/testing/test-source.ts';
import { type Rule, toRule } from '../rules/index.ts';
import { backtest, backtestMs } from './backtest.ts';

const end = Date.UTC(2026, 5, 8);
const start = end - backtestMs;
const minute = 60_000;
const iso = (ms: number) => new Date(ms).toISOString();
const ruleOf = (written: Omit<WrittenRule, 'name'>) =>
  toRule(declaredRule.parse({ name: 'R', ...written }), 'page') as Rule;
const clock = () => {
  const manual = new ManualClock(end);
  return manual;
};

/** A figure each minute, 1 but where something else is said, by minutes from the start of the week. */
function figures(
  labels: Record<string, string>,
  spans: readonly (readonly [from: number, to: number, value: number])[],
) {
  const count = backtestMs / minute;
  const times = Float64Array.from({ length: count }, (_, at) => start + at * minute);
  const values = Float64Array.from(
    { length: count },
    (_, at) => spans.find(([from, to]) => at >= from && at < to)?.[2] ?? 1,
  );
  return { labels: { __name__: 'load', ...labels }, times, values, stale: [] };
}

const worker = (name: string) =>
  ({
    name,
    host: 'box',
    declaredAs: name,
    labels: {},
    state: 'running',
    fresh: true,
    checks: [],
    health: 'none',
    crashLoop: false,
  }) as unknown as Worker;

function past(options: {
  series?: ReturnType<typeof figures>[];
  states?: StateSpan[];
  events?: FleetEvent[];
}) {
  return {
    clock: clock(),
    series: createTestSource(options.series ?? []),
    fleet: {
      workers: () => [worker('mailer')],
      states: () => ({ from: iso(start), states: options.states ?? [] }),
      events: ({
        type,
        limit,
        before = Number.POSITIVE_INFINITY,
      }: {
        type?: string;
        limit: number;
        before?: number;
      }) => {
        const found = (options.events ?? [])
          .filter((event) => event.type === type && event.id < before)
          .toReversed();
        return {
          events: found.slice(0, limit),
          next: found.length > limit ? (found[limit - 1]?.id ?? null) : null,
        };
      },
    },
  };
}

test('counts how often a figure was beyond its limit for long enough, and for how long in all', async () => {
  const series = [
    figures({ n: 'a' }, [
      [100, 103, 9],
      [200, 220, 9],
      [10_050, 10_080, 9],
    ]),
    figures({ n: 'b' }, [[500, 530, 9]]),
  ];
  const result = await backtest(ruleOf({ expr: 'load > 5', for: '10m' }), past({ series }));
  expect(result).toMatchObject({ fired: 3, stepMs: 15_000, note: null });
  expect(result.episodes.map(({ labels, from, to }) => [labels['n'], from, to === null])).toEqual([
    ['a', iso(start + 10_060 * minute), true],
    ['b', iso(start + 510 * minute), false],
    ['a', iso(start + 210 * minute), false],
  ]);
});

test('counts by a limit of its own for the end, and not while the worker was stopped on purpose', async () => {
  const series = [
    figures({ worker: 'mailer' }, [
      [100, 110, 9],
      [110, 150, 4],
      [200, 210, 9],
      [1_000, 1_010, 9],
    ]),
  ];
  const states = [
    { state: 'stopped', since: iso(start + 990 * minute), until: iso(start + 1_100 * minute) },
  ] as StateSpan[];
  const result = await backtest(ruleOf({ expr: 'load > 5', resolve: 'load < 3' }), past({ series, states }));
  expect(result.fired).toBe(2);
  expect(result.episodes.at(-1)).toMatchObject({ from: iso(start + 100 * minute), value: 9 });
  expect(Date.parse(result.episodes.at(-1)?.to ?? '')).toBeGreaterThanOrEqual(start + 150 * minute);
});

test('counts what happened, and what a worker was', async () => {
  const event = (
    id: number,
    type: string,
    minutes: number,
    data: Record<string, unknown> = {},
  ): FleetEvent => ({ id, type, time: iso(start + minutes * minute), worker: 'mailer', host: 'box', data });
  const events = [
    event(1, 'error.spike', 100, { group: 1 }),
    event(2, 'error.spike', 105, { group: 1 }),
    event(3, 'error.spike', 105, { group: 2 }),
    event(4, 'error.spike', 200, { group: 1 }),
    event(5, 'worker.crash-loop', 300),
    event(6, 'worker.recovered', 310),
  ];
  expect(await backtest(ruleOf({ on: 'error.spike' }), past({ events }))).toMatchObject({
    fired: 3,
    firingMs: (20 + 15 + 15) * minute,
  });
  expect(await backtest(ruleOf({ on: 'crash-loop' }), past({ events }))).toMatchObject({
    fired: 1,
    firingMs: 10 * minute,
  });
  const span = (state: string, from: number, to: number) => ({
    state,
    since: iso(start + from * minute),
    until: iso(start + to * minute),
  });
  const states = [
    span('running', 0, 50),
    span('backoff', 50, 51),
    span('starting', 51, 52),
    span('running', 52, 90),
    span('failed', 90, 120),
    span('stopped', 120, 200),
  ] as StateSpan[];
  expect(await backtest(ruleOf({ on: 'worker.down' }), past({ states }))).toMatchObject({
    fired: 2,
    firingMs: (2 + 30) * minute,
  });
  expect(await backtest(ruleOf({ on: 'worker.down', for: '10m' }), past({ states }))).toMatchObject({
    fired: 1,
    firingMs: 20 * minute,
  });
  expect(await backtest(ruleOf({ heartbeat: { every: '1h' } }), past({}))).toMatchObject({ fired: null });
});
