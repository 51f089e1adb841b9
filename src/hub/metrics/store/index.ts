/** Keeps every figure at one second, compressed, for as long as it is wanted, and answers for any time of it in milliseconds. */
export type { DiskHealth } from './disk.ts';
export {
  createMetricsStore,
  defaultRetention,
  type MetricsStore,
  type Retention,
  type StoreBounds,
  storeBounds,
} from './metrics-store.ts';
export type { Refusal, StoreStats } from './store-figures.ts';
