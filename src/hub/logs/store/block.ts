/** Records of one worker that are kept together: packed columns, then the texts, compressed as one. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Level, levels } from '../record.ts';

/** A record as it is kept. */
export interface KeptRecord {
  /** Milliseconds since 1970, UTC. */
  time: number;
  /** In which order they came; of all that were ever kept. */
  n: number;
  level: Level | null;
  stream: 'stdout' | 'stderr' | null;
  text: string;
}

/** The order of all records: by time, and of the same time as they came. */
export function compare(a: Pick<KeptRecord, 'time' | 'n'>, b: Pick<KeptRecord, 'time' | 'n'>): number {
  return a.time - b.time || a.n - b.n;
}

/** One digit for each level; the last is for none. */
export const levelDigits = [...levels, null] as const;
const streams = ['stdout', 'stderr', null] as const;

export const digitOfLevel = (level: Level | null): number => levelDigits.indexOf(level);
export const digitOfStream = (stream: KeptRecord['stream']): number => streams.indexOf(stream);
export const levelOfDigit = (digit: number): Level | null => levelDigits[digit] ?? null;
export const streamOfDigit = (digit: number): KeptRecord['stream'] => streams[digit] ?? null;

/** Parts texts; never within one. */
export const separator = '\u001e';
/** More than any block that was written unpacks to. */
const mostUnpackedBytes = 64 * 1024 * 1024;

/** Of records in their order. */
export function packBlock(records: readonly KeptRecord[]): Uint8Array {
  const columns = {
    t: deltas(records.map(({ time }) => time)),
    n: deltas(records.map(({ n }) => n)),
    l: records.map(({ level }) => digitOfLevel(level)).join(''),
    s: records.map(({ stream }) => digitOfStream(stream)).join(''),
  };
  const texts = records.map(({ text }) =>
    text.includes(separator) ? text.replaceAll(separator, ' ') : text,
  );
  return deflateRawSync(`${JSON.stringify(columns)}\n${texts.join(separator)}`, { level: 1 });
}

/** A block's texts in one piece, to be looked through before its records are made. */
export interface Block {
  texts: string;
  records(): KeptRecord[];
}

export function unpackBlock(data: Uint8Array): Block {
  const whole = inflateRawSync(data, { maxOutputLength: mostUnpackedBytes }).toString();
  const end = whole.indexOf('\n');
  const texts = whole.slice(end + 1);
  return {
    texts,
    records() {
      const columns = JSON.parse(whole.slice(0, end)) as { t: number[]; n: number[]; l: string; s: string };
      const times = sums(columns.t);
      const numbers = sums(columns.n);
      return texts.split(separator).map((text, at) => ({
        time: times[at] ?? 0,
        n: numbers[at] ?? 0,
        level: levelOfDigit(Number(columns.l[at])),
        stream: streamOfDigit(Number(columns.s[at])),
        text,
      }));
    },
  };
}

function deltas(values: readonly number[]): number[] {
  return values.map((value, at) => value - (values[at - 1] ?? 0));
}

function sums(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => (sum += value));
}
