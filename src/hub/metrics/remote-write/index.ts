/** Samples that a Prometheus, or whatever speaks its remote write 1.0, sends here. */
export { createRemoteWrite, type RemoteWrite } from './remote-write.ts';
