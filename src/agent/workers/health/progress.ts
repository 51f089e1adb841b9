/** A number that must move: it proves useful work, where an open port or a heartbeat proves only existence. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { HealthCheckSpec } from '../../../link/spec.ts';
import type { Clock } from '../../../shared/clock.ts';
import { errnoOf, messageOf } from '../../../shared/failure.ts';
import { spell } from './check.ts';
import { createWindowCheck, type WindowCheck } from './window.ts';

export type ProgressSpec = Extract<HealthCheckSpec, { type: 'progress' }>;

export interface ProgressCheck extends WindowCheck {
  /** Name of the counter that the worker reports; null for other sources. */
  readonly counter: string | null;
  report(value: number, add: boolean): void;
}

export interface ProgressOptions {
  clock: Clock;
  onChange: () => void;
  cwd: string;
  watch: (pattern: RegExp, onMatch: (match: RegExpExecArray) => void, onGivenUp: () => void) => () => void;
}

export function createProgressCheck(spec: ProgressSpec, options: ProgressOptions): ProgressCheck {
  const { source } = spec;
  const what = nameOf(source);
  const trouble: { now: string | null } = { now: null };
  const check = createWindowCheck(spec, {
    ...options,
    lapseText: () =>
      `${what} did not move for ${spell(spec.withinMs)}${trouble.now ? ` (${trouble.now})` : ''}`,
    look: () => file?.look(),
  });

  // The counter of a run starts at zero, so a first report of zero is no progress and any other is.
  let value = 0;
  let lastMatch: string | null = null;
  let unwatch: (() => void) | null = null;
  const file =
    source.from === 'file'
      ? watchFile(resolve(options.cwd, source.path), source.watch, spec.everyMs, options.clock, {
          moved: (text) => check.arrive(`${what}: ${text}`),
          trouble: (text) => (trouble.now = text),
        })
      : null;

  function watchLog(pattern: string): void {
    try {
      check.away(null);
      unwatch = options.watch(
        new RegExp(pattern),
        (match) => {
          // A pattern without a group has no number to compare: then the line itself is the progress.
          if (match[1] !== undefined && match[1] === lastMatch) return;
          lastMatch = match[1] ?? null;
          check.arrive(`${what}: ${match[1] ?? match[0]}`);
        },
        () => check.away('the pattern takes too long, so it is no longer looked for'),
      );
    } catch (error) {
      trouble.now = messageOf(error); // an invalid pattern can never match, so the window will lapse and say why
    }
  }

  function stopWatching(): void {
    unwatch?.();
    unwatch = null;
  }

  return {
    ...check,
    counter: source.from === 'counter' ? source.counter : null,
    begin() {
      value = 0;
      lastMatch = null;
      trouble.now = null;
      stopWatching();
      check.begin();
      if (source.from === 'log') watchLog(source.pattern);
      file?.begin();
    },
    end() {
      stopWatching();
      check.end();
    },
    report(reported, add) {
      if (!Number.isFinite(reported)) return;
      const next = add ? value + reported : reported;
      if (next === value) return;
      value = next;
      check.arrive(`${what}: ${value}`);
    },
  };
}

function nameOf(source: ProgressSpec['source']): string {
  if (source.from === 'counter') return `counter "${source.counter}"`;
  if (source.from === 'log') return `log pattern /${source.pattern}/`;
  return `${source.watch} of file ${source.path}`;
}

/** Looks at a file's size or time of change. Never two looks at once: a dead network disk may hold one for long. */
function watchFile(
  path: string,
  watch: 'size' | 'age',
  everyMs: number,
  clock: Clock,
  on: { moved: (text: string) => void; trouble: (text: string | null) => void },
): { begin(): void; look(): void } {
  let run = 0;
  let busy = false;
  let dueAt = 0;
  /** Undefined before the first look of a run, null when there was no file. */
  let before: number | null | undefined;

  async function read(): Promise<number | null> {
    try {
      const found = await stat(path);
      on.trouble(null);
      return watch === 'size' ? found.size : found.mtimeMs;
    } catch (error) {
      on.trouble(errnoOf(error) === 'ENOENT' ? 'there is no such file' : messageOf(error));
      return null;
    }
  }

  async function look(): Promise<void> {
    const lookedIn = run;
    busy = true;
    const found = await read();
    busy = false;
    if (lookedIn !== run) return;
    const moved = before !== undefined && found !== null && found !== before;
    before = found;
    if (moved) on.moved(watch === 'size' ? `${found} bytes` : 'written');
  }

  return {
    begin() {
      run += 1;
      before = undefined;
      dueAt = clock.monotonic();
      this.look();
    },
    look() {
      const now = clock.monotonic();
      if (busy || now < dueAt) return;
      dueAt = now + everyMs;
      void look();
    },
  };
}
