import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../shared/clock.ts';
import { createLogStore, type LogQuery, type LogStore } from './index.ts';

const all: LogQuery = { limit: 10_000, before: null, after: null, search: null, stream: null };

const mayMount = (() => {
  const place = mkdtempSync(join(tmpdir(), 'yagura-mount-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', place]).status === 0;
  if (mounted) spawnSync('umount', [place]);
  rmdirSync(place);
  return mounted;
})();

let place: string;
let store: LogStore;
let poller: NodeJS.Timeout;
const children: ChildProcess[] = [];

function mount(type: string, options: string): void {
  execFileSync('mount', ['-t', type, '-o', options, 'none', place]);
  store = createLogStore({ dir: place, clock: systemClock });
  poller = setInterval(() => store.poll(), 250);
}

function run(script: string, ...args: string[]): ChildProcess {
  const child = spawn('/bin/sh', ['-c', script, 'sh', ...args], { stdio: 'ignore', detached: true });
  children.push(child);
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  process.kill(-(child.pid as number), 'SIGKILL');
  await once(child, 'exit');
}

async function until(holds: () => boolean | Promise<boolean>, limitMs = 60_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('The awaited condition never held');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const codes = () => store.trouble().map(({ code }) => code);

describe.skipIf(!mayMount)('on a filesystem of its own (needs root, to mount one)', () => {
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'yagura-disk-'));
  });

  afterEach(async () => {
    clearInterval(poller);
    for (const child of children.splice(0)) await end(child);
    store.close();
    await until(() => spawnSync('umount', [place]).status === 0);
    rmdirSync(place);
  });

  it('lets a worker write on without an error while others fill the disk, and says what is going on', async () => {
    mount('tmpfs', 'size=16m');
    const { stdout } = store.open('steady', { maxBytes: 10_000_000, files: 5 });
    // 100 kB a second; ends with 3 at the first write that fails.
    const steady = `
      let i = 0;
      const from = Date.now();
      setInterval(() => {
        let text = '';
        for (const due = Date.now() - from; i < due; i++) text += 'line ' + i + ' ' + 'x'.repeat(90) + '\\n';
        try {
          if (require('fs').writeSync(1, text) !== text.length) process.exit(3);
        } catch { process.exit(3); }
      }, 10);`;
    const worker = run('exec node -e "$2" >>"$1"', stdout, steady);
    await until(() => store.bytesWritten('steady') > 200_000);
    await until(() => statSync(stdout).blocks * 512 > statSync(stdout).size + 500_000);
    run('while :; do cat /dev/zero >>"$1"; sleep 0.1; done', join(place, 'hog'));
    await until(() => codes().includes('disk_full'));
    expect(store.trouble().find(({ code }) => code === 'disk_full')?.detail).toMatch(
      /0\.\d MiB of 16\.0 MiB are free/,
    );
    const atFull = store.bytesWritten('steady');
    await until(() => store.bytesWritten('steady') > atFull + 1_000_000 || worker.exitCode !== null, 40_000);
    expect(worker.exitCode).toBeNull();
    const { lines } = await store.read('steady', all);
    const seen = lines.map(({ text }) => Number(/^line (\d+) x{90}$/.exec(text)?.[1]));
    expect(seen.length).toBeGreaterThan(500);
    seen.forEach((number, i) => expect(number).toBe((seen[0] ?? 0) + i));
    await end(children[1] as ChildProcess);
    rmSync(join(place, 'hog'));
    await until(() => !codes().some((code) => code.startsWith('disk_')));
    expect(worker.exitCode).toBeNull();
  }, 200_000);

  it('keeps noting when the disk has no room for its own index, and writes it down when there is', async () => {
    mount('tmpfs', 'size=4m');
    const { stdout } = store.open('w', { maxBytes: 1_000_000, files: 1 });
    await until(() => statSync(stdout).blocks > 0);
    run('cat /dev/zero >>"$1"', join(place, 'hog'));
    await until(() => codes().includes('disk_full'));
    run('i=0; while [ $i -lt 300 ]; do echo $i; i=$((i+1)); sleep 0.005; done >>"$1"', stdout);
    await until(() => store.bytesWritten('w') > 500);
    rmSync(join(place, 'hog'));
    await until(() => !codes().includes('disk_full'));
    await until(() => store.bytesWritten('w') === 1090);
    const { lines } = await store.read('w', all);
    expect(lines).toHaveLength(300);
    store.close();
    store = createLogStore({ dir: place, clock: systemClock });
    expect((await store.read('w', all)).lines).toEqual(lines);
  });

  it('lets a worker start whose log was never there before, on a full disk', async () => {
    mount('tmpfs', 'size=4m');
    run('cat /dev/zero >>"$1"', join(place, 'hog'));
    await until(() => codes().includes('disk_full'));
    const { stdout } = store.open('late', { maxBytes: 1_000_000, files: 1 });
    expect(store.open('late', { maxBytes: 1_000_000, files: 1 }).stdout).toBe(stdout);
    await until(() => store.trouble().some(({ detail }) => detail.includes('may be lost')));
    rmSync(join(place, 'hog'));
    await once(run('echo hello >>"$1"', stdout), 'exit');
    expect((await store.read('late', all)).lines.map(({ text }) => text)).toEqual(['hello']);
  });

  it('cuts whole files where holes cannot be punched, and says so', async () => {
    mount('ramfs', 'mode=700');
    await until(() => store.abilities()['logPunchHole'] === false);
    expect(store.abilities()).toEqual({ logPunchHole: false, logReserve: false });
    const options = { maxBytes: 250_000, files: 3 };
    const size = () => statSync(store.open('w', options).stdout).size;
    for (let i = 0; i < 8; i++) {
      const { stdout } = store.open('w', options);
      await once(
        run('seq -f "line %.0f" "$2" "$3" >>"$1"', stdout, `${i * 10_000}`, `${i * 10_000 + 9_999}`),
        'exit',
      );
      store.poll();
    }
    const { lines } = await store.read('w', all);
    const seen = lines.map(({ text }) => Number(/^line (\d+)$/.exec(text)?.[1]));
    seen.forEach((number, i) => expect(number).toBe((seen[0] ?? 0) + i));
    expect(seen.at(-1)).toBe(79_999);
    expect(size()).toBeLessThan(300_000);
    run('yes "one run that prints and prints" | head -c 3000000 >>"$1"', store.open('w', options).stdout);
    await until(() => store.trouble().some(({ detail }) => detail.includes('given back at once')));
    await until(() => size() < 300_000);
    expect(codes()).toContain('log_no_punch');
  });
});
