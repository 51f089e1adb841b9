/**
 * Where sealed samples are: which segments there are of each window and group, those that wait to be written among them. Knows nothing of
 * the chunks of closed windows.
 */
import { openSegment, type SegmentReader } from './segment.ts';
import type { SegmentRow } from './metrics-file.ts';

export interface Segment extends SegmentRow {
  /** Null once it is written. */
  data: Uint8Array | null;
  /** How many samples it has; not known of those of an earlier hub. */
  samples: number;
}

export interface Shelf {
  add(segment: Segment): void;
  remove(segment: Segment): void;
  /** In the order in which they were written. */
  of(window: number, group: number): readonly Segment[];
  groups(window: number): number[];
  windows(): number[];
  clear(): void;
}

export function createShelf(): Shelf {
  const windows = new Map<number, Map<number, Segment[]>>();
  return {
    add(segment) {
      const groups = windows.get(segment.window) ?? new Map<number, Segment[]>();
      windows.set(segment.window, groups);
      const list = groups.get(segment.group);
      if (list) list.push(segment);
      else groups.set(segment.group, [segment]);
    },
    remove(segment) {
      const groups = windows.get(segment.window);
      const left = groups?.get(segment.group)?.filter((other) => other.id !== segment.id) ?? [];
      if (left.length > 0) groups?.set(segment.group, left);
      else groups?.delete(segment.group);
      if (groups?.size === 0) windows.delete(segment.window);
    },
    of: (window, group) => windows.get(window)?.get(group) ?? [],
    groups: (window) => [...(windows.get(window)?.keys() ?? [])],
    windows: () => [...windows.keys()].sort((a, b) => a - b),
    clear: () => windows.clear(),
  };
}

/** Opens each segment once. A broken one is read as an empty one, which is told. */
export function createSegmentCache(
  load: (segment: Segment) => Uint8Array | null,
  onDamage: (error: unknown) => void,
): { open(segment: Segment): SegmentReader | null; clear(): void } {
  const open = new Map<number, SegmentReader | null>();
  return {
    open(segment) {
      const known = open.get(segment.id);
      if (known !== undefined) return known;
      let reader: SegmentReader | null = null;
      const data = segment.data ?? load(segment);
      try {
        reader = data && openSegment(data);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        onDamage(error);
      }
      open.set(segment.id, reader);
      return reader;
    },
    clear: () => open.clear(),
  };
}
