/** What an agent must know of a worker after another agent's death, in one small file per worker, replaced as a whole. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkerSpec } from '../../link/spec.ts';
import type { WorkerState } from '../../link/status.ts';
import { messageOf } from '../../shared/failure.ts';
import type { Life } from './state-machine.ts';

export interface Memory {
  /** Pids and start times mean nothing after the machine was started anew. */
  bootId: string;
  spec: WorkerSpec;
  life: Life;
  /** The last run whose end was dealt with. */
  settledRun: string | null;
  startedAt: string | null;
  /** Wall time, ms. */
  nextStartAt: number | null;
  /** It was stopped in an orderly way with the agent: the next agent starts it as if it were new. */
  shutDown: boolean;
  /** Of an external worker: what was last told of it, and since when it was in trouble (wall time, ms). */
  told?: { state: WorkerState; troubledAt: number | null };
}

export interface MemoryFolder {
  /** Names of the workers that something is remembered of. */
  names(): string[];
  recall(worker: string): Memory | null;
  /** False when it could not be written; `problem()` says why until a later one could. */
  remember(worker: string, memory: Memory): boolean;
  forget(worker: string): void;
  slotPath(worker: string): string;
  problem(): string | null;
}

export function openMemoryFolder(dir: string): MemoryFolder {
  let problem: string | null = null;
  const fileOf = (worker: string) => join(dir, worker, 'memory.json');

  return {
    names() {
      try {
        return readdirSync(dir, { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map((entry) => entry.name);
      } catch {
        return [];
      }
    },
    recall(worker) {
      try {
        const memory: unknown = JSON.parse(readFileSync(fileOf(worker), 'utf8'));
        return isMemory(memory) ? memory : null;
      } catch {
        return null; // never written, or not by us: the slot still tells of a run
      }
    },
    remember(worker, memory) {
      const file = fileOf(worker);
      try {
        mkdirSync(join(dir, worker), { recursive: true, mode: 0o700 });
        writeFileSync(`${file}.new`, JSON.stringify(memory), { mode: 0o600 });
        renameSync(`${file}.new`, file);
        problem = null;
        return true;
      } catch (error) {
        problem = `the state of ${worker} could not be written: ${messageOf(error)}`;
        return false;
      }
    },
    forget(worker) {
      rmSync(join(dir, worker), { recursive: true, force: true });
    },
    slotPath: (worker) => join(dir, worker, 'slot'),
    problem: () => problem,
  };
}

function isMemory(value: unknown): value is Memory {
  return (
    typeof value === 'object' && value !== null && 'spec' in value && 'life' in value && 'bootId' in value
  );
}

export function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  } catch {
    return 'unknown';
  }
}
