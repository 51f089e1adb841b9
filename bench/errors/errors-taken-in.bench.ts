/** What errors cost: events of 50 KB as SDKs send them, each on disk when it is answered; and a flood of the same few lines. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createErrors, type Errors, type Occurrence } from '../../src/hub/errors/index.ts';
import { createMemorySink } from '../../src/hub/metrics/testing/memory-sink.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { openFolder } from '../measure/folder.ts';
import { report } from '../measure/report.ts';

const folder = openFolder();
const workers = ['mailer', 'shop', 'search'];

function open(name: string): Promise<Errors> {
  return createErrors({
    path: join(folder, name),
    clock: systemClock,
    log: console.log,
    sink: createMemorySink(),
    fleet: {
      workers: () => [],
      events: () => ({ events: [], next: null }),
      record: (type, worker, data) => ({ id: 1, time: '', type, worker, host: null, data }),
      onChange: () => () => {},
    },
  });
}

const words =
  'queue order payment retry timeout connection socket handler session request answer cache lock'.split(' ');
const wordAt = (index: number) => words[index % words.length] ?? '';
const text = (seed: number, length: number) =>
  Array.from({ length }, (_, index) => wordAt(seed * 7 + index * index)).join(' ');

/** One of fifty kinds, 50 KB as JSON: a trace with source around its lines, breadcrumbs, fields. */
function event(number: number): Occurrence {
  const kind = number % 50;
  return {
    id: `event-${number}`,
    time: Date.now(),
    worker: workers[kind % workers.length] ?? '',
    source: 'sentry',
    level: 'error',
    message: `order ${number} failed`,
    exceptions: [
      {
        type: 'TypeError',
        message: `order ${number} failed`,
        frames: Array.from({ length: 40 }, (_, index) => ({
          function: `${wordAt(kind + index)}Of${kind}`,
          file: `/app/src/${wordAt(kind)}/${wordAt(index)}.js`,
          line: index,
          column: 1,
          inApp: index < 10,
          source: {
            before: [text(index, 9), text(index + 1, 9), text(index + 2, 9)],
            line: text(index, 9),
            after: [text(index + 3, 9), text(index + 4, 9), text(index + 5, 9)],
          },
        })),
      },
    ],
    exit: null,
    fields: Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`${wordAt(index)}.${index}`, text(number + index, 6)]),
    ),
    breadcrumbs: Array.from({ length: 70 }, (_, index) => ({
      time: Date.now(),
      level: 'info' as const,
      category: 'http',
      message: text(number * index, 12),
      data: { url: `https://shop.example/${text(index, 2)}/${number}`, status: 200 },
    })),
  };
}

const line = (number: number): Occurrence => ({
  time: Date.now(),
  worker: workers[number % workers.length] ?? '',
  source: 'output',
  level: 'error',
  message: `cannot reach ${wordAt(number % 20)}-${number % 1000}: timeout after ${number % 77} ms`,
  exceptions: [],
  exit: null,
  fields: {},
});

async function measure(errors: Errors, batches: readonly (readonly Occurrence[])[]) {
  const cpu = process.cpuUsage();
  const began = performance.now();
  let longest = 0;
  for (const batch of batches) {
    const asked = performance.now();
    const taken = errors.take(batch);
    await taken;
    longest = Math.max(longest, performance.now() - asked);
  }
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { seconds, cpuSeconds: (user + system) / 1e6, longest };
}

const chunk = <Item>(items: readonly Item[], size: number) =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );

const events = Array.from({ length: 4_000 }, (_, index) => event(index));
const bytes = JSON.stringify(events[0]).length;
const sentry = await open('events.db');
const whole = await measure(sentry, chunk(events, 20));
const stored = sentry.groups({ sort: 'count', limit: 200 });
await sentry.close();

const lines = Array.from({ length: 500_000 }, (_, index) => line(index));
const logs = await open('lines.db');
const flood = await measure(logs, chunk(lines, 2_000));
const grouped = logs.groups({ sort: 'count', limit: 200 });
await logs.close();

const perSecond = (count: number, seconds: number) => Math.round(count / seconds);
const sumOf = (page: typeof stored) => page.groups.reduce((all, { count }) => all + count, 0);
report(
  'Errors taken in',
  [
    {
      what: `events of ${(bytes / 1000).toFixed(0)} KB, stored and grouped, twenty at a time`,
      ours: `${perSecond(events.length, whole.seconds)}/s, ${((whole.cpuSeconds / events.length) * 1e6).toFixed(0)} µs of processor time each`,
      target: '≥ 500/s',
      met: events.length / whole.seconds >= 500 && sumOf(stored) === events.length,
    },
    {
      what: 'longest answer',
      ours: `${whole.longest.toFixed(0)} ms`,
    },
    {
      what: 'lines of twenty kinds, grouped and counted',
      ours: `${perSecond(lines.length, flood.seconds)}/s, ${perSecond(lines.length, flood.cpuSeconds)} a second of processor time`,
      target: '≥ 100 k/s',
      met: lines.length / flood.cpuSeconds >= 100_000 && sumOf(grouped) === lines.length,
    },
  ],
  [
    `${stored.total} groups of events, ${(statSync(join(folder, 'events.db')).size / 1e6).toFixed(1)} MB on disk; ${grouped.total} of lines, ${(statSync(join(folder, 'lines.db')).size / 1e6).toFixed(1)} MB.`,
  ],
);
