import type { AnyValue } from '../../metrics/otlp/values/index.ts';
import { readText } from '../reading/index.ts';
import type { ReceivedRecord } from '../received.ts';
import { type Level, levels } from '../record.ts';
import { bodyBounds, timeRefusal } from './bounds.ts';
import type { Sent } from './sent.ts';
import type { LogsRequest, OtlpRecord } from './otlp-messages.ts';

const unnamed = 'unknown_service';
type Fields = Record<string, string | number | boolean | null>;

export function fromOtlp({ resourceLogs }: LogsRequest, nowMs: number): Sent {
  const sent: Sent = { records: [], rejected: { records: 0, why: '' } };
  for (const { resource, scopeLogs } of resourceLogs) {
    const name = textOf(resource.attributes.find(({ key }) => key === 'service.name')?.value);
    for (const { logRecords } of scopeLogs) {
      for (const record of logRecords) {
        const timeMs = (record.timeUnixNano || record.observedTimeUnixNano) / 1e6 || nowMs;
        const why =
          sent.records.length >= bodyBounds.records ? bodyBounds.tooMany : timeRefusal(timeMs, nowMs);
        if (why === null) sent.records.push(toRecord(name || unnamed, record, timeMs));
        else {
          sent.rejected.records += 1;
          sent.rejected.why ||= why;
        }
      }
    }
  }
  return sent;
}

function toRecord(worker: string, sent: OtlpRecord, timeMs: number): ReceivedRecord {
  const fields: Fields = {};
  let trace = '';
  for (const { key, value } of sent.attributes) {
    if (key === 'exception.stacktrace') trace = textOf(value);
    else if (Object.keys(fields).length < bodyBounds.fields)
      fields[key.slice(0, bodyBounds.name)] = scalarOf(value);
  }
  const text = [textOf(sent.body), trace].filter(Boolean).join('\n').slice(0, bodyBounds.characters);
  const read = readText(text, timeMs);
  const type = fields['exception.type'];
  const message = fields['exception.message'];
  const exceptions =
    read.exceptions.length === 0 && typeof type === 'string'
      ? [{ type, message: typeof message === 'string' ? message : '', frames: [] }]
      : read.exceptions;
  return {
    worker,
    source: 'otlp',
    stream: null,
    record: {
      ...read,
      level: levelOf(sent.severityNumber) ?? read.level,
      exceptions,
      traceId: traceOf(sent.traceId) ?? read.traceId,
      fields: { ...read.fields, ...fields },
    },
  };
}

/** Four numbers for each. */
function levelOf(severity: number): Level | null {
  return severity === 0 ? null : (levels[Math.floor((severity - 1) / 4)] ?? null);
}

/** Hexadecimal in JSON; what came as bytes is base64 here. */
function traceOf(id: string): string | null {
  if (id === '') return null;
  return /^[0-9a-f]{32}$/i.test(id)
    ? id.toLowerCase()
    : Buffer.from(id, 'base64').toString('hex').slice(0, 64);
}

function scalarOf(value: AnyValue | undefined): Fields[string] {
  const plain = value?.boolValue ?? value?.intValue ?? value?.doubleValue;
  return plain ?? textOf(value).slice(0, bodyBounds.value);
}

function textOf(value: AnyValue | undefined): string {
  if (value?.stringValue !== undefined) return value.stringValue;
  const plain = plainOf(value, 0);
  return plain === null ? '' : JSON.stringify(plain);
}

const deepest = 8;

function plainOf(value: AnyValue | undefined, depth: number): unknown {
  if (!value || depth > deepest) return null;
  const { stringValue, boolValue, intValue, doubleValue, bytesValue, arrayValue, kvlistValue } = value;
  if (arrayValue) return (arrayValue.values ?? []).map((each) => plainOf(each, depth + 1));
  if (kvlistValue)
    return Object.fromEntries(
      (kvlistValue.values ?? []).map((each) => [each.key, plainOf(each.value, depth + 1)]),
    );
  return stringValue ?? boolValue ?? intValue ?? doubleValue ?? bytesValue ?? null;
}
