import type { WorkerState } from '../data/types.ts';

/** Paths in a square of 16, in the order in which they are drawn. */
interface StateShape {
  fill?: string;
  line?: string;
  dashes?: string;
  /** Over the filled shape, in the colour of what lies behind it. */
  cut?: string;
}

const ring = 'M8 2.25a5.75 5.75 0 1 1-.01 0z';
const triangle = 'M8 2.3 14.6 13.6H1.4z';

/** Each state has an outline of its own, so that it is told apart without colour and at a glance. */
export const stateShapes: Record<WorkerState, StateShape> = {
  running: { fill: 'M8 2a6 6 0 1 1-.01 0z', cut: 'm5.4 8.2 1.8 1.8 3.4-3.8' },
  starting: { fill: 'M6.7 5.5v5l4-2.5z', line: ring },
  degraded: { fill: triangle, line: triangle, cut: 'M8 6.2v3.4M8 11.8v.1' },
  unhealthy: { fill: 'M8 .8 15.2 8 8 15.2.8 8z', cut: 'M8 4.8v3.6M8 11v.1' },
  backoff: { line: 'M13.5 8A5.5 5.5 0 1 1 11.6 3.8M11.9 1v3.1H8.8M8 5.5V8l1.6 1.2' },
  stopping: { fill: 'M5.8 5.8h4.4v4.4H5.8z', line: ring },
  stopped: {
    line: 'M4.5 3h7A1.5 1.5 0 0 1 13 4.5v7a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 3 11.5v-7A1.5 1.5 0 0 1 4.5 3z',
  },
  failed: { fill: 'M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5z', cut: 'm5.7 5.7 4.6 4.6m0-4.6-4.6 4.6' },
  lost: { dashes: ring, line: 'm6 6 4 4m0-4-4 4' },
  unknown: { dashes: ring, line: 'M6.4 6.5a1.6 1.6 0 1 1 2.3 1.4c-.5.3-.7.6-.7 1M8 11v.1' },
};
