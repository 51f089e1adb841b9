/** netdata from Debian, in a folder and on a port of its own, as it is configured there. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../test/fixtures/tower.ts';
import { waitUntil } from '../../test/fixtures/wait-until.ts';
import { createMarked } from './marked.ts';

export interface Netdata {
  readonly name: string;
  readonly url: string;
  /** Evaluated in its page: the first chart is drawn. */
  readonly isReady: string;
  cleanUp(): Promise<void>;
}

export async function startNetdata(): Promise<Netdata> {
  const marked = createMarked('netdata');
  const { folder } = marked;
  const port = await freePort();
  const folders = ['cache', 'lib', 'log', 'lock'].map((name) => join(folder, name));
  for (const each of folders) mkdirSync(each);
  const [cache, lib, log] = folders;
  const file = join(folder, 'netdata.conf');
  writeFileSync(
    file,
    [
      '[global]',
      'run as user = root',
      '[directories]',
      `cache = ${cache}`,
      `lib = ${lib}`,
      `log = ${log}`,
      '[web]',
      'web files owner = root',
      'web files group = root',
      'bind to = 127.0.0.1',
      '[ml]',
      'enabled = no',
      '',
    ].join('\n'),
  );
  const url = `http://127.0.0.1:${port}`;
  spawn('netdata', ['-D', '-c', file, '-p', String(port), '-P', join(folder, 'pid')], {
    env: marked.env,
    stdio: 'ignore',
    cwd: folder,
  }).on('error', () => {}); // told by the wait
  try {
    await waitUntil('netdata answers', async () => (await fetch(`${url}/api/v1/info`)).ok, {
      withinMs: 60_000,
      everyMs: 200,
    });
  } catch (error) {
    await marked.cleanUp();
    throw error;
  }
  return {
    name: 'netdata 1.37.1',
    url: `${url}/`,
    isReady: `document.querySelector('.dygraph-label, canvas')`,
    cleanUp: () => marked.cleanUp(),
  };
}
