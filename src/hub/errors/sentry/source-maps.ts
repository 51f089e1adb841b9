import { open, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Frame } from '../../logs/index.ts';
import type { Occurrence } from '../occurrence.ts';
import { cut } from './json.ts';

/** Finds where a line of generated code was written, and what stands around it there. */
export interface SourceMaps {
  /** The occurrence with the frames as they were written, as far as maps are found. Never throws. */
  resolve<One extends Occurrence>(occurrence: One): Promise<One>;
}

const mostMapBytes = 10 * 1024 * 1024;
/** The comment that names the map is the last thing in a file, but a map that stands in the file itself may be long. */
const commentBytes = 64 * 1024;
const mostFrames = 100;
/** Most of them are files without a map. */
const mostKept = 1_000;
const mostKeptBytes = 20 * 1024 * 1024;
const keptForMs = 30_000;
const linesAround = 5;
const longestLine = 300;

interface Kept {
  map: Tracer | null;
  bytes: number;
  at: number;
}

/** Null: the map has nothing for that place. */
type Tracer = (
  line: number,
  column: number,
) => Pick<Frame, 'file' | 'line' | 'column' | 'inApp' | 'source'> | null;

export function createSourceMaps(options: {
  /** The folder that a worker runs in; null where that is not known. */
  folderOf: (worker: string) => string | null;
  nowMs: () => number;
}): SourceMaps {
  const { folderOf, nowMs } = options;
  const kept = new Map<string, Kept>();

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

  async function resolveFrame(frame: Frame, worker: string): Promise<Frame> {
    const { file, line, column, inApp } = frame;
    if (!inApp || file === null || line === null || column === null || !/\.[cm]?js($|\?)|^https?:/.test(file))
      return frame;
    const tracer = await tracerOf(`${worker}\0${file}`, async () => {
      const folder = folderOf(worker);
      return folder === null ? null : findBeside(file, folder);
    });
    const original = tracer?.(line, column) ?? null;
    return original ? { ...frame, ...original } : frame;
  }

  return {
    async resolve(occurrence) {
      let left = mostFrames;
      const resolveAll = async (frames: readonly Frame[]): Promise<Frame[]> => {
        const resolved: Frame[] = [];
        for (const frame of frames)
          resolved.push(left-- > 0 ? await resolveFrame(frame, occurrence.worker) : frame);
        return resolved;
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

interface FoundMap {
  text: string;
  /** Where its sources' paths begin. */
  folder: string;
}

/** The map that a file of the worker names in its last line. Nothing outside the worker's folder is read, whatever it says and wherever links lead. */
async function findBeside(file: string, folder: string): Promise<FoundMap | null> {
  const path = file.startsWith('file://') ? fileURLToPath(file) : file;
  if (!isAbsolute(path)) return null;
  const root = await realpath(folder);
  const read = async (wanted: string, mostBytes: number, fromEnd: boolean) => {
    const real = await realpath(wanted);
    if (!real.startsWith(root + sep)) return null;
    return readPart(real, mostBytes, fromEnd);
  };
  const code = await read(path, commentBytes, true);
  if (code === null) return null;
  // One in the file itself may begin long before the file's end.
  const comment = commentIn(code) ?? commentIn((await read(path, mostMapBytes, false)) ?? '');
  if (comment === null) return null;
  const inline = /^data:application\/json[^,]{0,100};base64,/.exec(comment)?.[0];
  if (inline !== undefined)
    return { text: Buffer.from(comment.slice(inline.length), 'base64').toString(), folder: dirname(path) };
  if (/^[a-z][a-z0-9+.-]*:/i.test(comment)) return null;
  const mapPath = resolve(dirname(path), decodeURI(comment));
  const text = await read(mapPath, mostMapBytes, false);
  return text === null ? null : { text, folder: dirname(mapPath) };
}

function commentIn(code: string): string | null {
  const at = code.lastIndexOf('//# sourceMappingURL=');
  const comment = at < 0 ? '' : code.slice(at + 21).trim();
  return comment === '' || /\s/.test(comment) ? null : comment;
}

/** Null for anything but a plain file, and for one that is longer when the whole is wanted. */
async function readPart(path: string, mostBytes: number, fromEnd: boolean): Promise<string | null> {
  const file = await open(path, 'r');
  try {
    const { size, isFile } = await file.stat().then((stat) => ({ size: stat.size, isFile: stat.isFile() }));
    if (!isFile || (!fromEnd && size > mostBytes)) return null;
    const length = Math.min(size, mostBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The library comes with the first map: most towers never see one. */
async function readMap({ text, folder }: FoundMap): Promise<Tracer> {
  const { AnyMap, originalPositionFor, sourceContentFor } = await import('@jridgewell/trace-mapping');
  const map = new AnyMap(text);
  // Now, and not with the first frame, is when it turns out that it cannot be read.
  originalPositionFor(map, { line: 1, column: 0 });
  return (line, column) => {
    const place = originalPositionFor(map, { line, column: column - 1 });
    // Not even a string where a broken map names a source that it does not have.
    if (typeof place.source !== 'string') return null;
    const content = sourceContentFor(map, place.source);
    const source = content === null ? null : around(content, place.line);
    return {
      file: !/^[a-z][a-z0-9+.-]+:/i.test(place.source) ? join(folder, place.source) : place.source,
      line: place.line,
      column: place.column + 1,
      inApp: !/(^|\/)node_modules\//.test(place.source),
      ...(source ? { source } : {}),
    };
  };
}

function around(content: string, line: number): Frame['source'] {
  const lines = content.split('\n');
  const text = lines[line - 1];
  if (text === undefined) return undefined;
  const shown = (some: readonly string[]) => some.map((one) => cut(one, longestLine));
  return {
    before: shown(lines.slice(Math.max(0, line - 1 - linesAround), line - 1)),
    line: cut(text, longestLine),
    after: shown(lines.slice(line, line + linesAround)),
  };
}
