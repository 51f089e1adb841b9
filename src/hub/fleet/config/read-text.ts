/** Files that people write, read within a bound. */
import { open, stat } from 'node:fs/promises';
import { errnoOf, messageOf } from '../../../shared/failure.ts';

const longestFileBytes = 1024 * 1024;

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'the file may not be read',
  ELOOP: 'the file is a link to itself',
};

/** The text of a UTF-8 file without a byte order mark, or what is wrong with it. */
export async function readText(path: string): Promise<{ text: string } | { problem: string }> {
  try {
    // A device or a pipe could keep us waiting for ever.
    if (!(await stat(path)).isFile()) return { problem: 'this is not a file' };
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      if (size > longestFileBytes) {
        return { problem: `the file has ${size} bytes, expected at most ${longestFileBytes}` };
      }
      const bytes = (await handle.readFile()).subarray(0, longestFileBytes);
      return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof TypeError) return { problem: 'the file is not UTF-8 text' };
    return { problem: reasons[String(errnoOf(error))] ?? messageOf(error) };
  }
}
