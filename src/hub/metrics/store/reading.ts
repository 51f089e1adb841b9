/** Reads series out of the head, the segments and the chunks, whichever hold the time asked for. */
import { concat } from '../concat.ts';
import type { Aspect, Samples } from '../samples.ts';
import { decodeRaw, decodeTimes } from './chunks.ts';
import { between, mergePieces, type Piece } from './columns.ts';
import type { MetricsFile } from './metrics-file.ts';
import { aspectOf, decodePoints, type Points } from './points.ts';
import { groupOf } from './segment.ts';
import { createSegmentCache, type Shelf } from './shelf.ts';
import { blockOf, type Tier, tiers, windowMs, windowOf } from './windows.ts';

/** What readings are made of. */
export interface Sources {
  shelf: Shelf;
  head: (id: number) => Piece;
  /** Null while the file cannot be opened. */
  file: () => MetricsFile | null;
  /** The first window that a tier still has. */
  firstWindow: (tier: Tier) => number;
  /** A chunk that cannot be read is left out, and told. */
  onDamage: (error: unknown) => void;
}

export interface Reading {
  /** One series' samples of a time, both ends included (ms). */
  read(id: number, span: { fromMs: number; toMs: number; stepMs: number; aspect: Aspect }): Samples;
}

/** A column of times is shared by many chunks. */
const columnsKept = 64;

/** For one question: it remembers what several series have in common. */
export function createReading({ shelf, head, file, firstWindow, onDamage }: Sources): Reading {
  const columns = new Map<string, Float64Array | null>();
  const segments = createSegmentCache((segment) => file()?.segment(segment.id) ?? null, onDamage);
  let group = Number.NaN;

  function timesOf(window: number, column: number): Float64Array | null {
    const key = `${window} ${column}`;
    const known = columns.get(key);
    if (known !== undefined) return known;
    const bytes = file()?.times(window, column);
    const times = bytes ? decodeTimes(bytes) : null;
    if (columns.size >= columnsKept) columns.delete(columns.keys().next().value as string);
    columns.set(key, times);
    return times;
  }

  function whole<Result>(decode: () => Result): Result | null {
    try {
      return decode();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      onDamage(error);
      return null;
    }
  }

  function rawChunk(window: number, id: number): Samples | null {
    const bytes = file()?.chunk('raw', window, id);
    return bytes ? whole(() => decodeRaw(bytes, (column) => timesOf(window, column))) : null;
  }

  /** All there is of a window that is not closed yet, or whose samples are wanted as they came. */
  function rawWindow(window: number, id: number, headPiece: Piece, fromMs: number, toMs: number): Samples {
    const pieces: Piece[] = [];
    const chunk = rawChunk(window, id);
    if (chunk) pieces.push({ ...chunk, generation: -1 });
    for (const segment of shelf.of(window, groupOf(id))) {
      if (segment.last < fromMs || segment.first > toMs) continue;
      const samples = whole(() => segments.open(segment)?.read(id) ?? null);
      if (samples) pieces.push({ ...samples, generation: segment.generation });
    }
    const newest = between(headPiece, window * windowMs, (window + 1) * windowMs);
    pieces.push({ ...newest, generation: headPiece.generation });
    return mergePieces(pieces);
  }

  function blockOfTier(tier: Tier, block: number, id: number): Points | null {
    const bytes = file()?.chunk(tier.name, block, id);
    return bytes ? whole(() => decodePoints(bytes)) : null;
  }

  return {
    read(id, { fromMs, toMs, stepMs, aspect }) {
      if (groupOf(id) !== group) {
        segments.clear();
        group = groupOf(id);
      }
      const headPiece = head(id);
      const headWindows = new Set(Array.from(headPiece.times, windowOf));
      const [raw, ...coarser] = tiers;
      const wanted = tiers.findLast((tier) => tier.stepMs <= stepMs) ?? raw;
      const isOpen = (window: number) =>
        window >= firstWindow(raw) && (headWindows.has(window) || shelf.of(window, group).length > 0);
      const tierOf = (window: number): Tier | undefined =>
        isOpen(window)
          ? raw
          : [wanted, ...coarser.filter((tier) => tier.stepMs > wanted.stepMs)].find(
              (tier) => window >= firstWindow(tier),
            );
      const parts: Samples[] = [];
      let coarsestMs = 0;
      const last = windowOf(toMs);
      for (let window = firstOf(fromMs, tierOf); window <= last; ) {
        const tier = tierOf(window);
        let next = window + 1;
        if (tier === raw) parts.push(asAspect(rawWindow(window, id, headPiece, fromMs, toMs), aspect));
        else if (tier) {
          const block = blockOf(tier, window);
          while (next <= last && blockOf(tier, next) === block && tierOf(next) === tier) next += 1;
          const points = blockOfTier(tier, block, id);
          if (points && window >= firstWindow(raw) && isSparse(points)) {
            for (; window < next; window += 1)
              parts.push(asAspect(rawWindow(window, id, headPiece, fromMs, toMs), aspect));
          } else if (points) {
            parts.push(between(aspectOf(points, aspect), window * windowMs, next * windowMs));
            coarsestMs = Math.max(coarsestMs, tier.stepMs);
          }
        }
        window = next;
      }
      const found = between(ascending(parts), fromMs - stepsBefore * coarsestMs, toMs + 1);
      return coarsestMs === 0 ? found : { ...found, coarsestMs };
    },
  };
}

/** Points that stand for hardly more than a sample each spare nothing, and tell times less well than the samples themselves. */
function isSparse({ count }: Points): boolean {
  return count.reduce((sum, samples) => sum + samples, 0) < leastSamplesOfPoint * count.length;
}

const leastSamplesOfPoint = 3;

/** So many steps of a coarser tier before the time asked for come as well. */
const stepsBefore = 3;

/** The window to begin with: an earlier one only where points of a coarser tier are wanted of it. */
function firstOf(fromMs: number, tierOf: (window: number) => Tier | undefined): number {
  const window = windowOf(fromMs);
  const earlier = tierOf(window - 1);
  const isNear = earlier !== undefined && windowOf(fromMs - stepsBefore * earlier.stepMs) < window;
  return isNear && earlier !== tiers[0] ? window - 1 : window;
}

/** A sample stands for itself, one time. */
function asAspect(samples: Samples, aspect: Aspect): Samples {
  if (aspect !== 'count') return samples;
  const values = new Float64Array(samples.values.length).fill(1);
  for (const mark of samples.stale) values[mark] = Number.NaN;
  return { ...samples, values };
}

/** Windows follow each other, except that a stale mark after a point may stand where the next window begins. */
function ascending(parts: readonly Samples[]): Samples {
  const some = parts.filter(({ times }) => times.length > 0);
  const [only] = some;
  if (only && some.length === 1) return only;
  const cut = some.map((part, index) => {
    const next = some[index + 1]?.times[0] ?? Number.POSITIVE_INFINITY;
    return (part.times.at(-1) as number) < next ? part : between(part, Number.NEGATIVE_INFINITY, next);
  });
  return concat(cut);
}
