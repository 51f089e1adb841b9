/** Figures that live in a Prometheus-compatible store: sent there by remote write through a queue on disk, read back by PromQL. */
export { createRemoteSource } from './remote-source.ts';
export { openRemoteWriter, type RemoteWriter, type RemoteWriterState } from './remote-writer.ts';
export { withHistory } from './with-history.ts';
