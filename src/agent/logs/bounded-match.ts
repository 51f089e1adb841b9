/** Runs a pattern over lines with a bound on time, since one bad pattern could otherwise stop the whole agent. */
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

/**
 * All matches, in order; null when the pattern took longer than `timeoutMs` (V8 ends it in the middle). V8 counts the time on the
 * wall, so on a busy machine a good pattern may be cut off as well: it is blamed only for the processor time that was used.
 */
export function matchWithin(
  pattern: RegExp,
  texts: string[],
  timeoutMs: number,
  cpuMs: () => number = cpuMsUsed,
): RegExpExecArray[] | null {
  for (let doublings = 0; doublings <= mostDoublings; doublings += 1) {
    const before = cpuMs();
    const found = matchOnce(pattern, texts, timeoutMs * 2 ** doublings);
    if (found) return found;
    // A little less than asked for: clocks of processor time are coarse.
    if (cpuMs() - before >= timeoutMs * 0.8) return null;
  }
  return null;
}

function matchOnce(pattern: RegExp, texts: string[], timeoutMs: number): RegExpExecArray[] | null {
  const found: RegExpExecArray[] = [];
  const holder = globalThis as unknown as Record<symbol, unknown>;
  holder[key] = () => {
    for (const text of texts) {
      pattern.lastIndex = 0;
      const match = pattern.exec(text.length > longestMatched ? text.slice(0, longestMatched) : text);
      if (match) found.push(match);
    }
  };
  try {
    script.runInThisContext({ timeout: timeoutMs });
    return found;
  } catch {
    return null;
  } finally {
    delete holder[key];
  }
}
