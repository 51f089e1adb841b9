import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Seen } from '../happenings/index.ts';
import { longestGoneMs, nextPhase, type Phase, type Timing } from './phase.ts';

const timing = (parts: Partial<Timing> = {}): Timing => ({
  forMs: 0,
  keepFiringForMs: 0,
  noData: 'ok',
  ...parts,
});

function run(steps: readonly (readonly [atMs: number, seen: Seen])[], how: Timing): (Phase | null)[] {
  let phase: Phase | null = null;
  return steps.map(([atMs, seen]) => {
    phase = nextPhase(phase, seen, atMs, how);
    return phase;
  });
}
const states = (phases: readonly (Phase | null)[]) => phases.map((phase) => phase?.state ?? null);

describe('a condition', () => {
  test('fires at once without "for", and is over when it is not found', () => {
    expect(
      states(
        run(
          [
            [0, 'found'],
            [1, 'found'],
            [2, 'clear'],
          ],
          timing(),
        ),
      ),
    ).toEqual(['firing', 'firing', null]);
  });

  test('fires only after it was found for as long as "for" says, and begins anew after a break', () => {
    const steps = [
      [0, 'found'],
      [4, 'found'],
      [5, 'clear'],
      [6, 'found'],
      [15, 'found'],
      [16, 'found'],
    ] as const;
    expect(states(run(steps, timing({ forMs: 10 })))).toEqual([
      'pending',
      'pending',
      null,
      'pending',
      'pending',
      'firing',
    ]);
  });

  test('fires on for as long as it is kept, and from the start of the last break', () => {
    const steps = [
      [0, 'found'],
      [1, 'clear'],
      [5, 'found'],
      [6, 'clear'],
      [15, 'clear'],
      [16, 'clear'],
    ] as const;
    expect(states(run(steps, timing({ keepFiringForMs: 10 })))).toEqual([
      'firing',
      'firing',
      'firing',
      'firing',
      'firing',
      null,
    ]);
  });

  test('between its limits it goes on firing and does not begin to', () => {
    expect(
      states(
        run(
          [
            [0, 'between'],
            [1, 'found'],
            [2, 'between'],
            [99, 'between'],
            [100, 'clear'],
          ],
          timing(),
        ),
      ),
    ).toEqual([null, 'firing', 'firing', 'firing', null]);
  });

  test('without data it is over, or stays as it was for a day', () => {
    const steps = [
      [0, 'found'],
      [1, 'gone'],
      [longestGoneMs, 'gone'],
      [longestGoneMs + 1, 'gone'],
    ] as const;
    expect(states(run(steps, timing()))).toEqual(['firing', null, null, null]);
    expect(states(run(steps, timing({ noData: 'keep' })))).toEqual(['firing', 'firing', 'firing', null]);
  });

  test('what is pending does not begin to fire without data', () => {
    const steps = [
      [0, 'found'],
      [5, 'gone'],
      [20, 'gone'],
      [21, 'found'],
    ] as const;
    expect(states(run(steps, timing({ forMs: 10, noData: 'keep' })))).toEqual([
      'pending',
      'pending',
      'pending',
      'firing',
    ]);
  });

  test('times that were written before the clock went back do not lie ahead', () => {
    const later: Phase = { state: 'pending', sinceMs: 5_000, firingMs: null, clearMs: null, goneMs: null };
    expect(nextPhase(later, 'found', 1_000, timing({ forMs: 10 }))).toMatchObject({
      state: 'pending',
      sinceMs: 1_000,
    });
  });
});

/** The same said naively: by all that was ever seen. */
function model(steps: readonly (readonly [number, Seen])[], { forMs, keepFiringForMs, noData }: Timing) {
  let since: number | null = null;
  let firing = false;
  let clearSince: number | null = null;
  return steps.map(([now, given]) => {
    const seen = given === 'gone' && noData === 'ok' ? 'clear' : given;
    if (seen === 'found') {
      since ??= now;
      clearSince = null;
      if (now - since >= forMs) firing = true;
    } else if (seen === 'between') {
      clearSince = null;
      if (!firing) since = null;
    } else if (seen === 'clear') {
      clearSince ??= now;
      if (!firing || now - clearSince >= keepFiringForMs) {
        firing = false;
        since = null;
        clearSince = null;
      }
    }
    return firing ? 'firing' : since === null ? null : 'pending';
  });
}

const seen = fc.constantFrom<Seen>('found', 'found', 'between', 'clear', 'gone');
const walk = fc.array(fc.tuple(fc.integer({ min: 0, max: 20_000 }), seen), { maxLength: 40 }).map((list) => {
  let now = 0;
  return list.map(([passedMs, what]) => [(now += passedMs), what] as const);
});
const how = fc.record({
  forMs: fc.constantFrom(0, 1, 5_000, 30_000),
  keepFiringForMs: fc.constantFrom(0, 1, 7_000, 40_000),
  noData: fc.constantFrom('ok', 'alert', 'keep'),
});

test('any course of events ends as the plain rules say', () => {
  fc.assert(
    fc.property(walk, how, (steps, each) => {
      expect(states(run(steps, each))).toEqual(model(steps, each));
    }),
    { numRuns: 500 },
  );
});

test('doing a step twice changes nothing, and the same object tells so', () => {
  fc.assert(
    fc.property(walk, how, (steps, each) => {
      let phase: Phase | null = null;
      for (const [now, what] of steps) {
        phase = nextPhase(phase, what, now, each);
        expect(nextPhase(phase, what, now, each)).toBe(phase);
      }
    }),
    { numRuns: 300 },
  );
});

test('no course makes it fire before "for" is over since it was first found', () => {
  fc.assert(
    fc.property(walk, how, (steps, each) => {
      for (const phase of run(steps, each)) {
        if (phase?.state !== 'firing') continue;
        expect((phase.firingMs ?? -1) - phase.sinceMs).toBeGreaterThanOrEqual(each.forMs);
      }
    }),
    { numRuns: 300 },
  );
});
