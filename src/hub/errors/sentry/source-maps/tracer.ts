import { join } from 'node:path';
import type { Frame } from '../../../logs/index.ts';
import { cut } from '../json.ts';

/** A source map as it was found. */
export interface FoundMap {
  text: string;
  /** Where its sources' paths begin; null where nobody knows, and then they are told from the top of the project. */
  folder: string | null;
}

export interface Place extends Pick<Frame, 'file' | 'line' | 'column' | 'inApp' | 'source'> {
  /** What is written there: of a call, the name of what is called. */
  name: string | null;
}

/** Null: the map has nothing for that place. */
export type Tracer = (line: number, column: number) => Place | null;

export const mostMapBytes = 20 * 1024 * 1024;
const linesAround = 5;
const longestLine = 300;

/** The library comes with the first map: most towers never see one. Throws where the text is no map. */
export async function readMap({ text, folder }: FoundMap): Promise<Tracer> {
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
      file: pathOf(place.source, folder),
      line: place.line,
      column: place.column + 1,
      inApp: !/(^|\/)node_modules\//.test(place.source),
      name: place.name,
      ...(source ? { source } : {}),
    };
  };
}

function pathOf(source: string, folder: string | null): string {
  if (/^[a-z][a-z0-9+.-]+:/i.test(source)) return source;
  return folder === null ? source.replace(/^(\.{1,2}\/)+/, '') : join(folder, source);
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
