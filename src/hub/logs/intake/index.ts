/** Records that others send: OpenTelemetry over OTLP/HTTP, and what pushes to Loki. */
export { createLogIntake, type LogIntake } from './log-intake.ts';
