/** Every process of an arm carries the arm's mark in its environment, so that none is left behind. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../../test/fixtures/wait-until.ts';
import { findMarked, killAll } from '../measure/processes.ts';

const mark = 'BENCH_ARM';

export interface Marked {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  processes(): number[];
  cleanUp(): Promise<void>;
}

export function createMarked(name: string): Marked {
  const id = randomUUID();
  const folder = mkdtempSync(join(tmpdir(), `yagura-bench-${name}-`));
  const processes = () => findMarked(mark, id);
  const killNow = () => killAll(processes());
  process.once('exit', killNow);
  return {
    folder,
    env: { ...process.env, [mark]: id },
    processes,
    async cleanUp() {
      process.off('exit', killNow);
      await waitUntil(`nothing of ${name} lives`, () => {
        killNow();
        return processes().length === 0;
      });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Ctrl-C cleans up as well. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
