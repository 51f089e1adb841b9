// Whether this program runs for the first time in the last five minutes. The demo's failures come soon then, and seldom later.
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export async function isFirstLately(name) {
  const mark = join(process.env.DEMO_DIR, `${name}.seen`);
  await mkdir(process.env.DEMO_DIR, { recursive: true });
  const seenMs = await stat(mark).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  await writeFile(mark, '');
  return Date.now() - seenMs > 5 * 60_000;
}
