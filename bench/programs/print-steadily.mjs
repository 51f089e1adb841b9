/**
 * Prints so many bytes a second for so long, and leaves a line `slowest write, all writes, everything: ms` in a file:
 * print-steadily.mjs BYTES_A_SECOND SECONDS RESULT_FILE
 */
import { writeFileSync, writeSync } from 'node:fs';

const [bytesASecond, seconds] = process.argv.slice(2, 4).map(Number);
const resultFile = process.argv[4];
const line = `${'0123456789abcdef'.repeat(6)}xyz\n`;
const chunk = Buffer.from(line.repeat(655)); // about 64 KiB, as a busy program's buffer
const total = bytesASecond * seconds;
const startedAt = performance.now();
let written = 0;
let slowest = 0;
let writing = 0;
while (written < total) {
  const dueAt = startedAt + (written / bytesASecond) * 1000;
  const wait = dueAt - performance.now();
  if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
  const before = performance.now();
  for (let at = 0; at < chunk.length; ) at += writeAll(chunk.subarray(at));
  const took = performance.now() - before;
  writing += took;
  slowest = Math.max(slowest, took);
  written += chunk.length;
}
writeFileSync(resultFile, `${slowest} ${writing} ${performance.now() - startedAt}`);
setInterval(() => {}, 1_000_000);

/** Into a pipe that is full nothing can be written for a moment. */
function writeAll(bytes) {
  try {
    return writeSync(1, bytes);
  } catch (error) {
    if (error.code === 'EAGAIN') return 0;
    throw error;
  }
}
