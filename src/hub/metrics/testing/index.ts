/** A source of series in memory, for tests. */
export { createTestSource, samplesOf } from './test-source.ts';
