/** Metrics that programs with OpenTelemetry send over OTLP/HTTP, named as Prometheus's own receiver names them. */
export { createOtlp, type Otlp, type OtlpEncoding } from './otlp.ts';
