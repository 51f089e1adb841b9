/** The rules of how much log is kept and when disk space is set aside for it. Pure. */
import type { TimeIndex } from './time-index.ts';

const mebibyte = 1024 * 1024;

/**
 * How many of the oldest bytes to give back now so that both streams stay within `boundBytes`. Space is given back an eighth of
 * the bound at a time, earlier and more at once when a worker prints so fast that the bound would be passed before the next look.
 */
export function excessBytes(retainedBytes: number, boundBytes: number, bytesPerSecond: number): number {
  const slack = Math.min(Math.max(bytesPerSecond, boundBytes / 8), (boundBytes * 3) / 8);
  return retainedBytes > boundBytes - slack ? Math.ceil(retainedBytes - (boundBytes - 2 * slack)) : 0;
}

/** Where both streams begin when the oldest `excess` bytes of a worker are gone, by the order in which they were written. */
export function cutAfter(
  index: TimeIndex,
  ends: readonly [number, number],
  excess: number,
): [number, number] {
  const [out, err] = index.streams;
  const starts = [out.start, err.start] as const;
  const target = starts[0] + starts[1] + excess;
  const position = index.search((mark) => mark.ends[0] + mark.ends[1] >= target);
  const high = position < index.count ? index.at(position).ends : ends;
  const before = position > 0 ? index.at(position - 1).ends : starts;
  const low = [Math.max(before[0], starts[0]), Math.max(before[1], starts[1])] as const;
  const rest = Math.max(0, target - low[0] - low[1]);
  const fromOut = Math.min(rest, Math.max(0, high[0] - low[0]));
  return [clamp(low[0] + fromOut, starts[0], ends[0]), clamp(low[1] + rest - fromOut, starts[1], ends[1])];
}

export interface DiskSpace {
  sizeBytes: number;
  freeBytes: number;
}

/** `tight`: blocks are reserved, quietly; `low` and `full` are told. */
export type DiskState = 'ample' | 'tight' | 'low' | 'full';

export function diskState({ sizeBytes, freeBytes }: DiskSpace): DiskState {
  if (freeBytes < Math.min(4 * mebibyte, sizeBytes / 100)) return 'full';
  if (freeBytes < Math.min(128 * mebibyte, sizeBytes / 10)) return 'low';
  return freeBytes < Math.max(256 * mebibyte, sizeBytes / 50) ? 'tight' : 'ample';
}

const smallReserve = 16 * 1024;

/**
 * Bytes to reserve ahead of one stream's end: ten seconds' worth for an active worker, but not much of what is left, only two
 * seconds' worth on a full disk; a little for a silent one.
 */
export function reserveBytes(bytesPerSecond: number, freeBytes: number): number {
  if (bytesPerSecond === 0) return smallReserve;
  const ample = clamp(bytesPerSecond * 10, mebibyte / 4, 4 * mebibyte);
  const least = clamp(bytesPerSecond * 2, mebibyte / 16, 2 * mebibyte);
  return Math.round(Math.min(ample, Math.max(least, freeBytes / 8)));
}

/** On a full disk a log gives up its own oldest part for its newest, but never more than to this. */
const leastKeptBytes = 64 * 1024;
const blockBytes = 4096;

/** Bytes that a log gives back on a full disk to get `wantedBytes` of whole blocks for its own next lines; 0 when it cannot. */
export function sacrificeBytes(retainedBytes: number, wantedBytes: number): number {
  const bytes = wantedBytes + 2 * blockBytes;
  return retainedBytes - bytes >= leastKeptBytes ? bytes : 0;
}

/** Marks that are worth keeping for a log of this size. */
export function marksFor(boundBytes: number): number {
  return Math.round(clamp(boundBytes / 400, 1024, 65_536));
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
