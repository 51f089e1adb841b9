/**
 * Closes windows: what lies in a window's segments becomes one chunk a series in each tier. Each group of series is done in one transaction
 * that also removes its segments, so that it happens once, whenever the hub dies.
 */
import type { Samples } from '../samples.ts';
import { decodeRaw, decodeTimes, encodeRaw, encodeTimes } from './chunks.ts';
import { between, mergePieces, type Piece } from './columns.ts';
import type { MetricsFile } from './metrics-file.ts';
import { decodePoints, encodePoints, type Points, replaceSpan, sumUp } from './points.ts';
import { sameTimes } from './segment.ts';
import { createSegmentCache, type Segment, type Shelf } from './shelf.ts';
import { createTurns } from '../../../shared/turns.ts';
import { blockOf, type Tier, tiers, windowMs } from './windows.ts';

interface Chunk {
  tier: Tier;
  id: number;
  data: Uint8Array;
}

export interface CompactionContext {
  file: MetricsFile;
  shelf: Shelf;
  firstWindow: (tier: Tier) => number;
  onDamage: (error: unknown) => void;
  /** Called in the transaction for each series. */
  onSeries: (id: number) => void;
}

/** All groups of a window. Rejects when the file cannot be written; what was not done is done the next time. */
export async function compactWindow(context: CompactionContext, window: number): Promise<void> {
  const columns = openColumns(context.file, window);
  const turn = createTurns();
  for (const group of context.shelf.groups(window)) {
    await compactGroup(context, window, group, columns, turn);
  }
}

async function compactGroup(
  context: CompactionContext,
  window: number,
  group: number,
  columns: Columns,
  turn: () => Promise<void> | undefined,
): Promise<void> {
  const { file, shelf, firstWindow } = context;
  // Others may come while this runs; they stay for the next time.
  const segments: Segment[] = shelf.of(window, group).filter(({ data }) => data === null);
  const cache = createSegmentCache((segment) => file.segment(segment.id), context.onDamage);
  const ids = new Set(segments.flatMap((segment) => cache.open(segment)?.ids(group) ?? []));
  const chunks: Chunk[] = [];
  for (const id of ids) {
    const samples = samplesOf(context, window, id, segments, cache, columns);
    for (const tier of tiers) {
      if (window < firstWindow(tier) || samples.times.length === 0) continue;
      if (tier.stepMs === 0) {
        chunks.push({ tier, id, data: encodeRaw(columns.numberOf(samples.times), samples) });
        continue;
      }
      const points = sumUp(samples, tier.stepMs);
      if (points.times.length === 0) continue;
      chunks.push({ tier, id, data: encodePoints(pointsOf(context, tier, window, id, points)) });
    }
    await turn();
  }
  file.transaction(() => {
    columns.write();
    for (const { tier, id, data } of chunks) file.putChunk(tier.name, blockOf(tier, window), id, data);
    for (const { id } of segments) file.dropSegment(id);
    for (const id of ids) context.onSeries(id);
  });
  for (const segment of segments) shelf.remove(segment);
  await turn();
}

function samplesOf(
  { file, onDamage }: CompactionContext,
  window: number,
  id: number,
  segments: readonly Segment[],
  cache: ReturnType<typeof createSegmentCache>,
  columns: Columns,
): Samples {
  const pieces: Piece[] = [];
  const take = (read: () => Samples | null, generation: number) => {
    try {
      const samples = read();
      if (samples) pieces.push({ ...samples, generation });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      onDamage(error);
    }
  };
  const chunk = file.chunk('raw', window, id);
  if (chunk) take(() => decodeRaw(chunk, columns.timesOf), -1);
  for (const segment of segments) take(() => cache.open(segment)?.read(id) ?? null, segment.generation);
  return between(mergePieces(pieces), window * windowMs, (window + 1) * windowMs);
}

/** What the block then holds: the window's points in the place of those it has of that window, where the raw samples are still there. */
function pointsOf(
  { file, firstWindow, onDamage }: CompactionContext,
  tier: Tier,
  window: number,
  id: number,
  points: Points,
): Points {
  const bytes = file.chunk(tier.name, blockOf(tier, window), id);
  if (!bytes) return points;
  try {
    const before = decodePoints(bytes);
    const [raw] = tiers;
    // Without the samples of before, only the steps that have new ones are replaced.
    const isWhole = window >= firstWindow(raw);
    const from = isWhole ? window * windowMs : (points.times[0] as number);
    const to = isWhole ? (window + 1) * windowMs : (points.times.at(-1) as number) + 1;
    return replaceSpan(before, points, from, to);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    onDamage(error);
    return points;
  }
}

/** The columns of times of a window, each kept once. */
interface Columns {
  timesOf: (column: number) => Float64Array | null;
  /** The number of this column, a new one when it is not there. */
  numberOf(times: Float64Array): number;
  /** Writes the new ones. */
  write(): void;
}

function openColumns(file: MetricsFile, window: number): Columns {
  const stored = file.allTimes(window);
  const numbers = new Map([...stored].map(([number, bytes]) => [textOf(bytes), number]));
  /** Neighbouring series mostly have the same times, which are then not encoded again. */
  let newest: { times: Float64Array; number: number } | null = null;
  let next = Math.max(-1, ...stored.keys()) + 1;
  let fresh: [number, Uint8Array][] = [];
  return {
    timesOf(column) {
      const bytes = stored.get(column);
      return bytes ? decodeTimes(bytes) : null;
    },
    numberOf(times) {
      if (newest && sameTimes(newest.times, times)) return newest.number;
      const bytes = encodeTimes(times);
      const text = textOf(bytes);
      let number = numbers.get(text);
      if (number === undefined) {
        number = next++;
        numbers.set(text, number);
        stored.set(number, bytes);
        fresh.push([number, bytes]);
      }
      newest = { times, number };
      return number;
    },
    write() {
      for (const [number, bytes] of fresh) file.putTimes(window, number, bytes);
      fresh = [];
    },
  };
}

const textOf = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
