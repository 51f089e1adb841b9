/** Bodies in snappy's block format, as Prometheus and Loki's senders pack them. */
export { unpack } from './unpack.ts';
