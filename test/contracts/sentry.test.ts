/** Unmodified programs with Sentry's own SDKs report to a tower; what became of it is asked as the page does. */
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot, run, startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

interface Group {
  id: number;
  title: string;
  level: string;
  count: number;
  workers: string[];
}
interface Occurrence {
  message: string;
  worker: string;
  exceptions: {
    type: string;
    message: string;
    frames: {
      function: string | null;
      file: string;
      line: number;
      inApp: boolean;
      source?: { line: string };
    }[];
  }[];
  fields: Record<string, unknown>;
  breadcrumbs?: { category: string; message: string }[];
}

let tower: Tower;
beforeAll(async () => {
  tower = await startTower({
    config: {
      workers: {
        shop: { kind: 'external', heartbeat: { every: '1h' } },
        nightly: { kind: 'external', heartbeat: { every: '1h' } },
        mailer: { command: 'sleep 1000' },
        site: { command: 'sleep 1000', cwd: './site' },
      },
      sentry: { projects: { post: { worker: 'mailer' } } },
    },
  });
});
afterAll(() => tower.cleanUp());

const dsn = async (project: string) => (await tower.cli('sentry', 'dsn', project)).stdout.trim();

const lineOf = (fixture: string, text: string): number =>
  readFileSync(join(projectRoot, 'test/fixtures', fixture), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;

/** The group of that title, once it is there, with its newest occurrence. */
async function group(title: string | RegExp): Promise<Group & { newest: Occurrence }> {
  const found = await waitUntil(
    `there is a group ${title}`,
    async () => {
      const { groups } = await tower.api<{ groups: Group[] }>('/errors?limit=100');
      return (
        groups.find((one) =>
          typeof title === 'string' ? one.title.includes(title) : title.test(one.title),
        ) ?? null
      );
    },
    { withinMs: 10_000 },
  );
  return tower.api(`/errors/${found.id}`);
}

test('a program with @sentry/node, its crash included', async () => {
  const program = await run(process.execPath, [join(projectRoot, 'test/fixtures/reports-errors.mjs')], {
    env: { ...process.env, SENTRY_DSN: await dsn('shop') },
  });
  expect(program).toMatchObject({ code: 1, stderr: expect.stringContaining('order 17 is not paid') });

  const crash = await group('TypeError');
  expect(crash).toMatchObject({ level: 'fatal', count: 1, workers: ['shop'] });
  const { newest } = crash;
  expect(newest).toMatchObject({
    worker: 'shop',
    message: 'order 17 is not paid',
    exceptions: [{ type: 'TypeError' }],
    fields: { release: 'shop@1.2', environment: 'production', 'tags.region': 'jp', handled: false },
  });
  expect(newest.breadcrumbs).toContainEqual(
    expect.objectContaining({ category: 'cart', message: 'three items' }),
  );
  expect(newest.exceptions[0]?.frames[0]).toMatchObject({
    function: 'charge',
    file: join(projectRoot, 'test/fixtures/reports-errors.mjs'),
    line: lineOf('reports-errors.mjs', 'throw new TypeError'),
    inApp: true,
    source: { line: expect.stringContaining('throw new TypeError') },
  });
  const { newest: chained } = await group('the cart cannot be read');
  expect(chained.exceptions.map(({ type }) => type)).toEqual(['SyntaxError', 'Error']);
  await group('stock runs low');
  await group('no answer from the warehouse');

  const { projects } = await tower.api<{
    projects: { name: string; releases: unknown[]; unknownMonitors: string[] }[];
  }>('/sentry/projects');
  expect(projects.find(({ name }) => name === 'shop')).toMatchObject({
    unknownMonitors: [],
    releases: [{ release: 'shop@1.2', sessions: 1, crashed: 1, crashFreeRatio: 0 }],
  });
  // The check-in was its sign of life; the other external worker never gave one.
  await tower.waitForWorker('nightly', ({ health }) => health === 'healthy');
});

test("a program with Debian's python3-sentry-sdk, its crash included", async () => {
  const program = await run('/usr/bin/python3', [join(projectRoot, 'test/fixtures/reports_errors.py')], {
    env: { ...process.env, SENTRY_DSN: await dsn('post') },
  });
  expect(program).toMatchObject({ code: 1, stderr: expect.stringContaining('KeyError') });

  const { newest, ...crash } = await group('KeyError');
  expect(crash).toMatchObject({ level: 'error', count: 1, workers: ['mailer'] });
  expect(newest).toMatchObject({
    exceptions: [{ type: 'KeyError', message: "'ann'" }],
    fields: { release: 'mailer@7', handled: false },
  });
  expect(newest.exceptions[0]?.frames[0]).toMatchObject({
    function: 'deliver',
    line: lineOf('reports_errors.py', 'return letters'),
    source: { line: expect.stringContaining('return letters["ann"]') },
  });
  await group('ValueError');
  expect((await group('mailbox')).newest.message).toBe('mailbox ann is full');
});

/** Writes a program that fails in its fifth line, as a bundler does, into `folder`. */
async function bundleProgram(folder: string, error: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'pay.ts'),
    `import * as Sentry from '@sentry/node';
Sentry.init({});
export function pay(amount: number): void {
  if (amount < 0) throw new ${error}('nobody pays less than nothing');
}
pay(-1);
`,
  );
  const bundler = await rolldown({
    input: join(folder, 'pay.ts'),
    platform: 'node',
    external: [/^@sentry/],
  });
  await bundler.write({ file: join(folder, 'pay.mjs'), sourcemap: true, minify: true });
  await bundler.close();
  const modules = join(tower.folder, 'node_modules');
  if (!existsSync(modules)) symlinkSync(join(projectRoot, 'node_modules'), modules);
  return join(folder, 'pay.mjs');
}

test('a program that a bundler wrote is told as people wrote it', async () => {
  const folder = join(tower.folder, 'site');
  const program = await bundleProgram(folder, 'RangeError');
  const { stderr } = await run(process.execPath, [program], {
    env: { ...process.env, SENTRY_DSN: await dsn('site') },
  });
  expect(stderr).toContain('RangeError');
  const { newest } = await group('RangeError');
  expect(newest.exceptions[0]?.frames[0]).toMatchObject({
    file: join(folder, 'pay.ts'),
    line: 4,
    source: { line: "  if (amount < 0) throw new RangeError('nobody pays less than nothing');" },
  });
});

test('sentry-cli uploads source maps that lie nowhere here, and tells of releases and deploys', async () => {
  const { token } = await tower.api<{ token: string }>('/tokens', {
    method: 'POST',
    body: { name: 'build', role: 'operator' },
  });
  const env = {
    ...process.env,
    SENTRY_URL: tower.url,
    SENTRY_ORG: 'any',
    SENTRY_PROJECT: 'shop',
    SENTRY_AUTH_TOKEN: token,
  };
  const sentryCli = (args: string[], more: Record<string, string> = {}) =>
    run(join(projectRoot, 'node_modules/.bin/sentry-cli'), args, { env: { ...env, ...more } });
  const folder = join(tower.folder, 'built');
  const program = await bundleProgram(folder, 'EvalError');
  await sentryCli(['sourcemaps', 'inject', folder]);
  const upload = ['sourcemaps', 'upload', '--release', 'shop@7', folder];
  expect((await sentryCli(upload, { SENTRY_AUTH_TOKEN: 'other' })).code).not.toBe(0);
  const unknown = await sentryCli(upload, { SENTRY_PROJECT: 'nobody' });
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no project') });
  const uploaded = await sentryCli(upload);
  expect(uploaded, uploaded.stderr).toMatchObject({ code: 0 });
  for (const file of ['pay.mjs.map', 'pay.ts']) rmSync(join(folder, file));

  await run(process.execPath, [program], { env: { ...process.env, SENTRY_DSN: await dsn('shop') } });
  const { newest } = await group('EvalError');
  expect(newest.exceptions[0]?.frames[0]).toMatchObject({
    function: 'pay',
    file: 'pay.ts',
    line: 4,
    source: { line: "  if (amount < 0) throw new EvalError('nobody pays less than nothing');" },
  });

  for (const args of [
    ['releases', 'new', 'shop@8'],
    ['releases', 'set-commits', '--auto', 'shop@8', '--ignore-missing', '--ignore-empty'],
    ['releases', 'finalize', 'shop@8'],
    ['deploys', 'new', '--release', 'shop@8', '-e', 'production'],
  ]) {
    const answer = await sentryCli(args);
    if (args[1] !== 'set-commits') expect(answer, answer.stderr).toMatchObject({ code: 0 });
  }
  expect((await sentryCli(['releases', 'list'])).stdout).toContain('shop@8');
  expect(await tower.api('/deploys')).toMatchObject({
    deploys: [{ version: 'shop@8', worker: 'shop', by: 'token:build' }],
  });
});
