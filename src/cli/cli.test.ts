import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { FleetEvent, Worker } from '../hub/fleet/index.ts';
import type { LogLine } from '../link/status.ts';
import { runCli } from './index.ts';
import {
  type Answer,
  cli,
  exampleWorker,
  startCli,
  startScriptedHub,
  temporaryHome,
  writeHolder,
} from './testing/scripted-hub.ts';

const page =
  (...workers: Worker[]): Answer =>
  () => ({ workers, total: workers.length, next: null });
const event = (id: number, type: string, changes: Partial<FleetEvent> = {}): FleetEvent => ({
  id,
  time: '2026-01-01T00:00:00.000Z',
  type,
  worker: 'mailer',
  host: 'here',
  data: {},
  ...changes,
});
const line = (id: number, text: string, changes: Partial<LogLine> = {}): LogLine => ({
  id: String(id),
  time: new Date(Date.UTC(2026, 0, 1) + id * 1000).toISOString(),
  stream: 'stdout',
  text,
  truncated: false,
  ...changes,
});

describe('the command line', () => {
  test.each([
    [['stauts'], 'Did you mean status?'],
    [['status', '--jsn'], 'Did you mean --json?'],
    [['logs'], "missing required argument 'name'"],
    [['logs', 'mailer', '--lines', '0'], 'whole number'],
    [['logs', 'mailer', '--stream', 'both'], 'Allowed choices'],
    [['--port', '99999', 'status'], '0 to 65535'],
    [['token', 'create', 'x'], '--role'],
    [[], 'Usage: yagura'],
  ])('%j is refused with exit code 2', async (args, message) => {
    const { code, stderr } = await cli(temporaryHome(), args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
  });

  test('help and version are answered with exit code 0', async () => {
    const home = temporaryHome();
    expect(await cli(home, ['help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('restart [options]'),
    });
    expect(await cli(home, ['logs', '--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('--follow'),
    });
    expect((await cli(home, ['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('a home without a hub is exit code 3, with the cure', async () => {
    const { code, stderr } = await cli(temporaryHome(), ['status']);
    expect(code).toBe(3);
    expect(stderr).toContain('yagura up');
  });

  test('so is one whose Yagura has ended', async () => {
    const home = temporaryHome();
    const gone = { pid: 4_194_305, startTicks: 1, url: 'http://127.0.0.1:1' };
    writeFileSync(home.hubHolder, JSON.stringify(gone));
    expect(await cli(home, ['status'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('Start it with: yagura up'),
    });
  });

  test('a hub that does not answer is exit code 3', async () => {
    const { home } = await startScriptedHub();
    writeHolder(home.hubHolder, 'http://127.0.0.1:1');
    expect(await cli(home, ['status'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('an address that is given wins over the one in the home', async () => {
    const { home } = await startScriptedHub({ 'GET /workers': page() });
    expect((await cli(home, ['--port', '1', 'status'])).code).toBe(3);
    expect((await cli(home, ['--host', 'localhost', 'status'])).code).toBe(0);
  });

  test('a program on the port that is not Yagura is told apart', async () => {
    const { home } = await startScriptedHub({ 'GET /workers': () => '<html>' });
    expect(await cli(home, ['status'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('another program'),
    });
  });

  test('a token that is not valid, missing or unreadable is exit code 2', async () => {
    const { home } = await startScriptedHub();
    writeFileSync(home.token, 'wrong');
    expect(await cli(home, ['status'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('yagura doctor'),
    });
    const bare = temporaryHome();
    writeHolder(bare.hubHolder, 'http://127.0.0.1:1');
    expect(await cli(bare, ['status'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is none'),
    });
  });

  test('problems are shown with each mistake; trouble of the hub is exit code 1', async () => {
    const errors = [{ path: 'yagura.yaml:3:5 workers.mailer.command', message: 'is missing' }];
    const { home } = await startScriptedHub({
      'GET /config/changes': () => ({
        refuse: 422,
        problem: { code: 'config_invalid', title: 'Not valid', errors },
      }),
      'GET /workers': () => ({ refuse: 503, problem: { code: 'agent_away', detail: '' } }),
      'GET /tokens': () => ({ refuse: 500, problem: {} }),
    });
    expect(await cli(home, ['apply'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('yagura.yaml:3:5 workers.mailer.command: is missing'),
    });
    expect(await cli(home, ['status'])).toMatchObject({ code: 1 });
    expect(await cli(home, ['token', 'list'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('status 500'),
    });
  });
});

describe('status', () => {
  test('says in one sentence that all is well, then shows the table', async () => {
    const { home } = await startScriptedHub({
      'GET /workers': page(
        exampleWorker(),
        exampleWorker({ name: 'ocr', state: 'stopped', pid: null, cpuRatio: null, rssBytes: null }),
      ),
    });
    const { code, stdout } = await cli(home, ['status']);
    expect(code).toBe(0);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe('All 2 workers are well.');
    expect(lines[2]).toMatch(/^WORKER +STATE +CPU +MEMORY +RESTARTS +AGE +REASON$/);
    expect(lines[3]).toMatch(/^mailer +● running +12\.5 % +42\.0 MiB +0 +\d+d/);
    expect(lines[4]).toMatch(/^ocr +○ stopped +0$/);
  });

  test('is exit code 1 when one is not well, and says which and why', async () => {
    const lastExit = {
      code: 3,
      signal: null,
      at: '2026-01-01T00:00:00.000Z',
      reason: 'exit' as const,
      detail: 'exit code 3',
    };
    const nextStartAt = new Date(Date.now() + 5400).toISOString();
    const { home } = await startScriptedHub({
      'GET /workers': page(
        exampleWorker(),
        exampleWorker({ name: 'ocr', state: 'backoff', pid: null, crashLoop: true, lastExit, nextStartAt }),
      ),
    });
    const { code, stdout } = await cli(home, ['status'], { env: { LC_ALL: 'C' } });
    expect(code).toBe(1);
    expect(stdout).toContain('1 of 2 workers is not well: ocr waits for its next start.');
    expect(stdout).toMatch(/ocr +\* backoff \(loop\).*exit code 3; next start in 5\.\d s/);
  });

  test('does not call well what no check has proven yet', async () => {
    const { home } = await startScriptedHub({ 'GET /workers': page(exampleWorker({ health: 'unknown' })) });
    const { code, stdout } = await cli(home, ['status']);
    expect(code).toBe(1);
    expect(stdout).toContain('1 of 1 worker is not well: mailer has not been checked yet.');
  });

  test('never shows what is not fresh as well', async () => {
    const { home } = await startScriptedHub({ 'GET /workers': page(exampleWorker({ fresh: false })) });
    const { code, stdout } = await cli(home, ['status']);
    expect(code).toBe(1);
    expect(stdout).toContain('The agent is away: 1 worker shown as last seen.');
    expect(stdout).toContain('running?');
  });

  test('takes names, also the one that instances share, and suggests the nearest for one that nobody has', async () => {
    const { home } = await startScriptedHub({
      'GET /workers': page(
        exampleWorker(),
        exampleWorker({ name: 'ocr-0', declaredAs: 'ocr' }),
        exampleWorker({ name: 'ocr-1', declaredAs: 'ocr' }),
      ),
    });
    expect((await cli(home, ['status', 'ocr', '--json'])).stdout).toContain('ocr-1');
    expect((await cli(home, ['status', 'ocr-1'])).stdout).toContain('ocr-1 is well.');
    expect(await cli(home, ['status', 'mialer'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean "mailer"?'),
    });
  });

  test('reads every page of a long list', async () => {
    const { home } = await startScriptedHub({
      'GET /workers': ({ query }) =>
        query.get('cursor') === 'a b'
          ? { workers: [exampleWorker({ name: 'second' })], total: 2, next: null }
          : { workers: [exampleWorker({ name: 'first' })], total: 2, next: 'a b' },
    });
    const { stdout } = await cli(home, ['status', '--json']);
    expect((JSON.parse(stdout) as { workers: Worker[] }).workers.map(({ name }) => name)).toEqual([
      'first',
      'second',
    ]);
  });

  test('says so when nothing is declared', async () => {
    const { home } = await startScriptedHub({ 'GET /workers': page() });
    expect(await cli(home, ['status'])).toMatchObject({ code: 0, stdout: 'No worker is declared.\n' });
  });

  test('fits a narrow terminal and colours it, unless NO_COLOR is set', async () => {
    const { home } = await startScriptedHub({
      'GET /workers': page(exampleWorker({ state: 'failed', reason: 'とても長い理由'.repeat(20) })),
    });
    const coloured = await cli(home, ['status'], { terminal: { columns: 80 } });
    expect(coloured.stdout).toContain('\x1b[31m✗ failed');
    expect(coloured.stdout).toContain('…');
    expect(
      (await cli(home, ['status'], { terminal: { columns: 80 }, env: { NO_COLOR: '1' } })).stdout,
    ).not.toContain('\x1b');
  });
});

describe('ps', () => {
  test('draws the processes of each worker as a tree', async () => {
    const process = {
      state: 'S',
      startedAt: '2026-01-01T00:00:00.000Z',
      cpuRatio: 0,
      rssBytes: 1024,
      threads: 1,
    };
    const { home } = await startScriptedHub({
      'GET /workers': page(
        exampleWorker(),
        exampleWorker({ name: 'ocr' }),
        exampleWorker({ name: 'far', kind: 'external' }),
      ),
      'GET /workers/mailer/processes': () => ({
        processes: [
          { pid: 10, ppid: 1, command: 'sh run.sh', ...process },
          { pid: 11, ppid: 10, command: 'node \x1b[2Jmailer.js', ...process, state: 'T' },
        ],
      }),
      'GET /workers/ocr/processes': () => ({ processes: [] }),
    });
    const { stdout } = await cli(home, ['ps']);
    expect(stdout).toMatch(/mailer +10 +S .* sh run\.sh\n +11 +T .* └─ node mailer\.js\nocr +-\n$/);
    expect(JSON.parse((await cli(home, ['ps', 'ocr', '--json'])).stdout)).toEqual({
      workers: [{ worker: 'ocr', processes: [] }],
    });
  });
});

describe('logs', () => {
  test('shows the last lines, from both streams', async () => {
    const { home } = await startScriptedHub({
      'GET /workers': page(exampleWorker()),
      'GET /workers/mailer/logs': ({ query }) => ({
        lines: [
          line(1, `limit ${query.get('limit')}`),
          line(2, 'bad', { stream: 'stderr', truncated: true }),
        ],
        before: null,
      }),
    });
    expect((await cli(home, ['logs', 'mailer', '-n', '7'])).stdout).toBe('limit 7\nbad …\n');
    expect((await cli(home, ['logs', 'mailer', '--times'])).stdout).toMatch(/\d\d:\d\d:\d\d limit 100/);
    expect((await cli(home, ['logs', 'mailer'], { terminal: { columns: 80 } })).stdout).toContain(
      '\x1b[31mbad\x1b[0m',
    );
    expect(JSON.parse((await cli(home, ['logs', 'mailer', '--json'])).stdout)).toMatchObject({
      lines: [{ worker: 'mailer', id: '1' }, { id: '2' }],
    });
  });

  test('searches further back until it has what was asked for', async () => {
    const { home } = await startScriptedHub({
      'GET /workers': page(exampleWorker()),
      'GET /workers/mailer/logs': ({ query }) => {
        expect(query.get('q')).toBe('needle');
        expect(query.get('stream')).toBe('stderr');
        return query.get('before') === null
          ? { lines: [line(9, 'new')], before: 'x' }
          : { lines: [line(1, 'old')], before: null };
      },
    });
    expect((await cli(home, ['logs', 'mailer', '--grep', 'needle', '--stream', 'stderr'])).stdout).toBe(
      'old\nnew\n',
    );
  });

  test('follows: what was shown is not shown again, also after the connection was lost', async () => {
    const hub = await startScriptedHub({
      'GET /workers': page(exampleWorker()),
      'GET /workers/mailer/logs': () => ({ lines: [line(1, 'one'), line(2, 'two')], before: null }),
    });
    const run = startCli(hub.home, ['logs', 'mailer', '-f']);
    await vi.waitUntil(() => hub.topics.length === 1);
    hub.live('logs:mailer', 'snapshot', {
      lines: [line(1, 'one'), line(2, 'two'), line(3, 'three')],
      skipped: 0,
    });
    hub.live('logs:mailer', 'delta', { lines: [line(4, 'four')], skipped: 5 });
    await vi.waitUntil(() => run.output().includes('four'));
    hub.dropLive();
    await vi.waitUntil(() => hub.topics.length === 2, { timeout: 10_000 });
    expect(hub.topics[1]).toEqual({ topic: 'logs:mailer', cursor: 'e.2' });
    hub.live('logs:mailer', 'snapshot', { lines: [line(9, 'nine')], skipped: 0 });
    await vi.waitUntil(() => run.output().includes('nine'));
    run.interrupt();
    const { code, stdout, stderr } = await run.done;
    expect(code).toBe(0);
    expect(stdout).toBe('one\ntwo\nthree\nfour\nnine\n');
    expect(stderr).toContain('5 lines of mailer left out');
  });

  test('follows several workers with their names, and filters', async () => {
    const hub = await startScriptedHub({
      'GET /workers': page(
        exampleWorker({ name: 'ocr-0', declaredAs: 'ocr' }),
        exampleWorker({ name: 'ocr-1', declaredAs: 'ocr' }),
      ),
      'GET /workers/ocr-0/logs': () => ({ lines: [], before: null }),
      'GET /workers/ocr-1/logs': () => ({ lines: [], before: null }),
    });
    const run = startCli(hub.home, ['logs', 'ocr', '-f', '--grep', 'YES', '--stream', 'stdout']);
    await vi.waitUntil(() => hub.topics.length === 2);
    hub.live('logs:ocr-1', 'delta', {
      lines: [line(1, 'no'), line(2, 'yes', { stream: 'stderr' }), line(3, 'oh yes')],
      skipped: 0,
    });
    await vi.waitUntil(() => run.output().includes('oh yes'));
    run.interrupt();
    expect((await run.done).stdout.split('\n').filter((text) => text.includes('ocr-1'))).toEqual([
      'ocr-1 oh yes',
    ]);
  });

  test('a refusal of the live connection ends it', async () => {
    const { home } = await startScriptedHub({
      'GET /workers': page(exampleWorker({ name: 'forbidden' })),
      'GET /workers/forbidden/logs': () => ({ lines: [], before: null }),
    });
    expect(await cli(home, ['logs', 'forbidden', '-f'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Not for you'),
    });
  });
});

describe('events', () => {
  const all = [
    event(2, 'worker.exited', { data: { code: 3, signal: null, ranMs: 1250, detail: 'exit\x1b[2J code 3' } }),
    event(1, 'hub.started', { worker: null, data: { added: [], broughtBack: false, parts: ['a'] } }),
  ];

  test('are one line each, oldest first', async () => {
    const { home } = await startScriptedHub({ 'GET /events': () => ({ events: all, next: null }) });
    const { stdout } = await cli(home, ['events']);
    expect(stdout).toMatch(
      /^2026-01-01 .*hub\.started {2}parts a\n2026-01-01 .*mailer exited {2}ran 1\.2 s, exit code 3\n$/,
    );
    expect(JSON.parse((await cli(home, ['events', '--json'])).stdout)).toMatchObject({
      events: [{ id: 1 }, { id: 2 }],
    });
  });

  test('pass the filters on', async () => {
    const { home } = await startScriptedHub({
      'GET /events': ({ query }) => {
        expect(Object.fromEntries(query)).toMatchObject({
          worker: 'mailer',
          type: 'worker.',
          since: expect.stringMatching(/Z$/),
          limit: '3',
        });
        return { events: [], next: null };
      },
    });
    expect(
      await cli(home, ['events', '--worker', 'mailer', '--type', 'worker.', '--since', '2h', '-n', '3']),
    ).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await cli(home, ['events', '--since', 'noon'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('got "noon"'),
    });
  });

  test('are followed from where the list ended', async () => {
    const hub = await startScriptedHub({ 'GET /events': () => ({ events: all, next: null }) });
    const run = startCli(hub.home, ['events', '-f', '--json', '--type', 'worker.']);
    await vi.waitUntil(() => hub.topics.length === 1);
    hub.live('events', 'snapshot', { events: [...all, event(3, 'worker.started')] });
    hub.live('events', 'delta', { events: [event(4, 'hub.started'), event(5, 'worker.recovered')] });
    await vi.waitUntil(() => run.output().includes('recovered'));
    run.interrupt();
    const ids = (await run.done).stdout
      .trim()
      .split('\n')
      .map((text) => (JSON.parse(text) as FleetEvent).id);
    expect(ids).toEqual([1, 2, 3, 5]);
  });

  test('a filtered list that is empty does not bring back old events', async () => {
    const hub = await startScriptedHub({ 'GET /events': () => ({ events: [], next: null }) });
    const run = startCli(hub.home, ['events', '-f', '--worker', 'mailer']);
    await vi.waitUntil(() => hub.topics.length === 1);
    hub.live('events', 'snapshot', { events: [event(3, 'worker.started')] });
    hub.live('events', 'delta', {
      events: [event(4, 'worker.lost'), event(5, 'worker.failed', { worker: 'ocr' })],
    });
    await vi.waitUntil(() => run.output().includes('lost'));
    run.interrupt();
    expect((await run.done).stdout).not.toMatch(/started|ocr/);
  });
});

describe('start, stop and restart', () => {
  const lastExit = {
    code: 0,
    signal: null,
    at: '2026-01-01T00:00:00.000Z',
    reason: 'operator' as const,
    detail: 'stopped by admin',
  };

  /** A hub whose worker becomes `after` once it was looked at `looks` times. */
  const changing = (action: string, before: Worker, after: Worker, events: FleetEvent[] = []) => {
    let looks = 0;
    return startScriptedHub({
      'GET /workers': page(before),
      [`POST /workers/${before.name}/${action}`]: () => ({ eventId: 10 }),
      [`GET /workers/${before.name}`]: () => (++looks > 2 ? after : before),
      'GET /events': () => ({ events, next: null }),
    });
  };

  test.each([
    [
      'stop',
      exampleWorker(),
      exampleWorker({ state: 'stopped', pid: null, lastExit }),
      [],
      0,
      /✓ mailer stopped: stopped by admin/,
    ],
    [
      'stop',
      exampleWorker({ state: 'stopped', pid: null }),
      exampleWorker({ state: 'stopped', pid: null }),
      [],
      0,
      /was stopped already/,
    ],
    [
      'start',
      exampleWorker({ state: 'stopped', pid: null }),
      exampleWorker({ pid: 5 }),
      [],
      0,
      /✓ mailer runs as process 5/,
    ],
    ['start', exampleWorker(), exampleWorker(), [], 0, /was running already as process 4711/],
    [
      'start',
      exampleWorker({ state: 'unhealthy', reason: 'no answer' }),
      exampleWorker({ state: 'unhealthy' }),
      [],
      1,
      /was started already and is unhealthy: no answer/,
    ],
    [
      'start',
      exampleWorker({ state: 'stopped', pid: null }),
      exampleWorker({ pid: 5, health: 'unknown' }),
      [],
      0,
      /runs as process 5; its checks have no result yet/,
    ],
    ['restart', exampleWorker(), exampleWorker({ pid: 5 }), [], 0, /✓ mailer runs again as process 5/],
    [
      'restart',
      exampleWorker(),
      exampleWorker({ pid: 5, state: 'unhealthy', reason: 'http: refused' }),
      [],
      1,
      /✗ mailer was started but is unhealthy: http: refused/,
    ],
    [
      'restart',
      exampleWorker(),
      exampleWorker({ pid: null, state: 'backoff', lastExit: { ...lastExit, detail: 'exit code 3' } }),
      [event(11, 'worker.started'), event(12, 'worker.exited')],
      1,
      /✗ mailer does not stay up: backoff: exit code 3/,
    ],
    [
      'restart',
      exampleWorker(),
      exampleWorker({ pid: 6 }),
      [event(11, 'worker.started'), event(12, 'worker.exited', { data: { detail: 'exit code 7' } })],
      1,
      /✗ mailer does not stay up: exit code 7/,
    ],
    [
      'start',
      exampleWorker({ pid: null, state: 'stopped' }),
      exampleWorker({ pid: null, state: 'stopped', lastExit: { ...lastExit, detail: 'exit code 0' } }),
      [
        event(9, 'worker.exited'),
        event(11, 'worker.started'),
        event(12, 'worker.exited', { data: { code: 0, detail: 'exit code 0' } }),
      ],
      0,
      /✓ mailer ran and ended: exit code 0/,
    ],
  ])('%s reports what came of it: case %#', async (action, before, after, events, code, message) => {
    const { home } = await changing(action, before, after, events);
    const run = await cli(home, [action, 'mailer']);
    expect(run).toEqual({ code, stdout: expect.stringMatching(message), stderr: '' });
  });

  test('what does not settle in time is said to be still as it is', async () => {
    const before = exampleWorker({ state: 'starting', pid: null, reason: 'waits for broker' });
    const { home } = await changing('start', before, before, [event(11, 'worker.exited')]);
    const { code, stdout } = await cli(home, ['start', 'mailer', '--timeout', '1', '--json'], {
      terminal: { columns: 80 },
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(/is still starting after 1\.\d s: waits for broker/);
  });

  test('nothing is done when one of them is not run by Yagura', async () => {
    const { home, requests } = await startScriptedHub({
      'GET /workers': page(exampleWorker(), exampleWorker({ name: 'far', kind: 'external' })),
    });
    const { code, stderr } = await cli(home, ['restart', 'mailer', 'far']);
    expect(code).toBe(2);
    expect(stderr).toContain('far is external');
    expect(requests).toEqual(['GET /workers']);
  });

  test('--no-wait only asks; --all means every worker that Yagura runs', async () => {
    const hub = await startScriptedHub({
      'GET /workers': page(
        exampleWorker(),
        exampleWorker({ name: 'ocr' }),
        exampleWorker({ name: 'far', kind: 'external' }),
      ),
      'POST /workers/mailer/restart': () => ({ eventId: 1 }),
      'POST /workers/ocr/restart': () => ({ eventId: 2 }),
    });
    const { code, stdout } = await cli(hub.home, ['restart', '--all', '--no-wait']);
    expect(code).toBe(0);
    expect(stdout).toContain('ocr restart was asked for');
    expect(hub.requests).not.toContain('POST /workers/far/restart');
    expect(await cli(hub.home, ['restart'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--all'),
    });
  });
});

describe('apply', () => {
  const changes = [
    {
      worker: 'mailer',
      change: 'changed',
      restarts: true,
      differences: [{ path: 'command', from: 'a', to: null }],
    },
    { worker: 'ocr', change: 'added', restarts: false, differences: [] },
    { worker: 'old', change: 'removed', restarts: false, differences: [] },
    { worker: 'same', change: 'unchanged', restarts: false, differences: [] },
  ];
  const start = (plan: unknown[] = changes) =>
    startScriptedHub({
      'GET /config/changes': () => ({ plan: 'shown', changes: plan }),
      'POST /config/apply': ({ body }) =>
        JSON.stringify(body) === '{"plan":"shown"}'
          ? { eventId: 4, changes: plan }
          : { refuse: 409, problem: { code: 'conflict', detail: 'The config has changed' } },
    });

  test('shows the difference and needs a yes', async () => {
    const hub = await start();
    const { code, stdout, stderr } = await cli(hub.home, ['apply']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('--yes') });
    expect(stdout).toBe(
      '~ mailer (restarts)\n    command: a → none\n+ ocr\n- old\n\n1 added, 1 changed, 1 removed; 1 worker to restart.\n',
    );
    expect(hub.requests).toEqual(['GET /config/changes']);
  });

  test.each([
    ['y\n', true],
    ['はい\n', true],
    ['n\n', false],
    ['\n', false],
  ])('asks at a terminal: %j', async (input, applied) => {
    const hub = await start();
    const { code } = await cli(hub.home, ['apply'], { terminal: { columns: 80 }, input });
    expect(code).toBe(0);
    expect(hub.requests.includes('POST /config/apply')).toBe(applied);
  });

  test('--yes applies, --dry-run never does, no difference needs nothing', async () => {
    const hub = await start();
    expect((await cli(hub.home, ['apply', '--yes'])).stdout).toContain('Applied.');
    expect(JSON.parse((await cli(hub.home, ['apply', '--yes', '--json'])).stdout)).toMatchObject({
      applied: true,
      eventId: 4,
    });
    expect(JSON.parse((await cli(hub.home, ['apply', '--dry-run', '--json'])).stdout)).toMatchObject({
      applied: false,
    });
    expect(hub.requests.filter((request) => request.startsWith('POST'))).toHaveLength(2);
    const same = await start(changes.slice(3));
    expect((await cli(same.home, ['apply'])).stdout).toBe('Nothing differs.\n');
  });

  test('says when nothing restarts', async () => {
    const { home } = await start([{ worker: 'mailer', change: 'changed', restarts: false, differences: [] }]);
    expect((await cli(home, ['apply', '--dry-run'])).stdout).toContain(
      '1 changed; no running worker restarts.',
    );
  });
});

describe('tokens and links', () => {
  const token = {
    id: 't1',
    name: 'ci',
    role: 'viewer',
    createdAt: '2026-01-01T00:00:00.000Z',
    expiresAt: null,
    lastUsedAt: null,
    revokedAt: null,
  };
  const tokens = [
    token,
    { ...token, id: 't2', name: 'old', revokedAt: '2026-01-02T00:00:00.000Z' },
    { ...token, id: 't3', name: 'late', expiresAt: '2026-01-02T00:00:00.000Z' },
    { ...token, id: 't4', name: 'twin' },
    { ...token, id: 't5', name: 'twin' },
  ];

  test('create prints the token alone, so that a script can take it', async () => {
    const { home } = await startScriptedHub({
      'POST /tokens': ({ body }) => {
        expect(body).toEqual({ name: 'ci', role: 'viewer', expiresAt: expect.stringMatching(/Z$/) });
        return { ...token, token: 'yg_secret' };
      },
    });
    expect((await cli(home, ['token', 'create', 'ci', '--role', 'viewer', '--expires', '30d'])).stdout).toBe(
      'yg_secret\n',
    );
    expect(
      (await cli(home, ['token', 'create', 'ci', '--role', 'viewer', '--expires', '2099-01-01', '--json']))
        .stdout,
    ).toContain('"yg_secret"');
    expect(
      (
        await cli(home, ['token', 'create', 'ci', '--role', 'viewer', '--expires', '2h'], {
          terminal: { columns: 80 },
        })
      ).stdout,
    ).toContain('not shown again');
    for (const wrong of ['soon', '2001-01-01'])
      expect((await cli(home, ['token', 'create', 'ci', '--role', 'viewer', '--expires', wrong])).code).toBe(
        2,
      );
  });

  test('list shows which are valid', async () => {
    const { home } = await startScriptedHub({ 'GET /tokens': () => ({ tokens }) });
    const { stdout } = await cli(home, ['token', 'list']);
    expect(stdout).toMatch(/t1 +ci +viewer +valid .*never +never\nt2 +old .*revoked .*\nt3 +late .*expired/);
    expect(JSON.parse((await cli(home, ['token', 'list', '--json'])).stdout)).toEqual({ tokens });
  });

  test('revoke takes a name that is clear, or an id', async () => {
    const hub = await startScriptedHub({
      'GET /tokens': () => ({ tokens }),
      'DELETE /tokens/t1': () => '',
      'DELETE /tokens/t5': () => '',
    });
    expect((await cli(hub.home, ['token', 'revoke', 'ci'])).stdout).toBe('ci is revoked.\n');
    expect((await cli(hub.home, ['token', 'revoke', 't5'])).code).toBe(0);
    expect(await cli(hub.home, ['token', 'revoke', 'twin'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('t4, t5'),
    });
    expect(await cli(hub.home, ['token', 'revoke', 'cii'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"ci"'),
    });
    expect(await cli(hub.home, ['token', 'revoke', 'old'])).toMatchObject({ code: 2 });
  });

  test('login prints a link', async () => {
    const { home } = await startScriptedHub({
      'POST /login-links': () => ({ url: 'http://x/login?code=1', expiresAt: 'x' }),
    });
    expect((await cli(home, ['login'])).stdout).toBe('http://x/login?code=1\n');
    expect((await cli(home, ['login', '--json'])).stdout).toContain('expiresAt');
  });
});

describe('config', () => {
  test('check counts the workers, or tells each mistake with its place', async () => {
    const home = temporaryHome();
    const good = join(home.root, 'good.yaml');
    const bad = join(home.root, 'bad.yaml');
    writeFileSync(good, 'workers:\n  a: {command: "true"}\n  b: {command: "true"}\n');
    writeFileSync(bad, 'workers:\n  a: {comand: "true"}\n');
    expect(await cli(home, ['config', 'check', good])).toEqual({
      code: 0,
      stdout: `${good} is valid: 2 workers.\n`,
      stderr: '',
    });
    const { code, stderr } = await cli(home, ['config', 'check', bad]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/bad\.yaml:2:7.*command/);
    expect(await cli(home, ['config', 'check', join(home.root, 'none.yaml')])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no config file'),
    });
    expect((await cli(home, ['config', 'check'], { env: { YAGURA_CONFIG: good } })).code).toBe(0);
    expect((await cli(home, ['config', 'check'])).code).toBe(2);
  });

  test('schema is JSON', async () => {
    expect(JSON.parse((await cli(temporaryHome(), ['config', 'schema'])).stdout)).toHaveProperty(
      'properties.workers',
    );
  });
});

describe('down', () => {
  test('is harmless when nothing runs', async () => {
    expect(await cli(temporaryHome(), ['down'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('not running'),
    });
  });

  test.each([
    [[], false, 'have stopped'],
    [['--keep-workers'], true, 'workers go on'],
  ])('asks the hub and waits until both are gone: %j', async (options, keepWorkers, message) => {
    const { home } = await startScriptedHub({
      'POST /shutdown': ({ body }) => {
        expect(body).toEqual({ keepWorkers });
        setTimeout(() => writeFileSync(home.hubHolder, '{}'), 100);
        return {};
      },
    });
    expect(await cli(home, ['down', ...options])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(message),
    });
  });

  test('says so when the hub cannot be asked', async () => {
    const home = temporaryHome();
    writeHolder(home.hubHolder, 'http://127.0.0.1:1');
    writeFileSync(home.token, 'x');
    expect((await cli(home, ['down'])).code).toBe(3);
  });
});

describe('up', () => {
  test('refuses a config that is not there and a port that is none, before anything is started', async () => {
    const home = temporaryHome();
    expect(await cli(home, ['up', '-c', join(home.root, 'none.yaml')])).toMatchObject({ code: 2 });
    expect(await cli(home, ['up'], { env: { YAGURA_PORT: 'http' } })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('YAGURA_PORT'),
    });
    expect(existsSync(home.agentHolder)).toBe(false);
  });
});

test('a reader that goes away ends the command quietly', async () => {
  const hub = await startScriptedHub({ 'GET /events': () => ({ events: [], next: null }) });
  const { stdout, stderr, stdin } = { stdout: process.stdout, stderr: process.stderr, stdin: process.stdin };
  const broken = Object.assign(Object.create(stdout) as typeof stdout, {
    isTTY: false,
    on: (name: string, listener: (error: Error) => void) => {
      if (name === 'error')
        setTimeout(() => listener(Object.assign(new Error('gone'), { code: 'EPIPE' })), 50);
      return stdout;
    },
  });
  expect(
    await runCli(['--home', hub.home.root, 'events', '-f'], { env: {}, stdin, stdout: broken, stderr }),
  ).toBe(0);
});
