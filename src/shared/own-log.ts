/** Yagura's own log: an entry begins with its time and its further lines are indented, rotated once it is large, never in the way when it cannot be written. */
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { plainText } from './plain-text.ts';

export interface OwnLog {
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
  close(): void;
}

export const ownLogBytes = 5 * 1024 * 1024;

/** Appends to `file`; warnings and errors also go to `alsoTo` (a terminal). */
export function openOwnLog(
  file: string,
  options: { alsoTo?: ((line: string) => void) | undefined; maxBytes?: number } = {},
): OwnLog {
  const { alsoTo, maxBytes = ownLogBytes } = options;
  let fd = openForAppend(file, maxBytes);
  let size = fd === null ? 0 : fstatSync(fd).size;
  const write = (level: string, text: string) => {
    const line = `${new Date().toISOString()} ${level} ${text.replaceAll('\n', '\n    ')}\n`;
    if (size > maxBytes || fd === null) {
      if (fd !== null) closeSync(fd);
      fd = openForAppend(file, maxBytes);
      size = 0;
    }
    try {
      if (fd !== null) size += writeSync(fd, line);
    } catch {
      // A full disk must not stop what the log is about.
    }
  };
  const writeAndShow = (level: string, text: string) => {
    const plain = plainText(text);
    write(level, plain);
    alsoTo?.(plain);
  };
  return {
    info: (text) => write('info', plainText(text)),
    warn: (text) => writeAndShow('warn', text),
    error: (text) => writeAndShow('error', text),
    close() {
      if (fd !== null) closeSync(fd);
      fd = null;
    },
  };
}

/** Opens a log for appending, moving it to `.1` first when it has grown large; null when that is not possible now. */
export function openForAppend(file: string, maxBytes: number): number | null {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const fd = openSync(file, 'a', 0o600);
    if (fstatSync(fd).size <= maxBytes) return fd;
    closeSync(fd);
    renameSync(file, `${file}.1`);
    return openSync(file, 'a', 0o600);
  } catch {
    return null;
  }
}
