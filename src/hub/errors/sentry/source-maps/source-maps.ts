import type { Frame } from '../../../logs/index.ts';
import type { Occurrence } from '../../occurrence.ts';
import { findBeside } from './beside.ts';
import { type FoundMap, type Place, readMap, type Tracer } from './tracer.ts';
import type { Uploads } from './uploads.ts';

/** Finds where a line of generated code was written, and what stands around it there. */
export interface SourceMaps {
  /**
   * The occurrence with the frames as they were written, as far as maps are found. `debugIds`: by file, what the event says of them. Never throws.
   */
  resolve<One extends Occurrence>(
    occurrence: One,
    of: { project: string; debugIds: ReadonlyMap<string, string> },
  ): Promise<One>;
}

const mostFrames = 100;
/** Most of them are files without a map. */
const mostKept = 1_000;
const mostKeptBytes = 20 * 1024 * 1024;
const keptForMs = 30_000;

interface Kept {
  map: Tracer | null;
  bytes: number;
  at: number;
}

export function createSourceMaps(options: {
  /** The folder that a worker runs in; null where that is not known. */
  folderOf: (worker: string) => string | null;
  uploads: Pick<Uploads, 'byDebugId' | 'byName' | 'onChange'>;
  nowMs: () => number;
}): SourceMaps {
  const { folderOf, uploads, nowMs } = options;
  const kept = new Map<string, Kept>();
  uploads.onChange(() => kept.clear());

  async function tracerOf(key: string, find: () => Promise<FoundMap | null>): Promise<Tracer | null> {
    const before = kept.get(key);
    if (before && nowMs() - before.at < keptForMs) return before.map;
    const found = await find().catch(() => null);
    const entry = {
      map: found && (await readMap(found).catch(() => null)),
      bytes: found?.text.length ?? 0,
      at: nowMs(),
    };
    kept.delete(key);
    kept.set(key, entry);
    let bytes = [...kept.values()].reduce((sum, one) => sum + one.bytes, 0);
    for (const [oldest, one] of kept) {
      if (kept.size <= mostKept && bytes <= mostKeptBytes) break;
      kept.delete(oldest);
      bytes -= one.bytes;
    }
    return entry.map;
  }

  return {
    async resolve(occurrence, { project, debugIds }) {
      const { worker, fields } = occurrence;
      const [release, dist] = ['release', 'dist'].map((key) => fields[key]);

      async function placeOf({ file, line, column, inApp }: Frame): Promise<Place | null> {
        if (!inApp || file === null || line === null || column === null) return null;
        const debugId = debugIds.get(file);
        if (debugId !== undefined) {
          const tracer = await tracerOf(`id ${debugId}`, () => uploads.byDebugId(debugId));
          if (tracer) return tracer(line, column);
        }
        if (!/\.[cm]?js($|\?)|^https?:/.test(file)) return null;
        if (typeof release === 'string') {
          const named = { project, release, dist: String(dist ?? ''), file };
          const tracer = await tracerOf(JSON.stringify(named), () => uploads.byName(named));
          if (tracer) return tracer(line, column);
        }
        const tracer = await tracerOf(`${worker}\0${file}`, async () => {
          const folder = folderOf(worker);
          return folder === null ? null : findBeside(file, folder);
        });
        return tracer?.(line, column) ?? null;
      }

      let left = mostFrames;
      const resolveAll = async (frames: readonly Frame[]): Promise<Frame[]> => {
        const places: (Place | null)[] = [];
        for (const frame of frames) places.push(left-- > 0 ? await placeOf(frame) : null);
        return frames.map((frame, at) => {
          const place = places[at];
          if (!place) return frame;
          const { name: _, ...written } = place;
          return { ...frame, ...written, function: nameOf(frame, places[at + 1] ?? null) };
        });
      };
      const exceptions: Occurrence['exceptions'][number][] = [];
      for (const exception of occurrence.exceptions)
        exceptions.push({ ...exception, frames: await resolveAll(exception.frames) });
      return {
        ...occurrence,
        exceptions,
        ...(occurrence.stack ? { stack: await resolveAll(occurrence.stack) } : {}),
      };
    },
  };
}

/** A map knows no functions, but what is written where one was called: that is its name, where a bundler shortened it. */
function nameOf({ function: name }: Frame, caller: Place | null): Frame['function'] {
  return name !== null && /^[\w$]+$/.test(name) && caller?.name ? caller.name : name;
}
