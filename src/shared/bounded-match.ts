/** Runs a pattern over lines with a bound on time, since one bad pattern could otherwise stop the whole process. */
import { Script } from 'node:vm';

/** Characters of a line that a pattern sees. */
const longestMatched = 4096;

const key = Symbol.for('yagura.bounded-match');
const script = new Script(`globalThis[Symbol.for('yagura.bounded-match')]()`);

/** How often the time is doubled for a process that is not let run: 50 ms become 1.6 s. */
const mostDoublings = 5;

const cpuMsUsed = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** All matches, in order; null when the pattern took longer than `timeoutMs`. */
export function matchWithin(
  pattern: RegExp,
  texts: string[],
  timeoutMs: number,
  cpuMs: () => number = cpuMsUsed,
): RegExpExecArray[] | null {
  return within(timeoutMs, cpuMs, () => {
    const found: RegExpExecArray[] = [];
    for (const text of texts) {
      pattern.lastIndex = 0;
      const match = pattern.exec(text.length > longestMatched ? text.slice(0, longestMatched) : text);
      if (match) found.push(match);
    }
    return found;
  });
}

/** The texts with every match replaced; null when the pattern took longer than `timeoutMs`. */
export function replaceWithin(
  pattern: RegExp,
  texts: readonly string[],
  replacement: string,
  timeoutMs: number,
  cpuMs: () => number = cpuMsUsed,
): string[] | null {
  return within(timeoutMs, cpuMs, () => texts.map((text) => text.replace(pattern, () => replacement)));
}

/**
 * What the work comes to; null when it took longer than `timeoutMs` (V8 ends it in the middle). V8 counts the time on the wall, so on a busy
 * machine a good pattern may be cut off as well: it is blamed only for the processor time that was used.
 */
function within<T>(timeoutMs: number, cpuMs: () => number, work: () => T): T | null {
  for (let doublings = 0; doublings <= mostDoublings; doublings += 1) {
    const before = cpuMs();
    const done = once(work, timeoutMs * 2 ** doublings);
    if (done) return done.value;
    // A little less than asked for: clocks of processor time are coarse.
    if (cpuMs() - before >= timeoutMs * 0.8) return null;
  }
  return null;
}

function once<T>(work: () => T, timeoutMs: number): { value: T } | null {
  let done: { value: T } | null = null;
  const holder = globalThis as unknown as Record<symbol, unknown>;
  holder[key] = () => {
    done = { value: work() };
  };
  try {
    script.runInThisContext({ timeout: timeoutMs });
    return done;
  } catch {
    return null;
  } finally {
    delete holder[key];
  }
}
