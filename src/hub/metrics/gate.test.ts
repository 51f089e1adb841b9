import { expect, it } from 'vitest';
import { createGate } from './gate.ts';

it('a gate lets few in at a time, keeps some waiting, and turns the others away', async () => {
  const gate = createGate(2, 1, () => new Error('full'));
  let inside = 0;
  let most = 0;
  const leave: (() => void)[] = [];
  const work = () =>
    gate(async () => {
      most = Math.max(most, ++inside);
      await new Promise<void>((resolve) => leave.push(resolve));
      inside--;
    });
  const first = [work(), work(), work()];
  await expect(work()).rejects.toThrow('full');
  leave[0]?.();
  await first[0];
  await expect.poll(() => leave.length).toBe(3);
  for (const go of leave) go();
  await Promise.all(first);
  expect(most).toBe(2);
  await expect(gate(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(gate(async () => 5)).resolves.toBe(5);
});
