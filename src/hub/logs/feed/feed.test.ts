import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { createLogStore, type LogStore } from '../../../agent/logs/index.ts';
import { systemClock } from '../../../shared/clock.ts';
import { Failure } from '../../../shared/failure.ts';
import type { Fleet, FleetChange } from '../../fleet/index.ts';
import type { ReceivedError } from '../received.ts';
import { createScrub } from '../scrub.ts';
import { createLogsStore, type LogsStore, readQuestion } from '../store/index.ts';
import { createFeed, type Feed, type FeedBounds } from './feed.ts';

let dir: string;
let printed: LogStore;
let store: LogsStore;
let feed: Feed;
let poller: NodeJS.Timeout;
let isAgentAway = false;
let refuseErrors = false;
const listeners = new Set<(change: FleetChange) => void>();
const errors: ReceivedError[] = [];

const fleet: Pick<Fleet, 'takeLogs' | 'onChange'> = {
  async takeLogs(wishes, bounds) {
    if (isAgentAway) throw new Failure('agent_away', 'away');
    return printed.take(wishes, bounds);
  },
  onChange(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-feed-'));
  printed = createLogStore({ dir: join(dir, 'logs'), clock: systemClock });
  poller = setInterval(() => {
    printed.poll();
    const workers = printed.news();
    if (workers.length > 0) for (const listener of listeners) listener({ kind: 'log-news', workers });
  }, 50);
  isAgentAway = false;
  refuseErrors = false;
  errors.length = 0;
  await open();
});

afterEach(async () => {
  clearInterval(poller);
  await feed.close();
  await store.close();
  printed.close();
  rmSync(dir, { recursive: true, force: true });
});

async function open(bounds: Partial<FeedBounds> = {}): Promise<void> {
  store = await createLogsStore({ path: join(dir, 'logs.db'), clock: systemClock, log() {} });
  feed = createFeed({
    fleet,
    store,
    scrub: createScrub({ emails: false, patterns: [] }),
    sink: {
      async take(batch) {
        if (refuseErrors) throw new Error('not now');
        errors.push(...batch);
      },
    },
    clock: systemClock,
    log() {},
    bounds,
  });
  feed.begin();
}

/** As if the hub had been killed: what was begun is not ended, and a new one begins with what is on disk. */
async function openAnew(bounds: Partial<FeedBounds> = {}): Promise<void> {
  const [old, oldFeed] = [store, feed];
  listeners.clear();
  await oldFeed.close();
  await old.close();
  await open(bounds);
  for (const listener of listeners) listener({ kind: 'log-news', workers: ['w', 'v'] });
}

const paths = (worker: string) => printed.open(worker, { maxBytes: 50_000_000, files: 1 });

async function texts(q = '', worker = 'w'): Promise<string[]> {
  const filter = {
    question: readQuestion(q),
    workers: [worker],
    levels: null,
    from: 0,
    to: Date.now() + 1_000,
  };
  const page = { limit: 100_000, beyond: null, order: 'oldest', budgetMs: 60_000 } as const;
  return (await store.search(filter, page)).records.map(({ text }) => text);
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 30_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('the awaited condition never held');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

it('keeps what workers print, without secrets, and hands errors on', async () => {
  const { stdout, stderr } = paths('w');
  appendFileSync(stdout, 'started with password=hunter2\n');
  appendFileSync(stderr, 'Error: no way\n    at run (/app/a.js:1:2)\n');
  await until(async () => (await texts()).length === 2 && errors.length === 1);
  expect(await texts('started')).toEqual(['started with password=***']);
  expect(errors[0]).toMatchObject({
    worker: 'w',
    source: 'output',
    stream: 'stderr',
    record: { message: expect.stringContaining('no way') },
  });
  expect(errors[0]?.record.exceptions[0]?.frames).toHaveLength(1);
  await until(() => store.errors(1).length === 0);
  expect(feed.tallies().get('w')?.records).toMatchObject({ none: 1 });
});

it('keeps each line once, however often it is begun anew', async () => {
  const { stdout, stderr } = paths('w');
  let printedLines = 0;
  const print = () => {
    for (let count = 0; count < 400; count++) {
      const at = printedLines++;
      appendFileSync(
        at % 5 === 0 ? stderr : stdout,
        at % 5 === 0 ? `Error: number ${at}\n    at f (/app/x.js:1:${at})\n` : `line ${at}\n`,
      );
    }
  };
  for (let round = 0; round < 5; round++) {
    print();
    await new Promise((resolve) => setTimeout(resolve, 40 + round * 90));
    await openAnew({ records: 64, takenBytes: 4_096 });
  }
  await until(async () => (await texts()).length >= printedLines);
  const numbers = (await texts()).map((text) => Number(/(?:line|number) (\d+)/.exec(text)?.[1]));
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: printedLines }, (_, at) => at));
  await until(() => new Set(errors.map(({ position }) => position)).size === printedLines / 5);
});

it('leaves out what comes too fast, counts it, and keeps no other waiting', async () => {
  await openAnew({ behindBytes: 200_000, takenBytes: 64 * 1024, share: 0.2 });
  const { stdout } = paths('w');
  const other = paths('v');
  let sent = 0;
  const flood = setInterval(() => {
    appendFileSync(
      stdout,
      Array.from({ length: 10_000 }, () => `line ${sent++} of plenty of lines\n`).join(''),
    );
  }, 20);
  onTestFinished(() => clearInterval(flood));
  await until(() => (feed.tallies().get('w')?.leftOut.lines ?? 0) > 0);
  appendFileSync(other.stdout, 'still heard\n');
  // The flood goes on until then: who had to wait for its end would wait in vain.
  await until(async () => (await texts('', 'v')).length === 1);
  clearInterval(flood);
  await until(() => feed.behindBytes() === 0);
  await until(
    async () => (await texts('"of plenty"')).length + (feed.tallies().get('w')?.leftOut.lines ?? 0) === sent,
  );
});

it('goes on by itself when the agent or whoever takes errors is back', async () => {
  isAgentAway = true;
  refuseErrors = true;
  const { stderr } = paths('w');
  appendFileSync(stderr, 'ERROR first\n');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await texts()).toEqual([]);
  isAgentAway = false;
  for (const listener of listeners) listener({ kind: 'log-news', workers: ['w'] });
  await until(async () => (await texts()).length === 1);
  expect(store.errors(10)).toHaveLength(1);
  refuseErrors = false;
  await until(() => errors.length === 1 && store.errors(10).length === 0);
});

it('takes what others send', async () => {
  const record = {
    time: Date.now(),
    level: 'error' as const,
    message: 'm',
    text: 'm token=abcdef',
    exceptions: [],
    traceId: null,
    fields: {},
  };
  await feed.receive([{ worker: 'shop', source: 'otlp', stream: null, record }]);
  expect(await texts('', 'shop')).toEqual(['m token=***']);
  await until(() => errors.length === 1);
  expect(errors[0]).toMatchObject({ worker: 'shop', source: 'otlp' });
});
