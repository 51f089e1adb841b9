/**
 * The newest samples of each series, as they came: a table for every 64 neighbouring series, one row for each time a series was written.
 * Rows that no series has reached take no memory, so sparse series cost little.
 */
import type { Samples } from '../samples.ts';
import { inOrder, noSamples } from './columns.ts';
import { groupOf, groupSize, type SegmentEntry } from './segment.ts';

/** Samples of one series in the head at most. */
const rows = 128;
/** Distinct times in one table at most; a byte names one. */
const longestTimes = 256;

interface Table {
  values: Float64Array;
  /** Index into `times` for each value. */
  ticks: Uint8Array;
  /** Samples of each series so far. */
  counts: Uint8Array;
  times: Float64Array;
  timeCount: number;
  /** Places in `values` where a stale mark stands. */
  stale: number[];
  /** Series in which a sample came that is not later than the one before. */
  unordered: Set<number>;
}

export interface Sample {
  timeMs: number;
  value: number;
  isStale: boolean;
}

export interface Head {
  /** False when its group has no room and must be taken out first. */
  add(id: number, timeMs: number, value: number, isStale: boolean): boolean;
  read(id: number): Samples;
  /** The newest sample that is here, without making anything; false when there is none. */
  newest(id: number, into: Sample): boolean;
  /** Whether the series has a sample here. */
  has(id: number): boolean;
  groups(): number[];
  /** What a group holds, in order of time; the group is empty then. */
  takeOut(group: number): SegmentEntry[];
  readonly samples: number;
}

export function createHead(): Head {
  const tables = new Map<number, Table>();
  const spare: Table[] = [];
  let samples = 0;

  function tableOf(group: number): Table {
    const known = tables.get(group);
    if (known) return known;
    const table = spare.pop() ?? {
      values: new Float64Array(rows * groupSize),
      ticks: new Uint8Array(rows * groupSize),
      counts: new Uint8Array(groupSize),
      times: new Float64Array(longestTimes),
      timeCount: 0,
      stale: [],
      unordered: new Set(),
    };
    tables.set(group, table);
    return table;
  }

  /** −1 when there is no room for another time. */
  function tickOf(table: Table, timeMs: number): number {
    const { times, timeCount } = table;
    if (timeCount > 0 && times[timeCount - 1] === timeMs) return timeCount - 1;
    for (let at = timeCount - 2; at >= 0; at -= 1) if (times[at] === timeMs) return at;
    if (timeCount === longestTimes) return -1;
    times[timeCount] = timeMs;
    table.timeCount += 1;
    return timeCount;
  }

  function readFrom(table: Table, slot: number): Samples {
    const count = table.counts[slot] as number;
    const times = new Float64Array(count);
    const values = new Float64Array(count);
    for (let row = 0; row < count; row += 1) {
      const at = row * groupSize + slot;
      times[row] = table.times[table.ticks[at] as number] as number;
      values[row] = table.values[at] as number;
    }
    const stale = table.stale.filter((at) => at % groupSize === slot).map((at) => (at - slot) / groupSize);
    const samples = { times, values, stale };
    return table.unordered.has(slot) ? inOrder(samples) : samples;
  }

  return {
    add(id, timeMs, value, isStale) {
      const table = tableOf(groupOf(id));
      const slot = id % groupSize;
      const row = table.counts[slot] as number;
      if (row === rows) return false;
      const tick = tickOf(table, timeMs);
      if (tick < 0) return false;
      const at = row * groupSize + slot;
      if (row > 0) {
        const before = table.times[table.ticks[at - groupSize] as number] as number;
        if (timeMs <= before) table.unordered.add(slot);
      }
      table.values[at] = value;
      table.ticks[at] = tick;
      table.counts[slot] = row + 1;
      if (isStale) table.stale.push(at);
      samples += 1;
      return true;
    },
    read(id) {
      const table = tables.get(groupOf(id));
      return table ? readFrom(table, id % groupSize) : noSamples;
    },
    newest(id, into) {
      const table = tables.get(groupOf(id));
      const slot = id % groupSize;
      const count = table?.counts[slot] ?? 0;
      if (!table || count === 0) return false;
      if (table.unordered.has(slot)) {
        const { times, values, stale } = readFrom(table, slot);
        into.timeMs = times.at(-1) as number;
        into.value = values.at(-1) as number;
        into.isStale = stale.includes(times.length - 1);
        return true;
      }
      const at = (count - 1) * groupSize + slot;
      into.timeMs = table.times[table.ticks[at] as number] as number;
      into.value = table.values[at] as number;
      into.isStale = table.stale.includes(at);
      return true;
    },
    has: (id) => (tables.get(groupOf(id))?.counts[id % groupSize] ?? 0) > 0,
    groups: () => [...tables.keys()],
    takeOut(group) {
      const table = tables.get(group);
      if (!table) return [];
      const entries: SegmentEntry[] = [];
      for (let slot = 0; slot < groupSize; slot += 1) {
        const count = table.counts[slot] as number;
        if (count === 0) continue;
        entries.push({ id: group * groupSize + slot, samples: readFrom(table, slot) });
        samples -= count;
      }
      table.counts.fill(0);
      table.timeCount = 0;
      table.stale = [];
      table.unordered.clear();
      // Kept by a group that goes on; one that had nothing gives it to the next.
      if (entries.length === 0) {
        tables.delete(group);
        if (spare.length < 4) spare.push(table);
      }
      return entries;
    },
    get samples() {
      return samples;
    },
  };
}
