/** Keeps every figure at one second, compressed, for as long as it is wanted, and answers for any time of it in milliseconds. */
export type { DiskHealth } from './disk.ts';
export {
  createMetricsStore,
  defaultRetention,
  type MetricsStore,
  type Refusal,
  type Retention,
  type StoreBounds,
  type StoreStats,
  storeBounds,
} from './metrics-store.ts';
