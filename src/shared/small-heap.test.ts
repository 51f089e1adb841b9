import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const module = fileURLToPath(new URL('small-heap.ts', import.meta.url));
/** Makes much garbage and prints how much the young generation has grown to. */
const churn = `
  const kept = [];
  for (let round = 0; round < 30; round++) {
    const some = Array.from({ length: 20_000 }, (_, i) => ({ i, text: 'a' + i }));
    kept[round % 20] = some.slice(0, 50);
  }
  const { getHeapSpaceStatistics } = await import('node:v8');
  console.log(getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size);
`;
/** As much work as makes it busy, with a clock that stands still or rests afterwards. */
const work = (afterMs: number) => `
  const { createHeapPace, keepHeapSmall } = await import(${JSON.stringify(module)});
  const { ManualClock } = await import(${JSON.stringify(fileURLToPath(new URL('clock.ts', import.meta.url)))});
  keepHeapSmall();
  const clock = new ManualClock(0);
  const pace = createHeapPace(clock);
  for (let i = 0; i < 30; i++) pace.note();
  clock.advance(${afterMs});
`;
const newSpaceBytes = (before: string) =>
  Number(execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', before + churn]));

describe('a small heap', () => {
  it('keeps the young generation from growing, which it does otherwise', () => {
    const usual = newSpaceBytes('');
    const small = newSpaceBytes(`import { keepHeapSmall } from ${JSON.stringify(module)}; keepHeapSmall();`);
    expect(usual).toBeGreaterThan(8e6);
    expect(small).toBeLessThan(4e6);
  });

  it('may grow while much has to be done, and is small again half a minute later', () => {
    expect(newSpaceBytes(work(0))).toBeGreaterThan(8e6);
    expect(newSpaceBytes(work(31_000))).toBeLessThan(4e6);
  });
});
