import { open, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FoundMap, mostMapBytes } from './tracer.ts';

/** The comment that names the map is the last thing in a file, but a map that stands in the file itself may be long. */
const commentBytes = 64 * 1024;

/** The map that a file of the worker names in its last line. Nothing outside the worker's folder is read, whatever it says and wherever links lead. */
export async function findBeside(file: string, folder: string): Promise<FoundMap | null> {
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
  const inline = mapIn(comment);
  if (inline !== null) return { text: inline, folder: dirname(path) };
  if (/^[a-z][a-z0-9+.-]*:/i.test(comment)) return null;
  const mapPath = resolve(dirname(path), decodeURI(comment));
  const text = await read(mapPath, mostMapBytes, false);
  return text === null ? null : { text, folder: dirname(mapPath) };
}

/** What a file says of its map in its last line: where it is, or the map itself. */
export function commentIn(code: string): string | null {
  const at = code.lastIndexOf('//# sourceMappingURL=');
  const comment = at < 0 ? '' : code.slice(at + 21).trim();
  return comment === '' || /\s/.test(comment) ? null : comment;
}

/** The map that stands in the comment itself. */
export function mapIn(comment: string): string | null {
  const inline = /^data:application\/json[^,]{0,100};base64,/.exec(comment)?.[0];
  return inline === undefined ? null : Buffer.from(comment.slice(inline.length), 'base64').toString();
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
