import { describe, expect, test } from 'vitest';
import type { ErrorGroup, ErrorGroupDetail } from '../../hub/errors/index.ts';
import { cli, startScriptedHub } from '../testing/scripted-hub.ts';

const time = '2026-01-01T00:00:00.000Z';
const group: ErrorGroup = {
  id: 7,
  title: 'timeout after <NUM> ms',
  kind: 'template',
  exit: null,
  category: 'timeout',
  confidence: 0.93,
  corrected: false,
  level: 'error',
  count: 31,
  firstSeen: time,
  lastSeen: time,
  workers: ['mailer-0', 'mailer-1', 'shop'],
  workerCount: 3,
  status: 'regressed',
  statusSince: time,
  statusBy: null,
  awaitsDeploy: false,
  assignee: null,
  trend: { state: 'spiking', ratio: 5.24 },
  spark: { from: time, stepMs: 1_800_000, counts: [1, 2] },
  cause: null,
};
const detail: ErrorGroupDetail = {
  ...group,
  reasons: [],
  fingerprints: [
    { id: 1, kind: 'template', title: group.title, why: 'varied', detail: '', count: 31, lastSeen: time },
  ],
  newest: {
    id: 9,
    time,
    worker: 'mailer-0',
    source: 'sentry',
    level: 'error',
    message: 'timeout after 30 ms',
    parameters: ['30'],
    exceptions: [
      {
        type: 'TimeoutError',
        message: 'timeout after 30 ms',
        frames: [{ function: 'send', file: '/app/mail.js', line: 12, column: 3, inApp: true }],
      },
    ],
    stack: [],
    exit: null,
    fields: {},
    breadcrumbs: [{ time, level: 'info', category: 'http', message: 'GET \u001b[31m/orders', data: {} }],
    attachments: [],
  },
  typical: null,
  parameters: [{ position: 0, values: ['30', '60'] }],
  timeline: group.spark,
  touched: [{ worker: 'mailer-0', count: 31, lastSeen: time }],
  marks: [],
  perDeploy: [{ id: 1, time, version: 'v1.2', worker: null, by: 'token:ann', count: 12, perHour: 3 }],
  perRestart: null,
  causes: [],
  similar: [{ id: 8, title: 'timeout of the broker', category: 'timeout', likeness: 0.6 }],
  notes: [{ id: 1, time, by: 'token:ann', text: 'the broker again' }],
  merges: [],
};

describe('yagura errors', () => {
  test('lists the open ones, and asks for what is wanted', async () => {
    let asked = '';
    const hub = await startScriptedHub({
      'GET /errors': ({ query }) => {
        asked = query.toString();
        return { groups: [group], total: 1, fleetWorkers: 4, next: null };
      },
    });
    const { code, stdout } = await cli(hub.home, ['errors']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/7 +timeout +31 +↑↑ .*mailer-0, mailer-1 \+1 +back: timeout after <NUM> ms/);
    expect(asked).toBe('limit=50&status=unresolved%2Cregressed');
    const json = await cli(hub.home, [
      'errors',
      '--json',
      '--status',
      'all',
      '--worker',
      'shop',
      '--sort',
      'count',
      '-n',
      '5',
    ]);
    expect(JSON.parse(json.stdout)).toEqual({ groups: [group] });
    expect(asked).toBe('limit=5&worker=shop&sort=count');
  });

  test('shows one with its newest trace, without what a terminal would obey', async () => {
    const hub = await startScriptedHub({ 'GET /errors/7': () => detail });
    const { stdout } = await cli(hub.home, ['errors', 'show', '7']);
    for (const text of [
      'timeout (93 %)',
      'spiking (5.2 × before)',
      'TimeoutError: timeout after 30 ms',
      'send  /app/mail.js:12:3',
      'v1.2: 12',
      'the broker again',
      '30, 60',
    ])
      expect(stdout).toContain(text);
    expect(stdout).not.toContain('\u001b');
    expect(await cli(hub.home, ['errors', 'show', 'x'])).toMatchObject({ code: 2 });
  });

  test('resolves, ignores and opens anew', async () => {
    const bodies: unknown[] = [];
    const hub = await startScriptedHub({
      'PATCH /errors/7': ({ body }) => {
        bodies.push(body);
        return { group: { ...detail, status: (body as { status: string }).status }, reclassified: 0 };
      },
    });
    expect(
      await cli(hub.home, ['errors', 'resolve', '7', '--next-deploy', '--note', 'mended']),
    ).toMatchObject({
      code: 0,
      stdout: 'resolved: timeout after <NUM> ms\n',
    });
    await cli(hub.home, ['errors', 'ignore', '7']);
    await cli(hub.home, ['errors', 'reopen', '7']);
    expect(bodies).toEqual([
      { status: 'resolved', inNextDeploy: true, note: 'mended' },
      { status: 'ignored' },
      { status: 'unresolved' },
    ]);
  });

  test('deploys are marked', async () => {
    const hub = await startScriptedHub({
      'POST /deploys': ({ body }) => ({ id: 1, time, by: 'token:ann', ...(body as object) }),
    });
    expect(await cli(hub.home, ['deploy', 'mark', 'v1.2'])).toMatchObject({
      code: 0,
      stdout: 'Marked v1.2.\n',
    });
    expect(await cli(hub.home, ['deploy', 'mark', 'v1.3', '--worker', 'shop'])).toMatchObject({
      stdout: 'Marked v1.3 of shop.\n',
    });
  });
});
