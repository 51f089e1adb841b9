import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isoTime, ManualClock } from '../../../shared/clock.ts';
import type { FleetChange, FleetEvent, Worker } from '../../fleet/index.ts';
import { createMemorySink } from '../../metrics/testing/memory-sink.ts';
import { createErrors, type ErrorsBounds, errorsBounds } from '../create-errors.ts';
import type { Errors, Occurrence } from '../index.ts';

export interface TestErrors {
  errors: Errors;
  clock: ManualClock;
  /** What was recorded as an event. */
  recorded: { type: string; worker: string | null; data: Record<string, unknown> }[];
  sink: ReturnType<typeof createMemorySink>;
  path: string;
  /** Events that the fleet knows. */
  events: FleetEvent[];
  tell(change: FleetChange): void;
  /** Takes them now. */
  take(...occurrences: Occurrence[]): Promise<void>;
  /** Ends and opens the same file again. `kill`: without writing what waits. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

const testNames = ['mailer-0', 'mailer-1', 'shop', 'broker'];

/** The real service on a file of its own, in a fleet of four workers. */
export async function openTestErrors(bounds: Partial<ErrorsBounds> = {}): Promise<TestErrors> {
  const folder = mkdtempSync(join(tmpdir(), 'yagura-errors-'));
  const path = join(folder, 'errors.db');
  const clock = new ManualClock();
  const sink = createMemorySink();
  const recorded: TestErrors['recorded'] = [];
  const events: FleetEvent[] = [];
  const listeners = new Set<(change: FleetChange) => void>();
  const open = () =>
    createErrors({
      path,
      clock,
      log: () => {},
      sink,
      bounds: { ...errorsBounds, ...bounds },
      fleet: {
        workers: () => testNames.map((name) => ({ name, declaredAs: name.replace(/-\d$/, '') }) as Worker),
        events: ({ before = Number.MAX_SAFE_INTEGER, worker, type }) => ({
          events: events
            .filter((event) => event.id < before)
            .filter((event) => worker === undefined || event.worker === worker)
            .filter((event) => type === undefined || event.type === type)
            .toReversed(),
          next: null,
        }),
        record(type, worker, data) {
          recorded.push({ type, worker, data });
          return { id: 0, time: isoTime(clock.now()), type, worker, host: null, data };
        },
        onChange(listener) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
    });
  const test: TestErrors = {
    errors: await open(),
    clock,
    recorded,
    sink,
    path,
    events,
    tell: (change) => {
      for (const listener of listeners) listener(change);
    },
    async take(...occurrences) {
      const taken = test.errors.take(occurrences);
      await test.errors.flush();
      await taken;
    },
    async reopen() {
      await test.errors.close();
      test.errors = await open();
    },
    async close() {
      await test.errors.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return test;
}

export function testOccurrence(message: string, changes: Partial<Occurrence> = {}): Occurrence {
  return {
    time: Date.UTC(2026, 0, 1),
    worker: 'mailer-0',
    source: 'output',
    level: 'error',
    message,
    exceptions: [],
    exit: null,
    fields: {},
    ...changes,
  };
}

export function testExit(
  id: number,
  worker: string,
  time: number,
  data: Record<string, unknown>,
): FleetEvent {
  return {
    id,
    time: isoTime(time),
    type: 'worker.exited',
    worker,
    host: 'here',
    data: { code: null, signal: null, detail: 'it ended', run: `run-${id}`, ...data },
  };
}
