/** What of `opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest` is read, as JSON and as protobuf. */
import protobuf from 'protobufjs/light.js';
import { z } from 'zod';
import { anyValue, attributes, numeric, valueMessages } from '../../metrics/otlp/values/index.ts';
import type { BodyEncoding } from './sent.ts';

const severities = 24;

const record = z.object({
  timeUnixNano: numeric.default(0),
  observedTimeUnixNano: numeric.default(0),
  severityNumber: z
    .union([z.number(), z.string().transform(numberOfSeverity)])
    .pipe(z.number().int().min(0).max(severities).catch(0))
    .default(0),
  severityText: z.string().default(''),
  body: anyValue.optional(),
  attributes,
  traceId: z.string().default(''),
});

const logsRequest = z.object({
  resourceLogs: z
    .array(
      z.object({
        resource: z.object({ attributes }).default({ attributes: [] }),
        scopeLogs: z.array(z.object({ logRecords: z.array(record).default([]) })).default([]),
      }),
    )
    .default([]),
});

export type LogsRequest = z.output<typeof logsRequest>;
export type OtlpRecord = z.output<typeof record>;

/** `SEVERITY_NUMBER_ERROR2` → 18. */
function numberOfSeverity(name: string): number {
  const [, word = '', more = '1'] = /^SEVERITY_NUMBER_([A-Z]+?)([1-4])?$/.exec(name) ?? [];
  const at = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'].indexOf(word);
  return at < 0 ? 0 : at * 4 + Number(more);
}

const field = (id: number, type: string, rule?: 'repeated') => ({ id, type, ...(rule && { rule }) });
const root = protobuf.Root.fromJSON({
  nested: {
    ...valueMessages,
    Request: { fields: { resourceLogs: field(1, 'ResourceLogs', 'repeated') } },
    ResourceLogs: {
      fields: { resource: field(1, 'Resource'), scopeLogs: field(2, 'ScopeLogs', 'repeated') },
    },
    ScopeLogs: { fields: { logRecords: field(2, 'LogRecord', 'repeated') } },
    LogRecord: {
      fields: {
        timeUnixNano: field(1, 'fixed64'),
        severityNumber: field(2, 'int32'),
        severityText: field(3, 'string'),
        body: field(5, 'AnyValue'),
        attributes: field(6, 'KeyValue', 'repeated'),
        traceId: field(9, 'bytes'),
        observedTimeUnixNano: field(11, 'fixed64'),
      },
    },
    Response: { fields: { partialSuccess: field(1, 'PartialSuccess') } },
    PartialSuccess: { fields: { rejectedLogRecords: field(1, 'int64'), errorMessage: field(2, 'string') } },
  },
});
const request = root.lookupType('Request');
const response = root.lookupType('Response');

/** Throws an `Error` when the bytes are no such message. */
export function readOtlp(body: Buffer, encoding: BodyEncoding): LogsRequest {
  const sent: unknown =
    encoding === 'json'
      ? JSON.parse(body.toString())
      : request.toObject(request.decode(body), { longs: Number, bytes: String, json: true });
  const { data, error } = logsRequest.safeParse(sent);
  const [issue] = error?.issues ?? [];
  if (!data) throw new Error(`${issue?.path.join('.')}: ${issue?.message}`);
  return data;
}

export function writeOtlp(answer: object, encoding: BodyEncoding): Buffer {
  return encoding === 'json'
    ? Buffer.from(JSON.stringify(answer))
    : Buffer.from(response.encode(response.fromObject(answer)).finish());
}
