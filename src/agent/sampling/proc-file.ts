/** A file of /proc that is kept open: reading it again costs a quarter of opening it anew. */
import { closeSync, openSync, readSync } from 'node:fs';

let buffer = Buffer.allocUnsafe(16 * 1_024);
/** The kernel hands out long lists about a page at a time, so a piece shorter than this is the last. */
const shortestPieceBytes = 2_048;

/** What an open /proc file says now, or null when it cannot be read (any more). */
export function readAgain(fd: number): string | null {
  try {
    let length = 0;
    for (;;) {
      const piece = readSync(fd, buffer, length, buffer.length - length, length);
      length += piece;
      if (piece < shortestPieceBytes) return buffer.toString('latin1', 0, length);
      if (buffer.length - length < shortestPieceBytes) {
        buffer = Buffer.concat([buffer], buffer.length * 2);
      }
    }
  } catch {
    return null;
  }
}

export interface ProcFile {
  /** Null when there is no such file or the kernel refuses. */
  read(): string | null;
  close(): void;
}

/** Opens at the first read. A file that is missing once is not looked for again. */
export function openProcFile(path: string): ProcFile {
  let fd: number | null | undefined;
  return {
    read() {
      if (fd === undefined) fd = tryOpen(path);
      return fd === null ? null : readAgain(fd);
    },
    close() {
      if (typeof fd === 'number') closeSync(fd);
      fd = null;
    },
  };
}

export function tryOpen(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch {
    return null;
  }
}
