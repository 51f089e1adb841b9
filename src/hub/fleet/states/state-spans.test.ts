import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExitStatus, type WorkerState, workerStates } from '../../../link/status.ts';
import { type Mark, markState, mergeSpans, type Present, type Span, spansOf } from './state-spans.ts';

const crash: ExitStatus = {
  code: 3,
  signal: null,
  at: '2026-01-01T00:00:00.000Z',
  reason: 'exit',
  detail: 'exit code 3',
};

function at(ms: number, state: WorkerState, about: Partial<Mark> = {}): Mark {
  return { state, at: ms, reason: '', exit: null, by: null, ...about };
}

function live(marks: readonly Mark[], until: number): Span[] {
  let present: Present | null = null;
  const spans: Span[] = [];
  for (const mark of marks) {
    const step = markState(present, mark);
    present = step.present;
    spans.push(...step.over);
  }
  return present ? [...spans, ...spansOf(present, until)] : spans;
}

const told = (spans: readonly Span[]) =>
  spans.map(
    ({ state, since, until, changes }) => `${state} ${since}–${until}${changes > 1 ? ` ×${changes}` : ''}`,
  );

describe('the spans of states', () => {
  it('follow each other while each lasts', () => {
    const marks = [at(0, 'starting'), at(2_000, 'running'), at(9_000, 'backoff', { exit: crash })];
    expect(told(live(marks, 20_000))).toEqual(['starting 0–2000', 'running 2000–9000', 'backoff 9000–20000']);
  });

  it('take a quick restart as the beginning of the run that follows, with its cause', () => {
    const spans = live(
      [
        at(0, 'running'),
        at(5_000, 'stopping', { by: 'token:ann' }),
        at(5_003, 'stopping', { exit: crash }),
        at(5_005, 'starting'),
        at(5_009, 'running'),
      ],
      60_000,
    );
    expect(told(spans)).toEqual(['running 0–5000', 'running 5000–60000 ×3']);
    expect(spans[1]).toMatchObject({ exit: crash, by: 'token:ann' });
  });

  it('tell of a long stop who asked for it and of what comes after it how the run ended', () => {
    const spans = live(
      [
        at(0, 'running'),
        at(5_000, 'stopping', { by: 'token:ann', reason: 'asked for' }),
        at(9_000, 'stopping', { exit: crash }),
        at(9_001, 'stopped'),
      ],
      60_000,
    );
    expect(spans.slice(1)).toMatchObject([
      { state: 'stopping', by: 'token:ann', exit: null },
      { state: 'stopped', by: 'token:ann', exit: crash },
    ]);
  });

  it('make one span of a worker that is restarted twenty times a second, under the name of the worst and with a count', () => {
    const marks = [at(0, 'running')];
    for (let i = 0; i < 72_000; i++) {
      const ms = 10_000 + i * 50;
      marks.push(at(ms, 'stopping', { exit: crash }), at(ms + 3, 'backoff'), at(ms + 20, 'running'));
    }
    const spans = live(marks, 10_000_000);
    expect(told(spans)).toEqual([
      'running 0–10000',
      'backoff 10000–3609970 ×215999',
      'running 3609970–10000000',
    ]);
    expect(spans[1]?.exit).toEqual(crash);
  });

  it('never overlap, leave no time out and never run backwards, whatever the clock does', () => {
    const marks = fc.array(
      fc.record({ ms: fc.integer({ min: -5_000, max: 5_000 }), state: fc.constantFrom(...workerStates) }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(marks, (steps) => {
        let now = 1_000_000;
        const spans = live(
          steps.map(({ ms, state }) => at((now += ms), state)),
          2_000_000,
        );
        spans.forEach((span, index) => {
          expect(span.until).toBeGreaterThanOrEqual(span.since);
          if (index > 0) expect(span.since).toBe(spans[index - 1]?.until);
        });
        expect(spans.at(-1)?.until).toBe(2_000_000);
      }),
    );
  });

  it('never show as well what was not', () => {
    const spans = live(
      [at(0, 'unknown'), at(300, 'running'), at(600, 'failed'), at(900, 'running'), at(1_200, 'stopped')],
      9_000,
    );
    expect(told(spans)).toEqual(['failed 0–1200 ×4', 'stopped 1200–9000']);
  });
});

describe('many spans', () => {
  const spans = (lengths: number[], state: (index: number) => WorkerState): Span[] => {
    let since = 0;
    return lengths.map((ms, index) => {
      const span = {
        state: state(index),
        since,
        until: since + ms,
        reason: '',
        exit: null,
        by: null,
        changes: 1,
      };
      since += ms;
      return span;
    });
  };

  it('stay as they are when there are few', () => {
    const few = spans([1, 2, 3], () => 'running');
    expect(mergeSpans(few, 3)).toEqual(few);
  });

  it('become few: long ones stay, short ones are taken together and counted', () => {
    const lengths = Array.from({ length: 3_001 }, (_, index) => (index === 1_500 ? 10_000_000 : 2_000));
    const merged = mergeSpans(
      spans(lengths, (index) => (index % 2 === 0 ? 'running' : 'backoff')),
      500,
    );
    expect(merged.length).toBeLessThanOrEqual(500);
    expect(merged.find((span) => span.until - span.since === 10_000_000)).toMatchObject({
      state: 'running',
      changes: 1,
    });
    expect(merged.filter((span) => span.changes > 1).every((span) => span.state === 'backoff')).toBe(true);
    expect(merged.reduce((sum, span) => sum + span.changes, 0)).toBe(3_001);
    expect([merged[0]?.since, merged.at(-1)?.until]).toEqual([0, 16_000_000]);
  });

  it('are at most as many as asked for, however they are mixed', () => {
    const lengths = fc.array(
      fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1_000, max: 90_000 })),
      {
        minLength: 1,
        maxLength: 400,
      },
    );
    fc.assert(
      fc.property(lengths, fc.integer({ min: 5, max: 100 }), (all, most) => {
        const merged = mergeSpans(
          spans(all, () => 'running'),
          most,
        );
        expect(merged.length).toBeLessThanOrEqual(most + 1);
        expect(merged.reduce((sum, { since, until }) => sum + until - since, 0)).toBe(
          all.reduce((a, b) => a + b, 0),
        );
      }),
    );
  });
});
