import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/shared/clock.ts';
import { curveOf } from './curves.ts';
import { createHours } from './hours.ts';

const start = Date.parse('2026-11-25T12:00:00Z');
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A server that answers for each worker at each step how many minutes past the hour it is. */
function stage() {
  const clock = new ManualClock(start);
  const questions: { workers: string[]; from: number; to: number }[] = [];
  const page = { hidden: false, refuses: false };
  const hours = createHours({
    async queryRange(query, { from, to, stepMs }) {
      const workers = (/worker=~"([^"]*)"/.exec(query)?.[1] ?? '').split('|');
      questions.push({ workers, from, to });
      if (page.refuses) throw new Error('away');
      const times = Array.from({ length: (to - from) / stepMs + 1 }, (_, at) => from + at * stepMs);
      return {
        series: workers
          .filter((worker) => worker !== 'never-ran')
          .map((worker) => ({
            labels: { worker, figure: 'cpu.mean' },
            times,
            values: times.map((time) => (time - start) / 60_000),
          })),
      };
    },
    now: () => clock.now(),
    setTimeout: (run, ms) => void clock.setTimeout(run, ms),
    isHidden: () => page.hidden,
  });
  const cpuOf = (worker: string) => {
    const known = hours.known.get().get(worker);
    return known && curveOf(known, 'cpu');
  };
  return { clock, hours, questions, page, cpuOf };
}

describe('the hours of workers in view', () => {
  it('are asked for in one question, then only for what is new', async () => {
    const { clock, hours, questions, cpuOf } = stage();
    hours.want('a');
    hours.want('b');
    hours.want('never-ran');
    clock.advance(100);
    await settle();
    expect(questions).toHaveLength(1);
    expect(questions[0]?.workers).toEqual(['a', 'b', 'never-ran']);
    expect(cpuOf('a')).toHaveLength(120);
    expect([cpuOf('a')?.[0], cpuOf('a')?.at(-1)]).toEqual([-59.5, 0]);
    expect(cpuOf('never-ran')).toBeUndefined();
    clock.advance(60_000);
    await settle();
    expect(questions).toHaveLength(3);
    expect(questions[2]).toMatchObject({ from: start - 30_000, to: start + 60_000 });
    expect([cpuOf('b')?.length, cpuOf('b')?.[0], cpuOf('b')?.at(-1)]).toEqual([121, -59, 1]);
  });

  it('of those that come into view later are asked for by themselves; of those that went nothing is kept', async () => {
    const { clock, hours, questions } = stage();
    const leave = hours.want('a');
    const leaveAgain = hours.want('a');
    clock.advance(100);
    await settle();
    hours.want('b');
    clock.advance(100);
    await settle();
    expect(questions.map(({ workers }) => workers)).toEqual([['a'], ['b']]);
    leave();
    leave();
    clock.advance(30_000);
    await settle();
    expect([...hours.known.get().keys()]).toEqual(['a', 'b']);
    leaveAgain();
    clock.advance(30_000);
    await settle();
    expect([...hours.known.get().keys()]).toEqual(['b']);
    expect(questions.at(-1)?.workers).toEqual(['b']);
  });

  it('are not asked for while nobody sees the page, and as a whole after a long sleep', async () => {
    const { clock, hours, questions, page, cpuOf } = stage();
    hours.want('a');
    clock.advance(100);
    await settle();
    page.hidden = true;
    clock.advance(7_200_000);
    await settle();
    expect(questions).toHaveLength(1);
    page.hidden = false;
    clock.advance(30_000);
    await settle();
    expect(questions).toHaveLength(2);
    expect(cpuOf('a')).toHaveLength(121);
  });

  it('that could not be asked for are asked for again, a long list in parts', async () => {
    const { clock, hours, questions, page } = stage();
    page.refuses = true;
    for (let worker = 0; worker < 130; worker++) hours.want(`worker-${worker}`);
    clock.advance(100);
    await settle();
    expect(hours.known.get().size).toBe(0);
    page.refuses = false;
    clock.advance(30_000);
    await settle();
    expect(questions.map(({ workers }) => workers.length)).toEqual([100, 30, 100, 30]);
    expect(hours.known.get().size).toBe(130);
  });
});
