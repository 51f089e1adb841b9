/** When a notice that did not arrive is tried again, and when it is given up. */

const firstDelayMs = 1_000;
const longestDelayMs = 300_000;
/** A peer may ask for more patience than is good for an alarm. */
const longestPatienceMs = 3_600_000;
/** A message that is refused as such may still be the fault of a wrong room or key, which somebody mends. */
const giveUpAfterMs = { later: 86_400_000, refused: 3_600_000 } as const;
/** A clock that jumps ahead gives nothing up before so many tries. */
const fewestTries = 10;

/** Doubles up to five minutes, a random quarter off, so that many do not come back at once; longer when the peer says so. */
export function delayMs(failures: number, askedMs: number, random: number): number {
  const backoff = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(20, failures - 1)) * (1 - random / 4);
  return Math.max(backoff, Math.min(askedMs, longestPatienceMs));
}

/** How long to wait for `untilMs`. A wall clock that jumped back cannot make it longer than any delay is. */
export function remainingMs(untilMs: number, nowMs: number): number {
  return Math.min(Math.max(0, untilMs - nowMs), longestPatienceMs);
}

export function isGivenUp(why: keyof typeof giveUpAfterMs, tries: number, ageMs: number): boolean {
  return tries >= fewestTries && ageMs > giveUpAfterMs[why];
}
