import { describe, expect, test } from 'vitest';
import type { SentryProject } from '../../hub/server/index.ts';
import { cli, startScriptedHub } from '../testing/scripted-hub.ts';

const project = (name: string, more: Partial<SentryProject> = {}): SentryProject => ({
  name,
  id: '42',
  dsn: `http://key@127.0.0.1:8910/sentry/${name}`,
  worker: name,
  rate: 100,
  origins: [],
  unknownMonitors: [],
  items: {},
  malformed: 0,
  limited: 0,
  lastAt: null,
  releases: [],
  ...more,
});
const busy = project('shop', {
  items: { event: 7, session: 3 },
  malformed: 1,
  limited: 2,
  lastAt: '2026-01-01T00:00:00.000Z',
  releases: [
    {
      release: 'shop@1.2',
      sessions: 20,
      errored: 5,
      crashed: 4,
      crashFreeRatio: 0.8,
      firstAt: '2026-01-01T00:00:00.000Z',
      lastAt: '2026-01-01T00:00:00.000Z',
    },
  ],
});
const hubWith = (...projects: SentryProject[]) =>
  startScriptedHub({ 'GET /sentry/projects': () => ({ projects }) });

describe('yagura sentry', () => {
  test('prints the DSN of a project alone, so that a script can take it', async () => {
    const hub = await hubWith(busy, project('mailer'));
    expect(await cli(hub.home, ['sentry', 'dsn', 'mailer'])).toMatchObject({
      code: 0,
      stdout: 'http://key@127.0.0.1:8910/sentry/mailer\n',
    });
    const { stdout } = await cli(hub.home, ['sentry', 'dsn', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ projects: [{ name: 'shop', id: '42' }, { name: 'mailer' }] });
  });

  test('prints those of all projects in a table', async () => {
    const hub = await hubWith(busy, project('mailer', { dsn: null }));
    const { stdout } = await cli(hub.home, ['sentry', 'dsn']);
    expect(stdout).toMatch(/PROJECT +DSN\n/);
    expect(stdout).toMatch(/shop +http:\/\/key@/);
  });

  test('says what a project could have been meant', async () => {
    const hub = await hubWith(busy);
    const { code, stderr } = await cli(hub.home, ['sentry', 'dsn', 'shopp']);
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean "shop"?');
    expect((await cli(hub.home, ['sentry', 'dsn', 'zzzzzzzzzz'])).stderr).not.toContain('Did you mean');
  });

  test('lists what came for each', async () => {
    const hub = await hubWith(busy, project('mailer'));
    const { stdout } = await cli(hub.home, ['sentry', 'list']);
    expect(stdout).toMatch(/shop +shop +7 +3 +3 .* shop@1\.2 +80/);
    expect(stdout).toMatch(/mailer +mailer +0 +0 +0 +never/);
    expect(JSON.parse((await cli(hub.home, ['sentry', 'list', '--json'])).stdout)).toMatchObject({
      projects: [{ name: 'shop' }, { name: 'mailer' }],
    });
  });
});
