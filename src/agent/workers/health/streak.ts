/** How single results of a check add up to passing or failing. Pure. */
export type CheckResult = 'passing' | 'failing' | 'pending';

export interface Streak {
  readonly result: CheckResult;
  readonly failuresInRow: number;
  readonly successesInRow: number;
  /** The newest counted outcomes, oldest first. */
  readonly recent: readonly boolean[];
}

export const noResults: Streak = { result: 'pending', failuresInRow: 0, successesInRow: 0, recent: [] };

const remembered = 10;
const changesOfFlapping = 4;

/** One success makes a pending check pass; one that fails needs `successes` in a row to come back. */
export function recordSuccess(before: Streak, successes: number): Streak {
  const successesInRow = before.successesInRow + 1;
  const stillFailing = before.result === 'failing' && successesInRow < successes;
  return {
    result: stillFailing ? 'failing' : 'passing',
    failuresInRow: 0,
    successesInRow,
    recent: append(before.recent, true),
  };
}

/** An excused failure, one in the start period, leaves no trace. */
export function recordFailure(before: Streak, failures: number, excused: boolean): Streak {
  if (excused) return before;
  const failuresInRow = before.failuresInRow + 1;
  return {
    result: failuresInRow >= failures ? 'failing' : before.result,
    failuresInRow,
    successesInRow: 0,
    recent: append(before.recent, false),
  };
}

/** Passing, but back and forth: its failures never come often enough in a row to count. */
export function isFlapping(streak: Streak): boolean {
  const changes = streak.recent.filter((ok, at) => at > 0 && ok !== streak.recent[at - 1]).length;
  return streak.result === 'passing' && changes >= changesOfFlapping;
}

/** What is left after a time in which nobody could look: a pass stands, a failure has to be seen again. */
export function forgiveStreak(before: Streak): Streak {
  return before.result === 'passing' ? { ...noResults, result: 'passing' } : noResults;
}

function append(recent: readonly boolean[], ok: boolean): readonly boolean[] {
  return [...recent.slice(1 - remembered), ok];
}
