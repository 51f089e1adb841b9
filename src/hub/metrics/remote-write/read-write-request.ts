/**
 * Reads the message of remote write 1.0 (`prometheus.WriteRequest`) into columns. Senders repeat the same series over and over, so that labels
 * are not decoded here: the bytes in which they came are the key by which their series is found again.
 */
import protobuf from 'protobufjs/minimal.js';
import type { Metadata } from '../intake/index.ts';

type Reader = protobuf.Reader;

export interface WriteRequest {
  series: SentSeries[];
  times: number[];
  values: number[];
  /** Indices of the stale marks among the samples. */
  stale: ReadonlySet<number>;
  /** What metrics are, for those that the message tells of. */
  metadata: (Metadata & { metric: string })[];
}

export interface SentSeries {
  /** The bytes of its labels, as Latin-1 text. */
  labels: string;
  /** Its samples: the first one's index, and that of the next series' first. */
  from: number;
  to: number;
}

const bytes = 2;
const field = (number: number, wireType: number) => (number << 3) | wireType;
const timeSeriesField = field(1, bytes);
const labelField = field(1, bytes);
const sampleField = field(2, bytes);
const labelNameField = field(1, bytes);
const labelValueField = field(2, bytes);
const valueField = field(1, 1);
const timestampField = field(2, 0);
const metadataField = field(3, bytes);
const typeField = field(1, 0);
const familyField = field(2, bytes);
const helpField = field(4, bytes);
const unitField = field(5, bytes);
/** `prometheus.MetricMetadata.MetricType` */
const metricTypes = [
  'unknown',
  'counter',
  'gauge',
  'histogram',
  'gaugehistogram',
  'summary',
  'info',
  'stateset',
];

/** Throws an `Error` when the bytes are not such a message, however they were cut or garbled. */
export function readWriteRequest(message: Buffer): WriteRequest {
  const reader = protobuf.Reader.create(message);
  const series: SentSeries[] = [];
  const times: number[] = [];
  const values: number[] = [];
  const stale = new Set<number>();
  const metadata: WriteRequest['metadata'] = [];
  const readSample = (end: number) => {
    let value = 0;
    let time = 0;
    let isStale = false;
    while (reader.pos < end) {
      const tag = reader.uint32();
      if (tag === valueField) {
        isStale = isStaleMark(message, reader.pos);
        value = reader.double();
      } else if (tag === timestampField) time = readTime(reader);
      else reader.skipType(tag & 7);
    }
    if (isStale) stale.add(values.length);
    times.push(time);
    values.push(value);
  };
  const readSeries = (end: number) => {
    const from = times.length;
    let labels = '';
    let labelsFrom = -1;
    while (reader.pos < end) {
      const start = reader.pos;
      const tag = reader.uint32();
      if (tag === labelField) {
        if (labelsFrom < 0) labelsFrom = start;
        reader.pos = endOf(reader);
        continue;
      }
      if (labelsFrom >= 0) labels += message.toString('latin1', labelsFrom, start);
      labelsFrom = -1;
      if (tag === sampleField) within(reader, readSample);
      else reader.skipType(tag & 7);
    }
    if (labelsFrom >= 0) labels += message.toString('latin1', labelsFrom, end);
    series.push({ labels, from, to: times.length });
  };
  const readMetadata = (end: number) => {
    const said = { metric: '', type: 'unknown', help: '', unit: '' };
    while (reader.pos < end) {
      const tag = reader.uint32();
      if (tag === typeField) said.type = metricTypes[reader.uint32()] ?? 'unknown';
      else if (tag === familyField) said.metric = reader.string();
      else if (tag === helpField) said.help = reader.string();
      else if (tag === unitField) said.unit = reader.string();
      else reader.skipType(tag & 7);
    }
    metadata.push(said);
  };
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === timeSeriesField) within(reader, readSeries);
    else if (tag === metadataField) within(reader, readMetadata);
    // Whatever later versions send is not kept.
    else reader.skipType(tag & 7);
  }
  return { series, times, values, stale, metadata };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Labels from the bytes in which they came; the error's text says what is wrong with them. */
export function readLabels(sent: string): Record<string, string> {
  const message = Buffer.from(sent, 'latin1');
  const reader = protobuf.Reader.create(message);
  const labels = new Map<string, string>();
  const text = () => {
    const end = endOf(reader);
    const sent = message.subarray(reader.pos, end);
    reader.pos = end;
    return utf8.decode(sent);
  };
  while (reader.pos < reader.len) {
    reader.uint32();
    within(reader, (end) => {
      let name = '';
      let value = '';
      while (reader.pos < end) {
        const tag = reader.uint32();
        if (tag === labelNameField) name = text();
        else if (tag === labelValueField) value = text();
        else reader.skipType(tag & 7);
      }
      if (labels.has(name)) throw new Error(`the label ${name} is there twice`);
      labels.set(name, value);
    });
  }
  // A label without a value is not there.
  return Object.fromEntries([...labels].filter(([, value]) => value !== ''));
}

/** Reads the length that is next, and answers where what it is about ends. */
function endOf(reader: Reader): number {
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > reader.len) throw new Error('it ends in the middle');
  return end;
}

function within(reader: Reader, read: (end: number) => void): void {
  const end = endOf(reader);
  read(end);
  if (reader.pos !== end) throw new Error('a part of it is longer than it says');
}

/** Prometheus marks the end of a series with one NaN among the many. */
function isStaleMark(message: Buffer, at: number): boolean {
  return (
    at + 8 <= message.length && message.readUInt32LE(at) === 2 && message.readUInt32LE(at + 4) === 0x7ff00000
  );
}

/** A varint of 64 bits. Negative ones have ten bytes, and are all as wrong for a time: they come out as -1. */
function readTime(reader: Reader): number {
  let value = 0;
  let factor = 1;
  for (let count = 1; count <= 10; count++) {
    const byte = reader.buf[reader.pos++];
    if (byte === undefined) throw new Error('it ends in the middle');
    value += (byte & 127) * factor;
    if (byte < 128) return count === 10 ? -1 : value;
    factor *= 128;
  }
  throw new Error('a time has more than ten bytes');
}
