import { appendFileSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ManualClock } from '../../shared/clock.ts';
import { createLogStore, type LogStore } from './index.ts';

const bounds = { mostBytes: 1024 * 1024, mostBehindBytes: 8 * 1024 * 1024 };
const second = 1_000;

let dir: string;
let clock: ManualClock;
let store: LogStore;
let paths: { stdout: string; stderr: string };

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-take-'));
  clock = new ManualClock(Date.now() + 3_600 * second);
  store = createLogStore({ dir, clock });
  paths = store.open('w', { maxBytes: 10_000_000, files: 1 });
});

afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

async function take(from: [number, number] | null, most: Partial<typeof bounds> = {}) {
  const [taken] = await store.take([{ worker: 'w', from }], { ...bounds, ...most });
  if (!taken) throw new Error('nothing was taken');
  return { ...taken, texts: taken.lines.map(({ text }) => text) };
}

function print(stream: 'stdout' | 'stderr', text: string): void {
  appendFileSync(paths[stream], text);
  look();
}

/** A log that was silent for long is looked at only once a second. */
function look(): void {
  for (let tick = 0; tick < 4; tick++) store.poll();
}

it('gives what both streams hold, in the order in which it came, and then what comes next', async () => {
  print('stdout', 'one\n');
  print('stderr', 'two\n');
  print('stdout', 'three\n');
  const first = await take(null);
  expect(first.texts).toEqual(['one', 'two', 'three']);
  expect(first).toMatchObject({ starts: [0, 0, 4], next: [10, 4], behindBytes: 0, leftOut: null });
  print('stderr', 'four\n');
  expect((await take(first.next)).texts).toEqual(['four']);
});

it('neither loses nor repeats a line, however little is taken at a time', async () => {
  const printed = Array.from({ length: 500 }, (_, at) => `line ${at}`);
  for (const [at, text] of printed.entries()) {
    appendFileSync(at % 3 === 0 ? paths.stderr : paths.stdout, `${text}\n`);
    if (at % 50 === 0) store.poll();
  }
  const all: string[] = [];
  let from: [number, number] | null = null;
  for (;;) {
    const { texts, next, behindBytes } = await take(from, { mostBytes: 100 });
    all.push(...texts);
    from = next;
    if (behindBytes === 0) break;
  }
  expect(all.toSorted()).toEqual(printed.toSorted());
});

it('leaves a line for later while it may still be written, and takes it when nothing more comes', async () => {
  print('stdout', 'whole\nhalf');
  clock.jumpWall(-3_600 * second);
  store.poll();
  const first = await take(null);
  expect(store.news()).toEqual(['w']);
  expect(store.news()).toEqual([]);
  clock.advance(2 * second);
  expect(store.news()).toEqual(['w']);
  expect(store.news()).toEqual([]);
  expect([...first.texts, ...(await take(first.next)).texts]).toEqual(['whole', 'half']);
});

it('leaves out what lies too far behind, and counts it', async () => {
  print('stdout', Array.from({ length: 1_000 }, (_, at) => `line ${String(at).padStart(4, '0')}\n`).join(''));
  const { texts, leftOut } = await take([0, 0], { mostBehindBytes: 100 });
  expect(leftOut).toEqual({ lines: 990, bytes: 9_900 });
  expect(texts[0]).toBe('line 0990');
  expect(texts).toHaveLength(10);
});

it('begins anew with a log that was begun anew', async () => {
  print('stdout', 'before\n');
  expect((await take([10_000, 10_000])).texts).toEqual(['before']);
  const { next } = await take(null);
  truncateSync(paths.stdout);
  look();
  print('stdout', 'afterwards\n');
  expect((await take(next)).texts).toEqual(['afterwards']);
});

it('shares what fits among the workers', async () => {
  const other = store.open('other', { maxBytes: 10_000_000, files: 1 });
  appendFileSync(paths.stdout, 'x'.repeat(99).concat('\n').repeat(10_000));
  appendFileSync(other.stdout, 'mine\n');
  store.poll();
  const taken = await store.take(
    [
      { worker: 'w', from: null },
      { worker: 'nobody', from: null },
      { worker: 'other', from: null },
    ],
    { ...bounds, mostBytes: 300_000 },
  );
  expect(taken.map(({ worker }) => worker)).toEqual(['other', 'w']);
  expect(taken[0]?.lines.map(({ text }) => text)).toEqual(['mine']);
  expect(taken[1]?.behindBytes).toBeGreaterThan(0);
  const wishes = ['w', 'other'].map((worker) => ({ worker, from: null }));
  const prompt = await store.take(wishes, { mostBytes: 300_000, mostBehindBytes: 1_000 });
  expect(prompt.map(({ worker }) => worker)).toEqual(['other']);
  const late = await store.take(wishes.slice(0, 1), { mostBytes: 300_000, mostBehindBytes: 1_000 });
  expect(late[0]?.leftOut?.bytes).toBeGreaterThan(900_000);
});
