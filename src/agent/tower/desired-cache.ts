/** The desired state as the hub last sent it, so that workers run by it while there is no hub. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { WorkerSpec } from '../../link/spec.ts';
import { messageOf } from '../../shared/failure.ts';

export interface Desired {
  version: number;
  by: string;
  workers: WorkerSpec[];
}

export interface DesiredCache {
  readonly current: Desired | null;
  /** Keeps it in memory, and on disk as soon as that is possible. */
  keep(desired: Desired): void;
  /** Tries again what could not be written. */
  retry(): void;
  readonly trouble: string | null;
}

export function openDesiredCache(file: string): DesiredCache {
  let current = read(file);
  let unsaved = false;
  let trouble: string | null = null;
  const save = () => {
    try {
      writeFileSync(`${file}.new`, JSON.stringify(current), { mode: 0o600 });
      renameSync(`${file}.new`, file);
      unsaved = false;
      trouble = null;
    } catch (error) {
      unsaved = true;
      trouble = messageOf(error);
    }
  };
  return {
    get current() {
      return current;
    },
    keep(desired) {
      if (JSON.stringify(desired) === JSON.stringify(current) && !unsaved) return;
      current = desired;
      save();
    },
    retry() {
      if (unsaved) save();
    },
    get trouble() {
      return trouble;
    },
  };
}

function read(file: string): Desired | null {
  try {
    const { version, by, workers } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Desired>;
    return typeof version === 'number' && Array.isArray(workers)
      ? { version, by: by ?? 'hub', workers }
      : null;
  } catch {
    return null;
  }
}
