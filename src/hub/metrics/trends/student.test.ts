import { describe, expect, it } from 'vitest';
import { studentBelow } from './student.ts';

describe("Student's t distribution", () => {
  it.each([
    // Quantiles of the tables.
    [2.306, 8, 0.975],
    [2.131, 15, 0.975],
    [2.704, 40, 0.995],
    [-1.679, 45, 0.05],
    [0, 20, 0.5],
  ])('has the share of the tables below %d at %d degrees of freedom', (t, freedom, share) => {
    expect(Math.abs(studentBelow(t, freedom) - share)).toBeLessThan(0.002);
  });
});
