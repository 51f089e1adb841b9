import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FleetEvent, WorkerDetail } from '../../src/hub/fleet/index.ts';
import { living } from '../fixtures/pid.ts';
import { processesNamed, timeOf, waitForEvent } from '../fixtures/sightings.ts';
import { freePort, startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

const frozen = ['frozen-0', 'frozen-1', 'frozen-2'];
const quickly = { every: '300ms', timeout: '300ms', failures: 2, start_period: '0s' };

/** Answers every request, and sends heartbeats only at first. */
const heartStops = `
  require('node:http').createServer((_, answer) => answer.end('fine')).listen(Number(process.env.PORT), '127.0.0.1');
  let beats = 0;
  const timer = setInterval(() => {
    if (++beats > 3) return clearInterval(timer);
    fetch(process.env.YAGURA_PING_URL).then(() => console.log('beat'), () => {});
  }, 300);`;

/** Accepts connections and never says a word. */
const mute = `require('node:net').createServer(() => {}).listen(Number(process.env.PORT), '127.0.0.1');`;

/** Consumes task after task. The first five are done; from then on each one fails, and the loop goes on as if nothing had happened. */
const failsEveryTask = `
  const tell = (counter) => fetch(process.env.YAGURA_PING_URL + '/progress?add=1&counter=' + counter);
  let tasks = 0;
  setInterval(async () => {
    try {
      await fetch(process.env.YAGURA_PING_URL);
      await tell('tasks_taken');
      if (++tasks > 5) throw new Error('invalid API key');
      await tell('tasks_done');
      console.log('done at ' + Date.now());
    } catch (error) {
      console.log('task failed: ' + error.message);
    }
  }, 150);`;

let tower: Tower;
let workshop: string;
let startedAt: number;

beforeAll(async () => {
  workshop = mkdtempSync(join(tmpdir(), 'yagura-workshop-'));
  const program = (name: string, text: string) => {
    const file = join(workshop, `${name}.cjs`);
    writeFileSync(file, text);
    return [process.execPath, file];
  };
  const [heartPort, mutePort] = [await freePort(), await freePort()];
  startedAt = Date.now();
  tower = await startTower({
    config: {
      workers: {
        crasher: { command: 'sleep 1.2; exit 1' },
        frozen: { command: ['sleep', '1000'], instances: frozen.length },
        paused: { command: ['sleep', '1000'] },
        'heart-stops': {
          command: program('heart-stops', heartStops),
          env: { PORT: heartPort },
          health: [{ http: `http://127.0.0.1:${heartPort}/`, every: '300ms' }, { heartbeat: '2s' }],
        },
        'counter-stuck': {
          command:
            'for i in 1 2 3; do echo total=$i; sleep 0.3; done; while :; do echo total=3 again; sleep 0.3; done',
          health: [{ progress: { pattern: 'total=(\\d+)', within: '3s' } }],
        },
        'fails-every-task': {
          command: program('fails-every-task', failsEveryTask),
          health: [{ heartbeat: '3s' }, { progress: { counter: 'tasks_done', within: '3s' } }],
        },
        'long-silent-job': {
          // A good part of a core, and not a word.
          command: 'while :; do i=0; while [ $i -lt 40000 ]; do i=$((i+1)); done; sleep 0.1; done',
          health: [{ log_silence: '8s' }],
        },
        'silent-idle': { command: ['sleep', '1000'], health: [{ log_silence: '8s' }] },
        'exec-hangs': {
          command: ['sleep', '1000'],
          health: [{ exec: 'sleep 74001 & sleep 74001', ...quickly }],
        },
        'http-mute': {
          command: program('mute', mute),
          env: { PORT: mutePort },
          health: [{ http: `http://127.0.0.1:${mutePort}/`, ...quickly }],
        },
        'every-second': { command: 'echo ran', schedule: '* * * * * *' },
        'too-long-for-it': { command: 'sleep 3', schedule: '* * * * * *' },
        'by-the-minute': { command: 'exit 1', schedule: '0 3 * * *' },
        far: { kind: 'external', heartbeat: { every: '2s', grace: '1s' } },
        jobs: { kind: 'external', heartbeat: { every: '1h', grace: '1m' } },
        unheard: { kind: 'external', heartbeat: { every: '1h', grace: '1m' } },
      },
    },
  });
});
afterAll(async () => {
  await tower?.cleanUp();
  rmSync(workshop, { recursive: true, force: true });
});

describe('a worker that somebody stopped with SIGSTOP', () => {
  test('is seen within two seconds and runs again within ten, without any check', async () => {
    const pids = await Promise.all(frozen.map(async (name) => living((await running(name)).pid)));
    const stoppedAt = Date.now();
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    const told = { after: stoppedAt };
    const seen = await Promise.all(frozen.map((name) => waitForEvent(tower, name, 'worker.unhealthy', told)));
    const healed = await Promise.all(frozen.map((name) => waitForEvent(tower, name, 'worker.started', told)));
    const seenMs = seen.map((event) => timeOf(event) - stoppedAt);
    const healedMs = healed.map((event) => timeOf(event) - stoppedAt);
    console.log(`SIGSTOP: seen after ${seenMs.join(', ')} ms, healed after ${healedMs.join(', ')} ms`);
    expect(median(seenMs)).toBeLessThanOrEqual(2_000);
    expect(median(healedMs)).toBeLessThanOrEqual(10_000);
    for (const event of seen) expect(event.data).toMatchObject({ check: 'process' });
    const after = await Promise.all(frozen.map((name) => running(name)));
    expect(after.map(({ lastExit }) => lastExit?.reason)).toEqual(['health', 'health', 'health']);
  });

  test('and who let it go on soon is left alone', async () => {
    const { pid } = await running('paused');
    process.kill(pid as number, 'SIGSTOP');
    const letGoAt = performance.now() + 1_500;
    await waitUntil('a second and a half has passed', () => performance.now() > letGoAt);
    process.kill(pid as number, 'SIGCONT');
    const quietUntil = performance.now() + 4_500;
    await waitUntil('it would have been killed by now', () => performance.now() > quietUntil);
    expect(await tower.worker('paused')).toMatchObject({ state: 'running', pid, restarts: 0 });
    expect(await tower.events('&worker=paused&type=worker.stopping')).toEqual([]);
  });
});

/** Its window of three seconds and two more are promised, and printed; these happen once, and a machine that is busy just then gets three more. */
const seenWithinMs = 8_000;

describe('a worker that is alive but useless', () => {
  test('its counter stands still while it goes on printing: seen soon after the window', async () => {
    const seen = await waitForEvent(tower, 'counter-stuck', 'worker.unhealthy');
    const lines = await logOf('counter-stuck');
    const lastMove = lines.find(({ text }) => text === 'total=3');
    const afterMs = timeOf(seen) - Date.parse(lastMove?.time ?? '');
    console.log(`counter stands still: seen after ${afterMs} ms of a window of 3000 ms`);
    expect(afterMs).toBeGreaterThanOrEqual(2_500); // a line's time is exact to a quarter of a second
    expect(afterMs).toBeLessThanOrEqual(seenWithinMs);
    await healedFor('counter-stuck', 'progress');
  });

  test('every task fails while heartbeats and other counters come in: seen by what it achieves', async () => {
    const seen = await waitForEvent(tower, 'fails-every-task', 'worker.unhealthy');
    const successes = (await logOf('fails-every-task')).flatMap(
      ({ text }) => /^done at (\d+)$/.exec(text)?.[1] ?? [],
    );
    const last = Math.max(...successes.slice(0, 5).map(Number));
    console.log(`every task fails: seen after ${timeOf(seen) - last} ms of a window of 3000 ms`);
    expect(seen.data).toMatchObject({ check: 'progress' });
    expect(timeOf(seen) - last).toBeLessThanOrEqual(seenWithinMs);
    await healedFor('fails-every-task', 'progress');
  });

  test('its heartbeat is dead while its page still answers', async () => {
    await healedFor('heart-stops', 'heartbeat');
  });
});

describe('checks that get no answer', () => {
  test('a command that hangs counts as failed, and leaves nothing behind', async () => {
    await healedFor('exec-hangs', 'exec');
    await tower.api('/workers/exec-hangs/stop', { method: 'POST' });
    await tower.waitForWorker('exec-hangs', ({ state }) => state === 'stopped');
    await waitUntil('no command of it is left', () => processesNamed(tower, 'sleep 74001').length === 0);
  });

  test('a page that accepts and never answers counts as failed', async () => {
    const { detail } = await healedFor('http-mute', 'http');
    expect(detail).toContain('no answer within');
  });
});

describe('an external worker', () => {
  test('is unknown at first, runs by its heartbeats, is lost without them, and comes back', async () => {
    expect(await tower.worker('unheard')).toMatchObject({ state: 'unknown', health: 'unknown', pid: null });
    await ping('far');
    await tower.waitForWorker('far', ({ state }) => state === 'running');
    await tower.waitForWorker('far', ({ state }) => state === 'lost');
    await ping('far');
    await tower.waitForWorker('far', ({ state }) => state === 'running');
    const types = (await tower.events('&worker=far')).map(({ type }) => type);
    expect(types).toContain('worker.lost');
    expect(types).toContain('worker.recovered');
    const refused = await tower.fetch('/api/v1/workers/far/start', { method: 'POST' });
    expect(refused.status).toBe(409);
  });

  test('tells how its job went, as with Healthchecks', async () => {
    await ping('jobs', '/start');
    expect((await tower.worker('jobs')).state).not.toBe('lost');
    await ping('jobs', '/0');
    await tower.waitForWorker('jobs', ({ state }) => state === 'running');
    await ping('jobs', '/fail', 'no space left');
    const failed = await tower.waitForWorker('jobs', ({ state }) => state === 'unhealthy');
    expect(failed.reason).toContain('no space left');
    await ping('jobs');
    await tower.waitForWorker('jobs', ({ state }) => state === 'running');
    await ping('jobs', '/3');
    const ended = await tower.waitForWorker('jobs', ({ state }) => state === 'unhealthy');
    expect(ended.reason).toContain('3');
    await ping('jobs', '/log', 'half way');
    expect((await waitForEvent(tower, 'jobs', 'worker.note')).data).toMatchObject({ text: 'half way' });
  });

  test.each(['/256', '/-1', '/nonsense', '/3/4'])('a sign %s that means nothing is refused', async (sign) => {
    const url = await pingUrl('jobs');
    const { status } = await fetch(url + sign, { method: 'POST' });
    expect([400, 404]).toContain(status);
  });

  test.each(['00000000-0000-4000-8000-000000000000', 'jobs', '%2e%2e'])(
    'nobody answers to the id %s',
    async (id) => {
      const { status } = await tower.fetch(`/ping/${id}`, { token: null, method: 'POST' });
      expect([400, 404]).toContain(status);
    },
  );
});

describe('schedules', () => {
  test('a job runs at its times, and ending well is no trouble', async () => {
    const completed = await waitUntil('it ran three times', async () => {
      const events = await tower.events('&worker=every-second&type=worker.completed');
      return events.length >= 3 && events;
    });
    expect(completed.length).toBeGreaterThanOrEqual(3);
    const job = await tower.worker('every-second');
    expect(job).toMatchObject({ crashes: 0, crashLoop: false, restarts: 0 });
    expect((await logOf('every-second')).length).toBeGreaterThanOrEqual(3);
  });

  test('one that still runs is not started twice', async () => {
    await waitForEvent(tower, 'too-long-for-it', 'worker.skipped');
    expect(processesNamed(tower, 'sleep 3').length).toBeLessThanOrEqual(1);
  });

  test('one whose time has not come waits for it, and says until when', async () => {
    const job = await tower.worker('by-the-minute');
    expect(job).toMatchObject({ state: 'stopped', pid: null, lastExit: null });
    expect(Date.parse(job.nextStartAt ?? '')).toBeGreaterThan(Date.now());
  });
});

describe('silence', () => {
  test('ends a worker that does nothing, not one that works', async () => {
    const { detail } = await healedFor('silent-idle', null);
    expect(detail).toContain('no log line for 8 s, and it is idle');
    const job = await tower.waitForWorker('long-silent-job', ({ state }) => state === 'degraded');
    expect(job).toMatchObject({ restarts: 0, reason: 'no log line for 8 s, but it is working' });
  });
});

describe('a worker that lives 1.2 s', () => {
  test('starts at most ten times in its first minute, and one event calls it a crash loop', async () => {
    const first = await waitForEvent(tower, 'crasher', 'worker.started');
    await waitUntil('a minute has passed', () => Date.now() > timeOf(first) + 60_000, { withinMs: 90_000 });
    const inFirstMinute = (events: FleetEvent[]) =>
      events.filter((event) => timeOf(event) < timeOf(first) + 60_000);
    const starts = inFirstMinute(await tower.events('&worker=crasher&type=worker.started'));
    const loops = inFirstMinute(await tower.events('&worker=crasher&type=worker.crash-loop'));
    console.log(`lives 1.2 s: ${starts.length} starts in the first minute`);
    expect(starts.length).toBeGreaterThanOrEqual(5);
    expect(starts.length).toBeLessThanOrEqual(10);
    expect(loops).toHaveLength(1);
    expect(await tower.worker('crasher')).toMatchObject({ crashLoop: true });
    expect(timeOf(first)).toBeGreaterThanOrEqual(startedAt);
  });
});

const running = (name: string) =>
  tower.waitForWorker(name, ({ state, pid }) => state === 'running' && pid !== null);

/** The end of the run that the check brought about, after which another run was started. */
async function healedFor(name: string, check: string | null): Promise<{ detail: string }> {
  const stopping = await waitForEvent(tower, name, 'worker.stopping');
  expect(stopping.data).toMatchObject({ reason: 'health' });
  if (check !== null) expect(stopping.data['detail']).toContain(`health check "${check}" failed`);
  await waitForEvent(tower, name, 'worker.started', { after: timeOf(stopping) });
  return { detail: String(stopping.data['detail']) };
}

async function logOf(name: string): Promise<{ time: string; text: string }[]> {
  return (await tower.api<{ lines: { time: string; text: string }[] }>(`/workers/${name}/logs?limit=1000`))
    .lines;
}

async function pingUrl(name: string): Promise<string> {
  const { pingUrl } = await tower.api<WorkerDetail>(`/workers/${name}`);
  if (pingUrl === null) throw new Error(`${name} has no ping URL`);
  return pingUrl;
}

async function ping(name: string, sign = '', body?: string): Promise<void> {
  const response = await fetch((await pingUrl(name)) + sign, { method: 'POST', ...(body && { body }) });
  expect(await response.text()).toBe('OK');
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
