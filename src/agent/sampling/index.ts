/** Measures the machine and each worker's whole process tree once a second. */
export { createSampler, type Sampler, type TreeSignals } from './sampler.ts';
