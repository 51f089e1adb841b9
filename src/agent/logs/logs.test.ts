import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogLine } from '../../link/status.ts';
import { ManualClock, systemClock } from '../../shared/clock.ts';
import { createLogStore, type LogQuery, type LogStore } from './index.ts';
import { hasWriter } from './worker-log.ts';

const all: LogQuery = { limit: 10_000, before: null, after: null, search: null, stream: null };
const roomy = { maxBytes: 10_000_000, files: 5 };

let dir: string;
let store: LogStore;
let poller: NodeJS.Timeout;
const children: ChildProcess[] = [];

function openStore(): void {
  store = createLogStore({ dir, clock: systemClock });
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-logs-'));
  openStore();
  poller = setInterval(() => store.poll(), 250);
});

afterEach(async () => {
  clearInterval(poller);
  store.close();
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
  rmSync(dir, { recursive: true, force: true });
});

/** Runs a shell script as a worker does: it writes its own log files. */
function write(script: string, worker = 'w', options = roomy): ChildProcess {
  const { stdout, stderr } = store.open(worker, options);
  const child = spawn('/bin/sh', ['-c', `exec >>"$1" 2>>"$2"\n${script}`, 'sh', stdout, stderr], {
    stdio: 'ignore',
  });
  children.push(child);
  return child;
}

async function writeAll(script: string, worker = 'w', options = roomy): Promise<void> {
  const [code] = await once(write(script, worker, options), 'exit');
  expect(code).toBe(0);
}

async function until(holds: () => boolean | Promise<boolean>, limitMs = 60_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('The awaited condition never held');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const texts = (lines: LogLine[]) => lines.map(({ text }) => text);
const diskBytes = (path: string) => statSync(path).blocks * 512;
const numbers = (lines: LogLine[]) =>
  lines.map(({ text }) => Number(/^line (\d+)/.exec(text)?.[1] ?? Number.NaN));

describe('reading', () => {
  it('gives both streams with their time, newest last', async () => {
    const before = Date.now();
    await writeAll('echo one; sleep 1; echo two >&2; sleep 1; echo three');
    const { lines, before: more } = await store.read('w', all);
    expect(lines.map(({ text, stream }) => `${stream} ${text}`)).toEqual([
      'stdout one',
      'stderr two',
      'stdout three',
    ]);
    expect(more).toBeNull();
    const times = lines.map(({ time }) => Date.parse(time));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(before - 1000);
    expect((times[2] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(700);
    expect(lines.map(({ id }) => id)).toEqual(lines.map(({ id }) => id).toSorted());
  });

  it('has nothing to say about a worker that never wrote, and refuses names that are none', async () => {
    expect(await store.read('nobody', all)).toEqual({ lines: [], before: null });
    await expect(store.read('../etc', all)).rejects.toMatchObject({ code: 'worker_not_found' });
  });

  it('pages backward and forward without losing or repeating a line while the log grows', async () => {
    write('i=0; while [ $i -lt 3000 ]; do echo "line $i"; echo "line $i" >&2; i=$((i+1)); done; sleep 60');
    await until(
      async () => (await store.read('w', { ...all, limit: 1, search: 'line 2999' })).lines.length === 1,
    );
    const end = store.follow('w', () => {});
    const backward: LogLine[] = [];
    for (let before: string | null = null; ; ) {
      const page = await store.read('w', { ...all, limit: 257, before });
      appendFileSync(join(dir, 'w', 'stdout.log'), 'more\n');
      backward.unshift(...page.lines);
      before = page.before;
      if (before === null) break;
    }
    end();
    expect(backward).toHaveLength(6000);
    for (const stream of ['stdout', 'stderr']) {
      expect(numbers(backward.filter((line) => line.stream === stream))).toEqual(
        Array.from({ length: 3000 }, (_, i) => i),
      );
    }
    const forward = backward.slice(0, 1);
    while (forward.length < 6000) {
      const page = await store.read('w', { ...all, limit: 313, after: forward.at(-1)?.id ?? null });
      expect(page.lines.length).toBeGreaterThan(0);
      forward.push(...page.lines);
    }
    expect(forward.slice(0, 6000).map(({ id }) => id)).toEqual(backward.map(({ id }) => id));
    const between = await store.read('w', {
      ...all,
      after: backward[9]?.id ?? null,
      before: backward[20]?.id ?? null,
    });
    expect(between.lines).toEqual(backward.slice(10, 20));
  });

  it('reads around an instant: half from before it, half from then on, each line once', async () => {
    store.open('w', roomy);
    // Whoever follows lets the log be looked at twenty times a second, so that each pair gets a time of its own.
    const end = store.follow('w', () => {});
    await writeAll('for i in 1 2 3; do echo "line $i"; echo "line $i" >&2; sleep 0.4; done');
    end();
    const whole = await store.read('w', all);
    expect(whole.lines).toHaveLength(6);
    const moment = whole.lines[2]?.time ?? '';
    const around = await store.read('w', { ...all, limit: 4, at: moment });
    expect(around.lines).toEqual(whole.lines.slice(0, 4));
    const narrow = await store.read('w', { ...all, limit: 2, at: moment });
    expect(narrow.lines).toEqual(whole.lines.slice(1, 3));
    const older = await store.read('w', { ...all, before: narrow.before });
    expect(older.lines).toEqual(whole.lines.slice(0, 1));
    const newer = await store.read('w', { ...all, after: narrow.lines.at(-1)?.id ?? null });
    expect(newer.lines).toEqual(whole.lines.slice(3));
    const errors = await store.read('w', { ...all, stream: 'stderr', at: moment });
    expect(errors.lines).toEqual(whole.lines.filter((line) => line.stream === 'stderr'));
  });

  it('reads at the beginning or the end around an instant outside of what is kept', async () => {
    await writeAll('echo one; sleep 0.4; echo two');
    const { lines } = await store.read('w', all);
    expect((await store.read('w', { ...all, at: '2001-01-01T00:00:00.000Z' })).lines).toEqual(lines);
    expect((await store.read('w', { ...all, at: '2999-01-01T00:00:00.000Z' })).lines).toEqual(lines);
    expect(await store.read('w', { ...all, limit: 2, at: '2999-01-01T00:00:00.000Z' })).toEqual({
      lines: lines.slice(1),
      before: lines[1]?.id,
    });
  });

  it('keeps a line whole that was being printed at the instant', async () => {
    write('printf "begun "; sleep 1; echo "and ended"; sleep 0.5; echo next; sleep 60');
    await until(async () => texts((await store.read('w', all)).lines).at(-1) === 'next');
    const { lines } = await store.read('w', all);
    const between = new Date(Date.parse(lines[0]?.time ?? '') + 500).toISOString();
    expect(texts((await store.read('w', { ...all, at: between })).lines)).toEqual([
      'begun and ended',
      'next',
    ]);
  });

  it('reads one stream alone', async () => {
    await writeAll('echo a; echo b >&2; echo c');
    expect(texts((await store.read('w', { ...all, stream: 'stdout' })).lines)).toEqual(['a', 'c']);
    expect(texts((await store.read('w', { ...all, stream: 'stderr' })).lines)).toEqual(['b']);
  });

  it.each(['', 'x', '0000001', '000000120000000000', 'ZZZZZZZ00000000000', '../../../etc/passwd'])(
    'refuses the cursor %j',
    async (cursor) => {
      await writeAll('echo a');
      await expect(store.read('w', { ...all, before: cursor })).rejects.toMatchObject({ code: 'bad_cursor' });
      await expect(store.read('w', { ...all, after: cursor })).rejects.toMatchObject({ code: 'bad_cursor' });
    },
  );

  it('answers an invented cursor without failing', async () => {
    await writeAll('echo a; echo b');
    for (const cursor of ['000000000000000000', 'zzzzzzz1zzzzzzzzzz', '00000011zzzzzzzzzz']) {
      await store.read('w', { ...all, before: cursor });
      await store.read('w', { ...all, after: cursor });
    }
  });

  it('shows an unfinished line once the stream is quiet, and only once', async () => {
    write('printf "name: "; sleep 60');
    await until(() => statSync(join(dir, 'w', 'stdout.log')).size > 0);
    expect((await store.read('w', all)).lines).toEqual([]);
    await until(async () => (await store.read('w', all)).lines.length === 1);
    const { lines } = await store.read('w', all);
    expect(texts(lines)).toEqual(['name: ']);
    appendFileSync(join(dir, 'w', 'stdout.log'), 'Ann\nnext\n');
    expect(texts((await store.read('w', { ...all, after: lines[0]?.id ?? null })).lines)).toEqual(['next']);
    expect(texts((await store.read('w', all)).lines)).toEqual(['name: Ann', 'next']);
  });

  it("keeps a new run's first line apart from the unfinished last line of the run before", async () => {
    await writeAll('printf "killed in the mid"');
    await writeAll('echo fresh');
    expect(texts((await store.read('w', all)).lines)).toEqual(['killed in the mid', 'fresh']);
  });

  it('does not break a line that a running worker is in the middle of when it is adopted', async () => {
    const child = write('printf "half "; exec sleep 60');
    const { stdout } = store.open('w', roomy);
    await until(() => statSync(stdout).size > 0);
    store.open('w', roomy);
    child.kill();
    expect(readFileSync(stdout, 'utf8')).toBe('half ');
  });
});

describe('odd output', () => {
  it('shows binary, NULs, carriage returns and invalid UTF-8 as text', async () => {
    await writeAll(
      String.raw`printf 'a\000b\r\n\377\376x\n\n\303\251t\303\251\n'; head -c 300000 /dev/urandom`,
    );
    const { lines } = await store.read('w', all);
    expect(texts(lines).slice(0, 4)).toEqual(['a\u2400b', '\ufffd\ufffdx', '', 'été']);
    expect(lines.every(({ text }) => !text.includes('\0') && !text.includes('\n'))).toBe(true);
  });

  it('cuts a long line between characters and says so', async () => {
    await writeAll(
      `node -e "process.stdout.write('é'.repeat(9000) + '\\n' + 'x'.repeat(16384) + '\\nend\\n')"`,
    );
    const { lines } = await store.read('w', all);
    expect(lines.map(({ text, truncated }) => [text.length, truncated])).toEqual([
      [8192, true],
      [16384, false],
      [3, false],
    ]);
    expect(lines[0]?.text.endsWith('é')).toBe(true);
  });

  it('breaks an endless line the same way for whoever reads it', async () => {
    const seen: LogLine[] = [];
    const { stdout } = store.open('w', roomy);
    store.follow('w', (lines) => seen.push(...lines));
    writeFileSync(stdout, `first\n${'y'.repeat(4_500_000)}\nlast\n${'z'.repeat(70_000)}\nafter\n`);
    await until(() => seen.at(-1)?.text === 'after');
    const { lines } = await store.read('w', all);
    const forward = await store.read('w', { ...all, after: lines[0]?.id ?? null });
    expect(lines.length).toBe(8);
    expect(lines.map(({ truncated }) => truncated)).toEqual([
      false,
      true,
      true,
      true,
      true,
      false,
      true,
      false,
    ]);
    expect(lines.slice(1)).toEqual(forward.lines);
    const missed = seen.filter(({ id }) => !lines.some((line) => line.id === id));
    expect(missed.every(({ text }) => text.includes('left out'))).toBe(true);
  });

  it('stays small while a worker prints an endless line', async () => {
    const child = write('exec tr "\\0" y </dev/zero', 'w', { maxBytes: 1_000_000, files: 4 });
    const seen: LogLine[] = [];
    store.follow('w', (lines) => seen.push(...lines.slice(-1)));
    await until(() => store.bytesWritten('w') > 60_000_000);
    const before = process.memoryUsage().rss;
    await until(() => store.bytesWritten('w') > 300_000_000, 19_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(64_000_000);
    child.kill('SIGKILL');
    await once(child, 'exit');
    // What is kept of it may be one unfinished line, which is shown when it has been silent for a while.
    const lines = await vi.waitFor(
      async () => {
        const page = await store.read('w', { ...all, limit: 5 });
        expect(page.lines.length).toBeGreaterThan(0);
        return page.lines;
      },
      { timeout: 10_000, interval: 100 },
    );
    for (const { text, truncated } of lines)
      expect([text, truncated]).toEqual([expect.stringMatching(/^y+$/), text.length === 16_384]);
  }, 40_000);
});

describe('search', () => {
  it('finds text whatever its case, over pages that each do bounded work', async () => {
    store.open('w', roomy);
    const path = join(dir, 'w', 'stdout.log');
    const filler = `${'nothing to see here '.repeat(4)}\n`.repeat(13_000);
    for (let i = 0; i < 20; i++) appendFileSync(path, `${i % 10 === 0 ? `Needle ${i}\n` : ''}${filler}`);
    const found: string[] = [];
    let calls = 0;
    for (let before: string | null = null; ; ) {
      const page = await store.read('w', { ...all, before, search: 'nEEdle' });
      calls += 1;
      found.unshift(...texts(page.lines));
      before = page.before;
      if (before === null) break;
    }
    expect(found).toEqual(['Needle 0', 'Needle 10']);
    expect(calls).toBeGreaterThan(1);
    expect(calls).toBeLessThan(5);
  });

  it('leaves the event loop free meanwhile', async () => {
    store.open('w', roomy);
    writeFileSync(join(dir, 'w', 'stdout.log'), '\n'.repeat(500_000) + 'abc\n'.repeat(500_000));
    // In processor time: what others on this machine take is not ours.
    let longestMs = 0;
    let last = process.cpuUsage();
    const beat = setInterval(() => {
      const { user, system } = process.cpuUsage(last);
      longestMs = Math.max(longestMs, (user + system) / 1000);
      last = process.cpuUsage();
    }, 1);
    await store.read('w', { ...all, search: 'absent' });
    clearInterval(beat);
    expect(longestMs).toBeLessThan(250); // aimed at 20; the rest is for other threads and a cold start
  });
});

describe('following', () => {
  it('gives lines as they are written', async () => {
    await writeAll('echo old');
    const seen: LogLine[] = [];
    const stop = store.follow('w', (lines) => seen.push(...lines));
    await writeAll('echo new; echo bad >&2; printf unfinished');
    await until(() => seen.length === 3);
    expect(texts(seen).sort()).toEqual(['bad', 'new', 'unfinished']);
    const read = (await store.read('w', all)).lines.slice(1);
    expect(seen.map(({ id }) => id).sort()).toEqual(read.map(({ id }) => id));
    stop();
    const { stdout } = store.open('w', roomy);
    appendFileSync(stdout, 'unheard\n');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(texts(seen)).not.toContain('unheard');
  });

  it('leaves lines out, and counts them, when there are too many', async () => {
    let shown = 0;
    let leftOut = 0;
    let last = '';
    store.open('w', roomy);
    store.follow('w', (lines) => {
      expect(lines.length).toBeLessThanOrEqual(1001);
      for (const { text } of lines) {
        const left = /(\d+) lines left out/.exec(text);
        if (left) leftOut += Number(left[1]);
        else shown += 1;
        last = text;
      }
    });
    await writeAll('seq 1 400000');
    await until(() => last === '400000');
    expect(leftOut).toBeGreaterThan(0);
    expect(shown + leftOut).toBe(400_000);
  }, 90_000);

  it('shows some of a flood that comes faster than it can be read', async () => {
    const { stdout } = store.open('w', roomy);
    let shown = 0;
    store.follow('w', (lines) => {
      shown += lines.length;
    });
    const flood = 'a line of a flood\n'.repeat(20_000);
    for (let written = 0; shown === 0 && written < 400; written++) {
      appendFileSync(stdout, flood);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(shown).toBeGreaterThan(0);
  });

  it('may begin before the worker was ever started', async () => {
    const seen: LogLine[] = [];
    store.follow('early', (lines) => seen.push(...lines));
    await writeAll('echo hello', 'early');
    await until(() => seen.length === 1);
  });
});

describe('watching', () => {
  it('matches complete new lines only', async () => {
    await writeAll('echo done 1');
    const seen: string[] = [];
    const stop = store.watch('w', /done (\d+)/, (match) => seen.push(match[1] ?? ''));
    await writeAll('echo done 2; echo other; echo done 3; printf "done 4"');
    await until(() => seen.length === 2);
    expect(seen).toEqual(['2', '3']);
    stop();
    await writeAll('echo done 5');
    store.poll();
    expect(seen).toEqual(['2', '3']);
  });

  it('gives up on a pattern that would hang, and says so for as long as it is off', async () => {
    store.close();
    const clock = new ManualClock();
    store = createLogStore({ dir, clock });
    const { stdout } = store.open('w', roomy);
    let given = 0;
    const onGivenUp = () => void given++;
    const stop = store.watch('w', /^(a+)+$/, () => {}, onGivenUp);
    for (let i = 0; i < 3; i++) {
      appendFileSync(stdout, `${'a'.repeat(60)}!\n`);
      await until(() => {
        store.poll();
        return store.trouble().some(({ code }) => code === 'log_pattern_slow');
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    await until(() => store.trouble().some(({ detail }) => detail.includes('no longer looked for')));
    expect(given).toBe(1);
    const slow = () => store.trouble().filter(({ code }) => code === 'log_pattern_slow');
    clock.advance(24 * 3_600_000);
    expect(slow()).toHaveLength(1);
    stop();
    expect(slow()).toEqual([]);
  });
});

describe('signs of life', () => {
  it('tells when a worker wrote last and how much', async () => {
    store.open('w', roomy);
    expect(store.lastWriteAt('w')).toBeNull();
    const before = systemClock.monotonic();
    await writeAll('echo 12345');
    store.poll();
    await until(() => store.lastWriteAt('w') !== null);
    expect(store.lastWriteAt('w') ?? 0).toBeGreaterThanOrEqual(before - 50);
    expect(store.lastWriteAt('w') ?? 0).toBeLessThanOrEqual(systemClock.monotonic());
    expect(store.bytesWritten('w')).toBe(6);
    expect(store.bytesWritten('nobody')).toBe(0);
  });

  it('looks at 1,000 workers in little time', () => {
    for (let i = 0; i < 1000; i++) store.open(`worker-${i}`, roomy);
    const took = Array.from({ length: 20 }, () => {
      const from = performance.now();
      store.poll();
      return performance.now() - from;
    }).sort((a, b) => a - b);
    expect(took[10]).toBeLessThan(100); // about 2 on an idle machine
  });
});

describe('retention', () => {
  it('stays within its bound and keeps whole lines at 20 MB/s', async () => {
    const options = { maxBytes: 4_000_000, files: 5 };
    const script = `
      const line = (i) => 'line ' + i + ' ' + 'x'.repeat(100) + '\\n';
      let i = 0;
      const from = Date.now();
      const step = () => {
        const due = Math.min(5, (Date.now() - from) / 1000, (i + 3600) / 180000) * 180000;
        let text = '';
        while (i < due) text += line(i++);
        require('fs').writeSync(1, text);
        if (Date.now() - from < 5000) setTimeout(step, 10); else process.exit(0);
      };
      step();`;
    const { stdout } = store.open('w', options);
    let most = 0;
    let [lookedAt, longestGapMs] = [performance.now(), 0];
    const gauge = setInterval(() => {
      most = Math.max(most, diskBytes(stdout));
      longestGapMs = Math.max(longestGapMs, performance.now() - lookedAt);
      lookedAt = performance.now();
    }, 20);
    const child = write(`exec node -e "${script.replaceAll('\n', ' ')}"`, 'w', options);
    while (child.exitCode === null) {
      const { lines } = await store.read('w', { ...all, limit: 500 });
      const seen = numbers(lines);
      seen.forEach((number, i) => expect(number).toBe((seen[0] ?? 0) + i));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    clearInterval(gauge);
    expect(store.bytesWritten('w')).toBeGreaterThan(20_000_000);
    // The writer makes 40 MB/s at most; while this process is not given the processor, nobody can cut.
    expect(most).toBeLessThan(20_000_000 + longestGapMs * 40_000);
    const kept: LogLine[] = [];
    for (let before: string | null = null; ; ) {
      const page = await store.read('w', { ...all, before });
      kept.unshift(...page.lines);
      before = page.before;
      if (before === null) break;
    }
    const seen = numbers(kept);
    expect(seen.length).toBeGreaterThan(30_000);
    expect(seen.at(-1)).toBe(seen[0]! + seen.length - 1);
    seen.forEach((number, i) => expect(number).toBe(seen[0]! + i));
    const times = kept.map(({ time }) => time);
    expect(times).toEqual(times.toSorted());
    expect(store.abilities()).toEqual({ logPunchHole: true, logReserve: true });
  }, 40_000);

  it('gives back the oldest of both streams', async () => {
    const options = { maxBytes: 200_000, files: 2 };
    await writeAll('yes old | head -c 150000', 'w', options);
    await until(() => store.bytesWritten('w') === 150_000);
    await writeAll('yes new | head -c 400000 >&2', 'w', options);
    await until(() => diskBytes(join(dir, 'w', 'stdout.log')) <= 4096);
    await until(() => diskBytes(join(dir, 'w', 'stderr.log')) < 400_000);
    expect(new Set(texts((await store.read('w', all)).lines))).toEqual(new Set(['new']));
  });

  it('begins a fresh file at the next start when one grew very long', async () => {
    const tiny = { maxBytes: 1_000, files: 2_000 };
    await writeAll('seq -f "line %.0f" 0 199999', 'w', tiny);
    const file = join(dir, 'w', 'stdout.log');
    // Whoever gives the oldest blocks back has the file open, too.
    await until(() => diskBytes(file) < 2_100_000 && !hasWriter(file));
    await writeAll('echo line 200000', 'w', tiny);
    expect(statSync(join(dir, 'w', 'stdout.log')).size).toBe(12);
    const { lines } = await store.read('w', { ...all, limit: 100 });
    expect(numbers(lines)).toEqual(Array.from({ length: 100 }, (_, i) => 199_901 + i));
    store.close();
    openStore();
    expect((await store.read('w', { ...all, limit: 100 })).lines).toEqual(lines);
    const aside = join(dir, 'w', 'stdout.0.log');
    expect(statSync(aside).size).toBeGreaterThan(1_000_000);
    await writeAll('yes | head -c 3000000', 'w', tiny);
    await until(() => statSync(aside, { throwIfNoEntry: false }) === undefined);
  });
});

describe('another life of the agent', () => {
  it('goes on where the last one was, with the same ids and times', async () => {
    await writeAll('echo one; sleep 0.3; echo two >&2');
    const { lines } = await store.read('w', all);
    store.close();
    const { stdout } = { stdout: join(dir, 'w', 'stdout.log') };
    appendFileSync(stdout, 'while away\n');
    const written = statSync(stdout).mtimeMs;
    openStore();
    const again = (await store.read('w', all)).lines;
    expect(again.slice(0, 2)).toEqual(lines);
    expect(again[2]?.text).toBe('while away');
    expect(Math.abs(Date.parse(again[2]?.time ?? '') - written)).toBeLessThan(2);
    expect(store.lastWriteAt('w')).toBeNull();
  });

  it('loses and repeats nothing when agents are killed while they give space back', async () => {
    const agent = `
      import { createLogStore } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))};
      import { systemClock } from ${JSON.stringify(join(import.meta.dirname, '../../shared/clock.ts'))};
      const store = createLogStore({ dir: ${JSON.stringify(dir)}, clock: systemClock });
      store.open('w', { maxBytes: 100_000, files: 2 });
      setInterval(() => store.poll(), 10);
      console.log('polling');`;
    const { stdout } = store.open('w', { maxBytes: 100_000, files: 2 });
    store.close();
    const loop =
      'let i = 0; setInterval(() => { let t = String(); for (let k = 0; k < 400; k++) t += `line ${i++}\\n`; require(`fs`).writeSync(1, t); }, 10)';
    const writer = spawn('/bin/sh', ['-c', 'exec node -e "$2" >>"$1"', 'sh', stdout, loop], {
      stdio: 'ignore',
    });
    children.push(writer);
    let last = 0;
    for (let life = 0; life < 5; life++) {
      const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', agent], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.push(child);
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, 50 + 70 * life));
      child.kill('SIGKILL');
      await once(child, 'exit');
      openStore();
      const { lines } = await store.read('w', { ...all, limit: 1_000_000 });
      const seen = numbers(lines);
      seen.forEach((number, i) => expect(number).toBe((seen[0] ?? 0) + i));
      expect(seen.at(-1)).toBeGreaterThan(last);
      last = seen.at(-1) ?? 0;
      store.close();
    }
  }, 240_000);

  it('overwrites a mark that was cut off', async () => {
    await writeAll('echo one');
    await store.read('w', all);
    store.close();
    appendFileSync(join(dir, 'w', 'times.idx'), 'torn');
    for (const text of ['two', 'three']) {
      openStore();
      await writeAll(`echo ${text}`);
      await store.read('w', all);
      store.close();
    }
    openStore();
    expect(texts((await store.read('w', all)).lines)).toEqual(['one', 'two', 'three']);
    expect(statSync(join(dir, 'w', 'times.idx')).size).toBe(64 + 3 * 24);
  });

  it('starts anew when its index is rubbish', async () => {
    await writeAll('echo kept');
    store.close();
    writeFileSync(join(dir, 'w', 'times.idx'), 'rubbish');
    openStore();
    expect(texts((await store.read('w', all)).lines)).toEqual(['kept']);
  });

  it('leaves a forgotten worker alone but can still read its files', async () => {
    await writeAll('echo a');
    store.forget('w');
    store.forget('w');
    expect(store.lastWriteAt('w')).toBeNull();
    expect(texts((await store.read('w', all)).lines)).toEqual(['a']);
  });
});

describe("other people's hands", () => {
  const changed = (what: string) => () => store.trouble().some(({ detail }) => detail.includes(what));

  it('goes on after a truncation', async () => {
    write('while :; do echo tick; sleep 0.05; done');
    await until(() => store.bytesWritten('w') > 30);
    truncateSync(join(dir, 'w', 'stdout.log'), 0);
    await until(changed('truncated'));
    await until(async () => (await store.read('w', all)).lines.length > 3);
    expect(new Set(texts((await store.read('w', all)).lines))).toEqual(new Set(['tick']));
  });

  it('goes on after a removal, and has a file again at the next start', async () => {
    const child = write('while :; do echo tick; sleep 0.05; done');
    await until(() => store.bytesWritten('w') > 10);
    unlinkSync(join(dir, 'w', 'stdout.log'));
    await until(changed('removed'));
    const seen = store.bytesWritten('w');
    await until(() => store.bytesWritten('w') > seen);
    child.kill();
    await once(child, 'exit');
    await writeAll('echo again');
    expect(texts((await store.read('w', all)).lines)).toEqual(['again']);
  });

  it('goes on when the file was replaced while the agent was away', async () => {
    await writeAll('echo before');
    store.close();
    renameSync(join(dir, 'w', 'stdout.log'), join(dir, 'w', 'aside'));
    writeFileSync(join(dir, 'w', 'stdout.log'), 'after, and longer\n');
    openStore();
    expect(texts((await store.read('w', all)).lines)).toEqual(['after, and longer']);
  });
});
