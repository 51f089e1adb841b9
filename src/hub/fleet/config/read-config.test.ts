import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workerSpec } from '../../../link/spec.ts';
import { Failure } from '../../../shared/failure.ts';
import { defaultHome } from '../../../shared/home.ts';
import { demoConfigPath, findConfig, formatMistake, readConfig } from './index.ts';

let dir: string;
const env = { QUEUE: 'mail', PORT: '9000', TOKEN_VALUE: 'hunter2' };

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'yagura-config-'));
});
afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
});

async function read(text: string | Uint8Array) {
  const path = join(dir, 'yagura.yaml');
  await writeFile(path, text);
  return (await readConfig(path, { env })).config;
}

/** The mistakes as a terminal shows them. */
async function mistakes(text: string | Uint8Array): Promise<string[]> {
  const thrown = await read(text).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Failure)) throw new Error('expected a failure', { cause: thrown });
  expect(thrown.code).toBe('config_invalid');
  return thrown.errors.map(formatMistake);
}

describe('a good config', () => {
  test('declares projects for Sentry, with all of their terms or none', async () => {
    const { sentry } = await read(
      'workers: {a: {command: x}}\nsentry: {projects: {shop: {worker: a, rate: 5, origins: ["https://shop.example"]}, plain: }}',
    );
    expect(sentry).toEqual({
      projects: [
        { name: 'shop', worker: 'a', rate: 5, origins: ['https://shop.example'] },
        { name: 'plain', worker: null, rate: 1000, origins: [] },
      ],
      sourceMaps: { ageMs: 90 * 86_400_000, bytes: 500_000_000 },
    });
    expect(
      await mistakes(
        'workers: {a: {command: x}}\nsentry: {projects: {shop: {rate: 0, origins: ["https://shop.example/x", "*"]}}}',
      ),
    ).toEqual([
      expect.stringContaining('0.01'),
      expect.stringContaining('https://shop.example'),
      expect.stringContaining('https://shop.example'),
    ]);
  });

  test('each instance has its own page of figures', async () => {
    const { workers } = await read(
      'workers: {a: {command: x, instances: 2, metrics: {scrape: "http://x:300{instance}/", every: 1m}}}',
    );
    expect(workers.map(({ metrics }) => metrics)).toEqual([
      { scrapeUrl: 'http://x:3000/', everyMs: 60_000, timeoutMs: 10_000 },
      { scrapeUrl: 'http://x:3001/', everyMs: 60_000, timeoutMs: 10_000 },
    ]);
  });

  test('the full example of the contract loads', async () => {
    const config = await read(`
workers:
  broker: {command: broker}
  mailer:
    command: [node, mailer.js]          # or a string
    cwd: ./mailer
    env: {QUEUE: mail}
    instances: 2                        # mailer-0, mailer-1
    depends_on: [broker]                # or {broker: {until: healthy}}
    restart: {policy: always, initial: 100ms, max: 30s, factor: 2, reset_after: 30s, max_restarts: null}
    stop: {signal: SIGTERM, timeout: 10s}
    health:
      - http: http://127.0.0.1:3000/health
        every: 2s
        timeout: 1s
        failures: 3
      - progress: {counter: mails_sent, within: 2m}
    limits: {memory: 512MB}
    metrics: {scrape: "http://127.0.0.1:3000/metrics", every: 5s}
    labels: {team: post}
  agent-7: {kind: external, heartbeat: {every: 30s, grace: 10s}}
retention: {raw: 2d, size: 10GB}
alerts:
  rules:
    - {name: HighCpu, expr: 'yagura_host_cpu_ratio > 0.9', for: 5m, severity: warning}
    - {name: NewError, on: error.new, severity: info}
notify:
  language: ja
  channels:
    hook: {type: webhook, url: "https://example.com/hook"}
    local: {type: webhook, url: "http://127.0.0.1:9000/", allow_private: true}
  routes:
    - {match: {severity: critical}, to: [hook]}
    - {to: [local]}
server: {host: 127.0.0.1, port: 8910}
`);
    expect(config.workers.map((worker) => worker.name)).toEqual([
      'broker',
      'mailer-0',
      'mailer-1',
      'agent-7',
    ]);
    for (const worker of config.workers) expect(workerSpec.parse(worker)).toEqual(worker);
    expect(config.workers[1]).toEqual({
      name: 'mailer-0',
      declaredAs: 'mailer',
      kind: 'process',
      command: ['node', 'mailer.js'],
      cwd: join(dir, 'mailer'),
      env: { QUEUE: 'mail', YAGURA_INSTANCE: '0' },
      user: null,
      dependsOn: [{ worker: 'broker', until: 'started', onFailure: 'ignore' }],
      restart: {
        policy: 'always',
        initialMs: 100,
        maxMs: 30_000,
        factor: 2,
        jitterRatio: 0.1,
        resetAfterMs: 30_000,
        maxRestarts: null,
      },
      stop: { signal: 'SIGTERM', timeoutMs: 10_000 },
      health: [
        {
          type: 'http',
          name: 'http',
          everyMs: 2000,
          timeoutMs: 1000,
          failures: 3,
          successes: 1,
          startPeriodMs: 10_000,
          url: 'http://127.0.0.1:3000/health',
          status: null,
        },
        {
          type: 'progress',
          name: 'progress',
          everyMs: 1000,
          timeoutMs: 2000,
          failures: 1,
          successes: 1,
          startPeriodMs: 0,
          withinMs: 120_000,
          source: { from: 'counter', counter: 'mails_sent' },
        },
      ],
      limits: { memoryBytes: 512_000_000, cpuCores: null, pids: null },
      labels: { team: 'post' },
      schedule: null,
      logs: { maxBytes: 5_000_000, files: 4 },
      metrics: { scrapeUrl: 'http://127.0.0.1:3000/metrics', everyMs: 5000, timeoutMs: 5000 },
      autostart: true,
    });
    expect(config.workers[3]).toMatchObject({
      kind: 'external',
      command: [],
      health: [{ type: 'heartbeat', name: 'heartbeat', withinMs: 40_000 }],
    });
    expect(config.retention).toEqual({
      ages: { raw: 2 * 86_400_000, medium: 14 * 86_400_000, coarse: 400 * 86_400_000 },
      bytes: 10e9,
    });
    expect(config.alerts.rules).toMatchObject([
      { name: 'HighCpu', for: 300_000, no_data: 'ok', severity: 'warning' },
      { name: 'NewError', on: 'error.new', severity: 'info' },
    ]);
    expect(config.notify['language']).toBe('ja');
    expect(config.server).toEqual({ host: '127.0.0.1', port: 8910, names: [], tls: null });
  });

  test('the smallest one has defaults for everything else', async () => {
    const config = await read('workers: {a: {command: "exec x"}}');
    expect(config.workers[0]).toMatchObject({
      name: 'a',
      command: ['/bin/sh', '-c', 'exec x'],
      cwd: dir,
      env: {},
      restart: { policy: 'always', initialMs: 250, maxMs: 25_000, factor: 2, maxRestarts: null },
      stop: { signal: 'SIGTERM', timeoutMs: 10_000 },
    });
    expect(config.server).toEqual({ host: '127.0.0.1', port: 8910, names: [], tls: null });
    expect(config.path).toBe(join(dir, 'yagura.yaml'));
  });

  test('every kind of check in its short and its long form', async () => {
    const { workers } = await read(`
workers:
  a:
    command: [x]
    cwd: sub
    heartbeat: 1m
    health:
      - http: {url: "https://x.example/", status: [200, 204]}
        name: front
      - tcp: 6379
      - tcp: "[::1]:80"
      - tcp: redis:6379
      - exec: pg_isready -q
      - exec: [test, -f, 7]
      - heartbeat: {every: 1d, grace: 1h}
      - log_silence: 10m
      - progress: {pattern: 'sent (\\d+)', within: 30s}
      - progress: {file: out.csv, watch: age, within: 1h}
        successes: 2
        failures: 5
        start_period: 1m
`);
    const thresholds = new Set(['everyMs', 'timeoutMs', 'startPeriodMs', 'failures', 'successes']);
    const checks = workers[0]?.health.map((check) =>
      Object.fromEntries(Object.entries(check).filter(([key]) => !thresholds.has(key))),
    );
    expect(checks).toEqual([
      { name: 'front', type: 'http', url: 'https://x.example/', status: [200, 204] },
      { name: 'tcp', type: 'tcp', host: '127.0.0.1', port: 6379 },
      { name: 'tcp-2', type: 'tcp', host: '::1', port: 80 },
      { name: 'tcp-3', type: 'tcp', host: 'redis', port: 6379 },
      { name: 'exec', type: 'exec', command: ['/bin/sh', '-c', 'pg_isready -q'] },
      { name: 'exec-2', type: 'exec', command: ['test', '-f', '7'] },
      { name: 'heartbeat', type: 'heartbeat', withinMs: 90_000_000 },
      { name: 'log-silence', type: 'log-silence', withinMs: 600_000 },
      {
        name: 'progress',
        type: 'progress',
        withinMs: 30_000,
        source: { from: 'log', pattern: 'sent (\\d+)' },
      },
      {
        name: 'progress-2',
        type: 'progress',
        withinMs: 3_600_000,
        source: { from: 'file', path: join(dir, 'sub', 'out.csv'), watch: 'age' },
      },
      { name: 'heartbeat-2', type: 'heartbeat', withinMs: 60_000 },
    ]);
    expect(workers[0]?.health[9]).toMatchObject({ successes: 2, failures: 5, startPeriodMs: 60_000 });
  });

  test('a schedule restarts only after failures, unless it says otherwise', async () => {
    const { workers } = await read(`
workers:
  a: {command: x, schedule: "*/5 * * * *"}
  b: {command: x, schedule: {cron: "0 3 * * *", timezone: Asia/Tokyo}, restart: {policy: never}}
`);
    expect(workers[0]).toMatchObject({
      schedule: { cron: '*/5 * * * *', timezone: null },
      restart: { policy: 'on-failure' },
    });
    expect(workers[1]).toMatchObject({ schedule: { timezone: 'Asia/Tokyo' }, restart: { policy: 'never' } });
  });

  test('depending on a worker with instances means all of them', async () => {
    const { workers } = await read(`
workers:
  a: {command: x, instances: 2}
  b: {command: x, depends_on: {a: {until: healthy, on_failure: restart}, c: }}
  c: {command: x, instances: 1}
`);
    expect(workers.find((worker) => worker.name === 'b')?.dependsOn).toEqual([
      { worker: 'a-0', until: 'healthy', onFailure: 'restart' },
      { worker: 'a-1', until: 'healthy', onFailure: 'restart' },
      { worker: 'c-0', until: 'started', onFailure: 'ignore' },
    ]);
  });

  test('labels hold any text as it is written', async () => {
    const { workers } = await read(`
workers:
  a:
    command: x
    labels:
      html: "<script>alert('1')</script> & \\"more\\""
      emoji: "🐙👩‍👩‍👧‍👦 配送係"
      hebrew: "\u05e9\u05dc\u05d5\u05dd"
      long: ${'x'.repeat(200)}
`);
    expect(workers[0]?.labels).toEqual({
      html: '<script>alert(\'1\')</script> & "more"',
      emoji: '🐙👩‍👩‍👧‍👦 配送係',
      hebrew: '\u05e9\u05dc\u05d5\u05dd',
      long: 'x'.repeat(200),
    });
  });

  test.each(['x'.repeat(200), 'שלום', '🐙', '<b>a</b>', 'a b', '../a', '\u202ea'])(
    'a worker cannot be named %j: names go into files, addresses and metrics',
    async (name) => {
      await expect(read(`workers:\n  ${JSON.stringify(name)}: {command: x}\n`)).rejects.toMatchObject({
        code: 'config_invalid',
      });
    },
  );

  test('environment: files first, then env, numbers as written, variables filled in', async () => {
    await writeFile(join(dir, 'one.env'), 'A=file\nB=one\n');
    await writeFile(join(dir, 'two.env'), 'B=two\n');
    const { workers, server } = await read(`
workers:
  a:
    command: [serve, --port, "\${PORT}", 007, 1.10]
    env_file: [one.env, two.env]
    env:
      A: own
      ZIP: 007
      VERSION: 1.10
      DEBUG: true
      Q: "\${QUEUE}"
      PORT: \${PORT}
      RAW: $\${X}
    labels: {tier: 1}
    autostart: \${START:-false}
  b: {command: x, env_file: one.env}
server:
  port: \${PORT}
  host: "\${HOST:-0.0.0.0}"
  names: [yagura.example.org]
  tls: {cert: c.pem, key: k.pem}
`);
    expect(workers[0]?.env).toEqual({
      A: 'own',
      B: 'two',
      ZIP: '007',
      VERSION: '1.10',
      DEBUG: 'true',
      Q: 'mail',
      PORT: '9000',
      RAW: '${X}',
    });
    expect(workers[0]?.command).toEqual(['serve', '--port', '9000', '007', '1.10']);
    expect(workers[0]?.labels).toEqual({ tier: '1' });
    expect(workers[0]?.autostart).toBe(false);
    expect(workers[1]?.env).toEqual({ A: 'file', B: 'one' });
    expect(server).toEqual({
      host: '0.0.0.0',
      port: 9000,
      names: ['yagura.example.org'],
      tls: { cert: join(dir, 'c.pem'), key: join(dir, 'k.pem') },
    });
  });

  test('defaults are merged into every worker, which wins', async () => {
    const { workers } = await read(`
defaults: {env: {A: "1", B: "2"}, restart: {max: 5s}, labels: {team: post}, health: [{tcp: 80}]}
workers:
  a: {command: x, env: {B: "3"}, restart: {initial: 1s}, health: []}
  b: {command: y}
`);
    expect(workers[0]).toMatchObject({
      env: { A: '1', B: '3' },
      restart: { initialMs: 1000, maxMs: 5000 },
      labels: { team: 'post' },
      health: [],
    });
    expect(workers[1]?.health).toHaveLength(1);
  });

  test('anchors, aliases and << work as templates under x- keys', async () => {
    const { workers } = await read(`
x-base: &base {cwd: sub, restart: {max: 5s}, labels: {a: "1"}}
x-other: &other {labels: {a: "2"}, user: nobody}
workers:
  a: {command: x, <<: *base, labels: {b: "1"}}
  b: {<<: [*base, *other], command: y}
  c: {command: z, <<: {user: root}}
  d: &d {command: z}
  e: *d
`);
    expect(workers[0]).toMatchObject({ cwd: join(dir, 'sub'), labels: { b: '1' }, restart: { maxMs: 5000 } });
    expect(workers[1]).toMatchObject({ cwd: join(dir, 'sub'), labels: { a: '1' }, user: 'nobody' });
    expect(workers[2]).toMatchObject({ user: 'root' });
    expect(workers[4]).toMatchObject({ command: ['/bin/sh', '-c', 'z'] });
  });

  test('a byte order mark and Windows line ends do no harm', async () => {
    expect((await read('\uFEFFworkers:\r\n  a:\r\n    command: x\r\n')).workers).toHaveLength(1);
  });

  test('a name may be a number, and a bare ${…} may be true', async () => {
    const { workers } = await read('workers:\n  5:\n    command: x\n    autostart: ${START:-true}\n');
    expect(workers[0]).toMatchObject({ name: '5', autostart: true });
  });

  test('the environment is that of the process, unless another one is given', async () => {
    await writeFile(join(dir, 'own.yaml'), 'workers: {a: {command: "echo ${PATH} ${YAGURA_HOME}"}}');
    const { config } = await readConfig(join(dir, 'own.yaml'));
    expect(config.workers[0]?.command[2]).toBe(`echo ${process.env['PATH']} ${defaultHome(process.env)}`);
  });

  test('no workers at all is a fleet of none', async () => {
    expect((await read('workers: {}')).workers).toEqual([]);
  });
});

describe('mistakes', () => {
  const within = (line: string) => `workers:\n  mailer:\n    command: x\n    ${line}\n`;

  test.each([
    // durations, sizes, numbers, words
    [
      within('restart: {max: 30}'),
      '4:20  workers.mailer.restart.max: got 30, expected a duration such as "30s"',
    ],
    [
      within('restart: {max: -1}'),
      '4:20  workers.mailer.restart.max: got -1, expected a duration such as "30s"',
    ],
    [
      within('restart: {max: 1 hour}'),
      '4:20  workers.mailer.restart.max: got "1 hour", expected a duration such as "30s"',
    ],
    [
      within('restart: {max: "30"}'),
      '4:20  workers.mailer.restart.max: got "30", expected a duration such as "30s"',
    ],
    [
      within('restart: {max: 99d}'),
      '4:20  workers.mailer.restart.max: got "99d", expected a duration from 100ms to 24d',
    ],
    [
      within('restart: {initial: 1m}'),
      '4:14  workers.mailer.restart: initial is longer than max, expected it to be at most max',
    ],
    [
      within('metrics: {scrape: "ftp://x"}'),
      '4:23  workers.mailer.metrics.scrape: got "ftp://x", expected a URL such as "http://127.0.0.1:3000/metrics"',
    ],
    [
      within('metrics: {scrape: "http://x", every: 100ms}'),
      '4:42  workers.mailer.metrics.every: got "100ms", expected a duration from 1s to 1d',
    ],
    [
      within('metrics: {scrape: "http://x", every: 5s, timeout: 6s}'),
      '4:55  workers.mailer.metrics.timeout: is longer than every, expected it to be at most that',
    ],
    [
      within('restart: {factor: 0.5}'),
      '4:23  workers.mailer.restart.factor: got 0.5, expected a number from 1 to 100',
    ],
    [
      within('restart: {jitter: 2}'),
      '4:23  workers.mailer.restart.jitter: got 2, expected a number from 0 to 1',
    ],
    [
      within('restart: {max_restarts: 1.5}'),
      '4:29  workers.mailer.restart.max_restarts: got 1.5, expected a whole number from 0 to 1000000',
    ],
    [
      within('restart: {policy: allways}'),
      '4:23  workers.mailer.restart.policy: got "allways", expected one of always, on-failure, never; did you mean "always"?',
    ],
    [within('restart: never'), '4:14  workers.mailer.restart: got "never", expected a mapping'],
    [
      within('limits: {memory: 512M}'),
      '4:22  workers.mailer.limits.memory: got "512M", expected a size such as "512MB" or "1GiB"',
    ],
    [
      within('limits: {memory: 512}'),
      '4:22  workers.mailer.limits.memory: got 512, expected a size such as "512MB" or "1GiB"',
    ],
    [
      within('limits: {memory: 1kB}'),
      '4:22  workers.mailer.limits.memory: got "1kB", expected a size of at least 1048576 bytes',
    ],
    [
      within('limits: {memory: 999999999TB}'),
      '4:22  workers.mailer.limits.memory: got "999999999TB", expected a size of at most 1024TiB',
    ],
    [within('stop: {signal: TERM}'), 'SIGPIPE, SIGWINCH; did you mean "SIGTERM"?'],
    [
      within('stop: {signal: SIGSTOP}'),
      '4:20  workers.mailer.stop.signal: got "SIGSTOP", expected one of SIGTERM',
    ],
    [within('autostart: yes'), '4:16  workers.mailer.autostart: got "yes", expected true or false'],
    [within('instances: 0'), '4:16  workers.mailer.instances: got 0, expected a whole number from 1 to 1000'],
    [within('user: ""'), '4:11  workers.mailer.user: got "", expected the name of a user'],
    [
      within('restart: {policy: 5}'),
      '4:23  workers.mailer.restart.policy: got 5, expected one of always, on-failure, never',
    ],
    // keys
    [within('comand: y'), '4:5  workers.mailer.comand: unknown key; did you mean "command"?'],
    [within('zzzzzz: y'), '4:5  workers.mailer.zzzzzz: unknown key; known are kind, command, cwd'],
    [within('restart: {maxx: 3s}'), '4:15  workers.mailer.restart.maxx: unknown key; did you mean "max"?'],
    [within('cwd: a\n    cwd: b'), '5:5  workers.mailer.cwd: is given twice, first on line 4'],
    [within('__proto__: {}'), '4:5  workers.mailer.__proto__: this name is not allowed'],
    ['workers: {}\nwrkers: 1\n', '2:1  wrkers: unknown key; did you mean "workers"?'],
    ['workers: {}\n? [a]\n: 1\n', '2:3  a key must be text'],
    ['workers: {}\n? \n: 1\n', 'a key must be text'],
    // commands and files
    ['workers:\n  a: {}\n', '2:3  workers.a.command: is missing, expected a command (or kind: external)'],
    ['workers:\n  a:\n', '2:3  workers.a: got nothing, expected a mapping'],
    ['workers:\n  a: {command: 5.5}\n', null],
    [
      'workers:\n  a: {command: []}\n',
      '2:16  workers.a.command: got a list, expected a program and its arguments',
    ],
    ['workers:\n  a: {command: [""]}\n', '2:16  workers.a.command: got a list, expected a program first'],
    ['workers:\n  a: {command: ["x", ~]}\n', '2:22  workers.a.command[1]: got nothing, expected text'],
    ['workers:\n  a: {command: ["x", "\\0"]}\n', 'expected text without a NUL character'],
    ['workers:\n  a: {command: "x\\0"}\n', 'expected a command, without a NUL character'],
    [
      'workers:\n  a: {command: {x: 1}}\n',
      '2:16  workers.a.command: got a mapping, expected a command line as text, or a list of program and arguments',
    ],
    [within('env_file: nope.env'), '4:15  workers.mailer.env_file: "nope.env": there is no such file'],
    [within('env_file: .'), '4:15  workers.mailer.env_file: ".": this is not a file'],
    [within('env_file: 5'), '4:15  workers.mailer.env_file: got 5, expected a path or a list of paths'],
    // environment
    [within('env: {A: }'), '4:11  workers.mailer.env.A: got nothing, expected text (in quotes if need be)'],
    [within('env: {A: [1]}'), '4:14  workers.mailer.env.A: got a list, expected text (in quotes if need be)'],
    [within('env: {A: "\\0"}'), 'expected text without a NUL character'],
    [
      within('env: {"A B": x}'),
      '4:11  workers.mailer.env.A B: is not a valid name, expected a name of letters, digits and underscores',
    ],
    [within('env: [A=1]'), '4:10  workers.mailer.env: got a list, expected a mapping of names to text'],
    [
      within('env: {YAGURA_RUN: x}'),
      '4:23  workers.mailer.env.YAGURA_RUN: is set by Yagura, choose another name',
    ],
    [
      within('env: {A: "${NOPE}"}'),
      '4:14  workers.mailer.env.A: the environment has no NOPE; set it, or write ${NOPE:-default}',
    ],
    // checks
    [within('health: {tcp: 1}'), '4:13  workers.mailer.health: got a mapping, expected a list of checks'],
    [
      within('health: [{every: 1s}]'),
      '4:14  workers.mailer.health[0]: none given, expected exactly one of http, tcp, exec, heartbeat, log_silence, progress',
    ],
    [
      within('health: [{tcp: 1, http: "http://x"}]'),
      '4:14  workers.mailer.health[0]: http and tcp given, expected exactly one of',
    ],
    [
      within('health: [{http: "ftp://x"}]'),
      '4:21  workers.mailer.health[0].http: got "ftp://x", expected a URL such as',
    ],
    [
      within('health: [{http: 5}]'),
      '4:21  workers.mailer.health[0].http: got 5, expected a URL, or {url, status}',
    ],
    [
      within('health: [{http: {url: "http://x"}}]'),
      'workers.mailer.health[0].http.status: is missing, expected a list of status codes',
    ],
    [
      within('health: [{tcp: 70000}]'),
      '4:20  workers.mailer.health[0].tcp: got 70000, expected a whole number from 1 to 65535',
    ],
    [
      within('health: [{tcp: "a:b"}]'),
      '4:20  workers.mailer.health[0].tcp: got "a:b", expected host:port, such as "127.0.0.1:6379"',
    ],
    [within('health: [{tcp: "a:0"}]'), '4:20  workers.mailer.health[0].tcp: got "a:0", expected host:port'],
    [
      within('health: [{heartbeat: 5}]'),
      '4:26  workers.mailer.health[0].heartbeat: got 5, expected a duration such as "30s", or {every, grace}',
    ],
    [
      within('health: [{progress: {within: 1s}}]'),
      '4:25  workers.mailer.health[0].progress: none given, expected exactly one of counter, pattern, file',
    ],
    [
      within('health: [{progress: {counter: a, file: b, within: 1s}}]'),
      'counter and file given, expected exactly one of',
    ],
    [
      within('health: [{progress: {counter: a}}]'),
      'workers.mailer.health[0].progress.within: is missing, expected a duration',
    ],
    [
      within("health: [{progress: {pattern: '(', within: 1s}}]"),
      '4:35  workers.mailer.health[0].progress.pattern: got "(", expected a regular expression with one group',
    ],
    [
      within("health: [{progress: {pattern: 'sent', within: 1s}}]"),
      'expected a regular expression with one group',
    ],
    [
      within('health: [{tcp: 1, name: a}, {tcp: 2, name: a}]'),
      '4:48  workers.mailer.health[1].name: two checks are called "a", expected different names',
    ],
    // schedules
    [
      within('schedule: "61 * * * *"'),
      '4:15  workers.mailer.schedule: got "61 * * * *", expected a cron expression that comes to pass',
    ],
    [
      within('schedule: "0 0 30 2 *"'),
      '4:15  workers.mailer.schedule: got "0 0 30 2 *", expected a cron expression that comes to pass',
    ],
    [
      within('schedule: {cron: "* * * * *", timezone: Mars/Base}'),
      '4:45  workers.mailer.schedule.timezone: got "Mars/Base", expected a time zone such as "Asia/Tokyo"',
    ],
    // relations
    [within('depends_on: [mialer2]'), '4:18  workers.mailer.depends_on[0]: unknown worker "mialer2"'],
    [
      `${within('depends_on: [brokr]')}  broker: {command: y}\n`,
      '4:18  workers.mailer.depends_on[0]: unknown worker "brokr"; did you mean "broker"?',
    ],
    [
      `${within('depends_on: {brokr: }')}  broker: {command: y}\n`,
      '4:18  workers.mailer.depends_on.brokr: unknown worker "brokr"; did you mean "broker"?',
    ],
    [
      within('depends_on: [mailer]'),
      '4:18  workers.mailer.depends_on[0]: these wait for each other: mailer → mailer',
    ],
    [
      `${within('depends_on: [b]')}  b: {command: y, depends_on: [c]}\n  c: {command: y, depends_on: {mailer: {until: healthy}}}\n`,
      '6:40  workers.c.depends_on.mailer: these wait for each other: mailer → b → c → mailer',
    ],
    [
      within('depends_on: 5'),
      '4:17  workers.mailer.depends_on: got 5, expected a list of workers, or a mapping such as {broker: {until: healthy}}',
    ],
    [
      'workers:\n  a: {command: x, instances: 2}\n  a-1: {command: x}\n',
      '3:8  workers.a-1: "a-1" has the name of an instance of "a"',
    ],
    [
      'workers:\n  a-1: {command: x}\n  a: {command: x, instances: 2}\n',
      '3:6  workers.a: the instance "a-1" has the name of the worker "a-1"',
    ],
    [
      'workers:\n  a: {command: x, instances: 2, labels: }\n  a-1: {command: x}\n',
      'workers.a.labels: got nothing, expected a mapping',
    ],
    [`workers:\n  ${'a'.repeat(63)}: {command: x, instances: 1}\n`, 'is longer than 63 characters'],
    [
      'workers:\n  "a b": {command: x}\n',
      '2:3  workers.a b: is not a valid name, expected letters, digits, dot, dash and underscore, at most 63',
    ],
    // external
    [
      'workers:\n  a: {kind: external}\n',
      '2:6  workers.a: is external, expected a heartbeat or a health check that proves its life',
    ],
    [
      'workers:\n  a: {kind: external, heartbeat: 1m, command: x}\n',
      '2:47  workers.a.command: has no meaning for an external worker',
    ],
    // defaults
    [
      'defaults: {restart: {max: 30}}\nworkers:\n  a: {command: x}\n  b: {command: x}\n',
      '1:27  defaults.restart.max: got 30, expected a duration such as "30s"',
    ],
    ['defaults: {bogus: 1}\nworkers:\n  a: {command: x}\n', '1:12  defaults.bogus: unknown key'],
    ['defaults: 5\nworkers:\n  a: {command: x}\n', '1:11  defaults: got 5, expected a mapping'],
    [
      'defaults: {depends_on: [nope]}\nworkers:\n  a: {command: x}\n',
      '1:25  defaults.depends_on[0]: unknown worker "nope"',
    ],
    // server and the rest
    ['workers: {}\nserver: {port: 0}\n', '2:16  server.port: got 0, expected a whole number from 1 to 65535'],
    [
      'workers: {}\nserver: {names: ["https://a.b"]}\n',
      '2:18  server.names[0]: got "https://a.b", expected a host name such as "yagura.example.org"',
    ],
    ['workers: {}\nserver: {tls: {cert: a}}\n', '2:10  server.tls.key: is missing, expected a path'],
    ['workers: {}\nalerts: 5\n', '2:9  alerts: got 5, expected a mapping'],
    // the file
    ['', '1:1  the file is empty, expected a mapping with "workers"'],
    ['# nothing\n', 'the file is empty, expected a mapping with "workers"'],
    ['just text', '1:1  got "just text", expected a mapping with "workers"'],
    ['- a\n- b\n', '1:1  got a list, expected a mapping with "workers"'],
    ['server: {}\n', '1:1  workers: is missing, expected a mapping of workers'],
    ['workers: [a]\n', '1:10  workers: got a list, expected a mapping of workers'],
    ['workers:\n\ta: {}\n', '2:1  a tab is not allowed as indentation; use spaces'],
    ['workers: {a: 1\n', 'not valid YAML: '],
    ['workers: {a: }}\n', '1:15  not valid YAML: Unexpected flow-map-end token in YAML stream'],
    ['workers: {a: ${X}}\n', '1:15  not valid YAML: inside [ ] and { }, a value with ${…} must be in quotes'],
    ['workers: a: b\n', '1:10  a mapping cannot begin here; put the value in quotes if it contains ": "'],
    ['workers: {}\n---\na: 1\n', '2:1  a second document begins here; one file holds one configuration'],
    ['workers: !thing {}\n', 'Unresolved tag: !thing'],
    ['workers: *nope\n', '1:10  workers: there is no &nope before this *nope'],
    ['workers: &a {b: *a}\n', '1:17  workers.b: *a contains itself'],
    ['workers: &a {<<: *a}\n', '1:18  workers: *a contains itself'],
    ['workers: {<<: 5}\n', '1:15  workers: << takes a mapping or a list of mappings'],
    ['workers: {<<: }\n', 'workers: << takes a mapping or a list of mappings'],
    ['workers: {<<}\n', 'workers: << takes a mapping or a list of mappings'],
    ['workers: {<<: [[]]}\n', 'workers: << takes a mapping or a list of mappings'],
    [`workers: ${'{a: '.repeat(40)}${'}'.repeat(40)}\n`, '1:1  the file is nested more than 32 levels deep'],
  ])('%j', async (text, expected) => {
    if (expected === null) {
      await expect(read(text)).resolves.toBeDefined();
      return;
    }
    const found = await mistakes(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^yagura\.yaml:\d+:\d+ {2}/);
    expect(found[0]).toContain(expected);
  });

  test('all are told at once, in the order of the file', async () => {
    const found = await mistakes(`
workers:
  a:
    command: [x, ~]
    restart: {max: 30, polcy: always}
    health:
      - http: nope
        every: 5
      - {}
    depends_on: [b, nope]
  b: {depends_on: [a]}
  c: 5
servr: {}
`);
    expect(found.map((line) => line.replace(/: .*/, ''))).toEqual([
      'yagura.yaml:4:18  workers.a.command[1]',
      'yagura.yaml:5:20  workers.a.restart.max',
      'yagura.yaml:5:24  workers.a.restart.polcy',
      'yagura.yaml:7:15  workers.a.health[0].http',
      'yagura.yaml:8:16  workers.a.health[0].every',
      'yagura.yaml:9:9  workers.a.health[1]',
      'yagura.yaml:10:21  workers.a.depends_on[1]',
      'yagura.yaml:11:3  workers.b.command',
      'yagura.yaml:11:20  workers.b.depends_on[0]',
      'yagura.yaml:12:6  workers.c',
      'yagura.yaml:13:1  servr',
    ]);
  });

  test('a mistake in an env_file names that file and its line', async () => {
    await writeFile(join(dir, 'bad.env'), 'A=1\n\nwhat\nYAGURA_RUN=1\n');
    expect(await mistakes(within('env_file: bad.env'))).toEqual([
      'bad.env:3:1  expected NAME=value',
      'yagura.yaml:4:15  workers.mailer.env_file: "bad.env": YAGURA_RUN is set by Yagura, choose another name',
    ]);
  });

  test('no more than fifty are told, and how many are left', async () => {
    const found = await mistakes(
      `workers: {}\n${Array.from({ length: 70 }, (_, n) => `k${n}: 1\n`).join('')}`,
    );
    expect(found).toHaveLength(51);
    expect(found.at(-1)).toContain('and 20 more');
  });

  test('what looks secret is never repeated', async () => {
    const found = await mistakes(`
workers:
  a:
    command: x
    cwd: {x: hunter2}
    env: {API_TOKEN: [hunter2], OK: "\${TOKEN_VALUE}\${NOPE}"}
    health: [{http: "ftp://app:hunter2@db/"}, {tcp: "\${TOKEN_VALUE}"}]
    restart: {max: "\${TOKEN_VALUE}"}
server: {tls: {cert: 5, key: 1234567}}
`);
    expect(found.length).toBeGreaterThanOrEqual(6);
    expect(found.join('\n')).not.toMatch(/hunter2|1234567/);
    expect((await mistakes('a: "hunter2" hunter2\n')).join('\n')).not.toContain('hunter2');
    expect((await mistakes('a: {"hunter2": hunter2 ]\n')).join('\n')).not.toContain('hunter2');
  });

  test('very long values are cut', async () => {
    const [line] = await mistakes(within(`restart: {max: ${'9'.repeat(5000)}x}`));
    expect(line?.length).toBeLessThan(200);
  });
});

describe('a hostile file', () => {
  test('10 MB are refused by their size, unread', async () => {
    expect(await mistakes(`# ${'x'.repeat(10_000_000)}`)).toEqual([
      'yagura.yaml:1:1  the file has 10000002 bytes, expected at most 1048576',
    ]);
  });

  test('a bomb of aliases is refused', async () => {
    const levels = Array.from({ length: 12 }, (_, n) => `x-${n + 1}: &a${n + 1} [${`*a${n},`.repeat(10)}]`);
    expect(await mistakes(`x-0: &a0 [x]\n${levels.join('\n')}\nworkers: {}\n`)).toEqual([
      expect.stringContaining('holds more than 200000 values once its aliases are filled in'),
    ]);
  });

  test('brackets without end are refused', async () => {
    expect(await mistakes('['.repeat(100_000))).toEqual([
      expect.stringContaining('the file is nested too deeply'),
    ]);
  });

  test('bytes that are not UTF-8 are refused', async () => {
    expect(await mistakes(new Uint8Array([0x77, 0xff, 0xfe, 0x00]))).toEqual([
      'yagura.yaml:1:1  the file is not UTF-8 text',
    ]);
  });

  test('too many workers are refused', async () => {
    const many = Array.from({ length: 6 }, (_, n) => `  w${n}: {command: x, instances: 1000}\n`).join('');
    expect(await mistakes(`workers:\n${many}`)).toEqual([
      'yagura.yaml:2:3  workers: 6000 workers, expected at most 5000',
    ]);
  });

  test('a long chain of dependencies is no trouble', async () => {
    const chain = Array.from({ length: 3000 }, (_, n) => `  w${n}: {command: x, depends_on: [w${n + 1}]}\n`);
    expect((await read(`workers:\n${chain.join('')}  w3000: {command: x}\n`)).workers).toHaveLength(3001);
  });

  test.each([
    ['a folder', async (path: string) => mkdir(path), 'this is not a file'],
    ['a link to itself', async (path: string) => symlink(path, path), 'the file is a link to itself'],
    ['a device', async (path: string) => symlink('/dev/zero', path), 'this is not a file'],
    ['a missing file', async () => undefined, 'there is no such file'],
    ['a file in a file', null, 'there is no such file'],
    ['a name that is too long', null, 'ENAMETOOLONG'],
  ])('%s is refused', async (name, make, expected) => {
    const sub = await mkdtemp(join(dir, 'odd-'));
    await writeFile(join(sub, 'file'), '');
    const path =
      name === 'a file in a file' ? join(sub, 'file', 'x') : join(sub, make ? 'y.yaml' : 'y'.repeat(300));
    await make?.(path);
    await expect(readConfig(path)).rejects.toMatchObject({
      code: 'config_invalid',
      errors: [{ message: expect.stringContaining(expected) as string }],
    });
  });
});

describe('what others are told', () => {
  const workers = 'workers:\n  mailer: {command: x, instances: 2}\n  ocr: {command: x}\n';

  test('nobody, without being asked', async () => {
    expect(await read(workers)).toMatchObject({ statusPage: null, watchdog: { heartbeat: null } });
  });

  test('a status page of groups, and a monitor', async () => {
    const config = await read(
      `${workers}status_page: {title: Shop, groups: [{name: Mail, workers: [mailer, ocr]}]}\n` +
        'watchdog: {heartbeat: {url: "https://hc.example/ping/1"}}\n',
    );
    expect(config.statusPage).toEqual({
      title: 'Shop',
      path: '/status',
      groups: [{ name: 'Mail', workers: ['mailer', 'ocr'] }],
    });
    expect(config.watchdog.heartbeat).toEqual({ url: 'https://hc.example/ping/1', everyMs: 60_000 });
  });

  test('mistakes in them are told with their places', async () => {
    const page = (text: string) => mistakes(`${workers}status_page: ${text}\n`);
    expect(await page('{title: Shop, groups: []}')).toEqual([
      'yagura.yaml:4:36  status_page.groups: got a list, expected at least one group',
    ]);
    expect(await page('{title: S, path: /workers, groups: [{name: A, workers: [mailer]}]}')).toEqual([
      'yagura.yaml:4:31  status_page.path: got "/workers", expected "/status" or "/status-NAME"',
    ]);
    expect(
      await page('{title: S, groups: [{name: A, workers: [nobody]}, {name: A, workers: [ocr]}]}'),
    ).toEqual([
      'yagura.yaml:4:54  status_page.groups[0].workers[0]: there is no worker "nobody"',
      'yagura.yaml:4:71  status_page.groups[1].name: there is another group "A"',
    ]);
    expect(await mistakes(`${workers}watchdog: {heartbeat: {url: "ftp://x", every: 1s}}\n`)).toEqual([
      'yagura.yaml:4:29  watchdog.heartbeat.url: got "ftp://x", expected a URL such as "http://127.0.0.1:3000/health"',
      'yagura.yaml:4:47  watchdog.heartbeat.every: got "1s", expected a duration from 10s to 1d',
    ]);
  });
});

describe('finding the file', () => {
  test('yagura.yaml, then yagura.yml, then none', async () => {
    const sub = await mkdtemp(join(dir, 'find-'));
    expect(await findConfig(sub)).toBeNull();
    await writeFile(join(sub, 'yagura.yml'), '');
    expect(await findConfig(sub)).toBe(join(sub, 'yagura.yml'));
    await writeFile(join(sub, 'yagura.yaml'), '');
    expect(await findConfig(sub)).toBe(join(sub, 'yagura.yaml'));
  });

  test('the demo fleet is valid', async () => {
    expect((await readConfig(demoConfigPath, { env: {} })).config.workers.length).toBeGreaterThan(5);
  });
});
