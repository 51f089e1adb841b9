import { errorFunction } from 'simple-statistics';

/**
 * The share of Student's t distribution below `t`, by the normal distribution: within 0.002 from 8 degrees of freedom on.
 *
 * D. L. Wallace: Bounds on normal approximations to Student's and the chi-square distributions. Annals of Mathematical Statistics 30 (4),
 * 1959, pages 1121–1130.
 */
export function studentBelow(t: number, freedom: number): number {
  const shrunk = (8 * freedom + 1) / (8 * freedom + 3);
  const z = Math.sign(t) * Math.sqrt(freedom * Math.log1p((t * t) / freedom)) * shrunk;
  return (1 + errorFunction(z / Math.SQRT2)) / 2;
}
