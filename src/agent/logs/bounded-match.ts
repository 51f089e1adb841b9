/** Runs a pattern over lines with a bound on time, since one bad pattern could otherwise stop the whole agent. */
import { Script } from 'node:vm';

/** Characters of a line that a pattern sees. */
const longestMatched = 4096;

const key = Symbol.for('yagura.bounded-match');
const script = new Script(`globalThis[Symbol.for('yagura.bounded-match')]()`);

/** All matches, in order; null when the pattern took longer than `timeoutMs` (V8 ends it in the middle). */
export function matchWithin(pattern: RegExp, texts: string[], timeoutMs: number): RegExpExecArray[] | null {
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
