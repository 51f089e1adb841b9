import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isoTime } from '../../shared/clock.ts';
import { createScene, type Scene, startMs } from './testing/scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await createScene();
  scene.configure({});
  await scene.pass(100);
});
afterEach(() => scene.close());

const list = () => scene.incidents.page({ limit: 50 }).incidents.toReversed();
const only = () => {
  const found = list();
  expect(found).toHaveLength(1);
  return found[0]!;
};

describe('an incident', () => {
  it('is told at once when it is critical, and its end as well', async () => {
    scene.worker('mailer', { state: 'failed' });
    scene.happen('worker.failed', 'mailer', { detail: 'exit code 3' });
    scene.raise({ id: 'a', labels: { worker: 'mailer', host: 'here' } });
    await scene.pass(1_000);
    expect(scene.said()).toEqual(['opened hook: mailer is down']);
    const [notice] = scene.notices.values();
    expect(notice).toMatchObject({
      key: 'incident-1/0/opened/hook',
      thread: 'incident-1',
      severity: 'critical',
      workers: ['mailer'],
      links: { acknowledge: 'https://tower.test/link/acknowledge/incident-1' },
    });
    expect((notice?.atMs ?? 0) - startMs).toBeLessThan(1_000);
    scene.worker('mailer', { state: 'running' });
    scene.end('a');
    await scene.pass(1_000);
    expect(scene.said()).toEqual(['opened hook: mailer is down', 'resolved hook: mailer is down']);
    expect(only()).toMatchObject({ status: 'resolved', paged: true, resolvedBy: null });
  });

  it('is recorded and not told when a worker is back within its restart', async () => {
    scene.worker('mailer', { state: 'running', crashes: 0 });
    scene.happen('worker.exited', 'mailer', { reason: 'exit', code: 1, run: 'r1' });
    await scene.pass(20);
    scene.happen('worker.started', 'mailer', { run: 'r2' });
    await scene.pass(5_000);
    scene.happen('worker.recovered', 'mailer', { afterMs: 5_000 });
    await scene.pass(60_000);
    expect(scene.said()).toEqual([]);
    const incident = only();
    expect(incident).toMatchObject({ status: 'resolved', paged: false, title: { en: 'mailer crashed' } });
    const { tried } = scene.incidents.detail(incident.id);
    expect(tried).toMatchObject([{ what: 'restart', by: null, outcome: 'worked', count: 1 }]);
  });

  it('is not told when Yagura heals it within the grace time, and told when it does not', async () => {
    scene.worker('mailer', { state: 'unhealthy' });
    scene.raise({ id: 'a', rule: 'Unhealthy', severity: 'warning', labels: { worker: 'mailer' } });
    await scene.pass(20_000);
    scene.end('a');
    scene.worker('mailer', { state: 'running' });
    await scene.pass(60_000);
    expect(scene.said()).toEqual([]);
    scene.worker('ocr', { state: 'unhealthy' });
    scene.raise({ id: 'b', rule: 'Unhealthy', severity: 'warning', labels: { worker: 'ocr' } });
    await scene.pass(29_000);
    expect(scene.said()).toEqual([]);
    await scene.pass(3_000);
    expect(scene.said()).toHaveLength(1);
  });

  it('is told at once when the rule wants it, when Yagura gave up, or when a restart is no cure', async () => {
    scene.worker('mailer', { state: 'unhealthy' });
    scene.raise({ id: 'a', severity: 'warning', labels: { worker: 'mailer' }, page: true });
    scene.worker('ocr', { state: 'backoff', crashLoop: true });
    scene.raise({ id: 'b', severity: 'warning', labels: { worker: 'ocr' } });
    scene.worker('sync', { state: 'starting' });
    scene.raise({ id: 'c', rule: 'ErrorNew', severity: 'info', labels: { worker: 'sync' } });
    scene.raise({ id: 'd', rule: 'DiskFilling', severity: 'warning', labels: { host: 'here' } });
    await scene.pass(1_000);
    expect(scene.said()).toHaveLength(4);
  });

  it('holds a dependency that died and what needs it, with the dependency as the cause', async () => {
    scene.worker('broker', { state: 'failed' });
    scene.worker('mailer', { state: 'unhealthy', dependsOn: ['broker'] });
    scene.worker('ocr', { state: 'unhealthy', dependsOn: ['mailer'] });
    scene.worker('other', { state: 'failed' });
    scene.happen('worker.exited', 'broker', { reason: 'signal', signal: 'SIGKILL' });
    scene.happen('worker.failed', 'broker', {});
    scene.raise({ id: 'm', rule: 'Unhealthy', severity: 'warning', labels: { worker: 'mailer' } });
    scene.raise({ id: 'b', labels: { worker: 'broker' } });
    scene.raise({
      id: 'o',
      rule: 'Unhealthy',
      severity: 'warning',
      labels: { worker: 'ocr' },
      noticeable: false,
      inhibitedBy: ['b'],
    });
    scene.raise({ id: 'x', labels: { worker: 'other' } });
    await scene.pass(1_000);
    const [cascade, other] = list();
    expect(cascade).toMatchObject({
      workerCount: 3,
      alertCount: 3,
      cause: { kind: 'dependency', worker: 'broker' },
    });
    expect(other).toMatchObject({ workers: ['other'] });
    expect(scene.said()).toEqual([
      'opened hook: broker is down; 2 workers need it',
      'opened hook: WorkerDown',
    ]);
    expect(scene.incidents.detail(1).causes[0]?.evidence.length).toBeGreaterThan(1);
  });

  it('is one with ten thousand alerts of a lost machine, and one notice, within two seconds', async () => {
    const workers = Array.from({ length: 5_000 }, (_, n) => `w${n}`);
    for (const name of workers)
      scene.fleet.list.set(name, {
        ...scene.fleet.list.get('x')!,
        name,
        host: 'far',
        dependsOn: [],
        labels: {},
        declaredAs: name,
        state: 'lost',
        fresh: false,
      } as never);
    const begun = performance.now();
    scene.raiseAll([
      ...workers.flatMap((worker) => [
        { id: `d${worker}`, labels: { worker, host: 'far' } },
        { id: `u${worker}`, rule: 'Unhealthy', labels: { worker, host: 'far' } },
      ]),
      { id: 'host', rule: 'HostLost', labels: { host: 'far' } },
    ]);
    await scene.pass(20);
    await expect.poll(() => scene.incidents.page({ limit: 5 }).incidents.length).toBe(1);
    await scene.pass(2_000);
    expect(performance.now() - begun).toBeLessThan(6_000); // two seconds on an idle machine
    expect(scene.said()).toHaveLength(1);
    expect(only()).toMatchObject({ alertCount: 10_001, workerCount: 5_000 });
  });

  it('comes back as itself when it was over just before', async () => {
    scene.worker('mailer', { state: 'failed' });
    scene.raise({ id: 'a', labels: { worker: 'mailer' } });
    await scene.pass(1_000);
    scene.worker('mailer', { state: 'running' });
    scene.end('a');
    await scene.pass(5_000);
    scene.worker('mailer', { state: 'failed' });
    scene.raise({ id: 'b', labels: { worker: 'mailer' } });
    await scene.pass(1_000);
    expect(only()).toMatchObject({ status: 'open', reopened: 1 });
    expect([...scene.notices.keys()]).toEqual([
      'incident-1/0/opened/hook',
      'incident-1/0/resolved/hook',
      'incident-1/1/opened/hook',
    ]);
    scene.end('b');
    scene.worker('mailer', { state: 'running' });
    await scene.pass(11 * 60_000);
    scene.raise({ id: 'c', labels: { worker: 'mailer' } });
    await scene.pass(1_000);
    expect(list()).toHaveLength(2);
  });

  it('tells what somebody changed shortly before, and what the worker reported', async () => {
    scene.worker('mailer', { state: 'failed' });
    scene.happen('deploy.marked', null, { version: 'v2', by: 'token:ci' });
    scene.errors.set('mailer', [
      { group: 7, title: 'ECONNREFUSED 10.0.0.1', category: 'network', lastSeenMs: startMs + 59_000 },
    ]);
    await scene.pass(60_000);
    scene.happen('worker.exited', 'mailer', { reason: 'exit', code: 1 });
    scene.happen('worker.failed', 'mailer', {});
    scene.raise({ id: 'a', labels: { worker: 'mailer' } });
    await scene.pass(1_000);
    const { causes } = scene.incidents.detail(1);
    expect(causes.map(({ kind }) => kind)).toEqual(['deploy', 'error', 'exit', 'alert']);
    expect(causes[1]).toMatchObject({ errorGroup: 7 });
    expect([...scene.notices.values()][0]?.cause).toContain('v2');
  });

  it.each([
    ['changed it', { added: [], removed: [], changed: ['mailer'] }, true],
    ['changed another', { added: [], removed: [], changed: ['ocr'] }, false],
    ['was the first', { added: ['mailer', 'ocr'], removed: [], changed: [] }, false],
  ])('suspects a configuration that %s: %s', async (_how, data, isSuspect) => {
    scene.worker('mailer', { state: 'failed' });
    scene.happen('config.applied', null, { by: 'token:ci', ...data });
    await scene.pass(10_000);
    scene.happen('worker.exited', 'mailer', { reason: 'exit', code: 1 });
    scene.raise({ id: 'a', labels: { worker: 'mailer' } });
    await scene.pass(1_000);
    const kinds = scene.incidents.detail(1).causes.map(({ kind }) => kind);
    expect(kinds.includes('config')).toBe(isSuspect);
  });
});

describe('people', () => {
  it('who act at the same time lose nothing of what each of them decided', async () => {
    for (const name of ['broker', 'mailer']) {
      scene.worker(name, { state: 'failed' });
      scene.happen('worker.failed', name, {});
      scene.raise({ id: name, labels: { worker: name } });
      await scene.pass(700_000);
    }
    const open = scene.incidents.page({ limit: 5 }).incidents.filter(({ status }) => status === 'open');
    expect(open).toHaveLength(2);
    const [one, other] = open.map(({ id }) => id) as [number, number];
    await scene.incidents.resolve(one, 'token:ann');
    const second = scene.incidents.resolve(other, 'token:bob');
    // What the first decided is handed over while the second writes.
    scene.clock.advance(10);
    await second;
    await scene.pass(1_000);
    const ended = [...scene.notices.keys()].filter((key) => key.includes('/resolved/'));
    expect(ended.toSorted()).toEqual(
      [`incident-${one}/0/resolved/hook`, `incident-${other}/0/resolved/hook`].toSorted(),
    );
  });

  it('who said that it is over are not called again for what still fires, however long', async () => {
    scene.worker('mailer', { state: 'failed' });
    scene.raise({ id: 'a', labels: { worker: 'mailer' } });
    await scene.pass(1_000);
    const resolved = scene.incidents.resolve(1, 'token:ann');
    await scene.pass(1_000);
    await resolved;
    await scene.pass(11 * 60_000);
    scene.kill();
    await scene.pass(60_000);
    expect(scene.said().filter((text) => text.startsWith('opened'))).toHaveLength(1);
  });

  const open = async () => {
    scene.worker('mailer', { state: 'failed' });
    scene.raise({ id: 'a', labels: { worker: 'mailer' } });
    await scene.pass(1_000);
  };

  it('acknowledge, assign, note and resolve, and all of it is in the write-up', async () => {
    await open();
    await scene.incidents.acknowledge(1, 'token:ann');
    await scene.incidents.acknowledge(1, 'token:bob');
    await scene.incidents.assign(1, 'bob', 'token:ann');
    await scene.incidents.note(1, 'looks like *the disk*', 'token:ann');
    expect(only()).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'token:ann', assignee: 'bob' });
    await scene.incidents.resolve(1, 'token:bob');
    expect(only()).toMatchObject({ status: 'resolved', resolvedBy: 'token:bob' });
    await scene.pass(1_000);
    expect(scene.said()).toEqual(['opened hook: WorkerDown', 'resolved hook: WorkerDown']);
    const report = scene.incidents.report(1, 'en');
    expect(report).toContain('# Incident 1: WorkerDown');
    expect(report).toContain('looks like \\*the disk\\*');
    expect(scene.incidents.report(1, 'ja')).toContain('## 推定原因');
    expect(scene.incidents.times(startMs - 1_000)).toMatchObject({ incidents: 1, paged: 1 });
  });

  it('put off what can wait, and are reminded', async () => {
    await open();
    await scene.incidents.snooze(1, scene.clock.now() + 60_000, 'token:ann');
    await scene.pass(30_000);
    expect(scene.notices.size).toBe(1);
    await scene.pass(40_000);
    expect(scene.said()).toEqual(['opened hook: WorkerDown', 'reminder hook: WorkerDown']);
    expect(only().snoozedUntil).toBeNull();
    await expect(scene.incidents.snooze(1, startMs, 'x')).rejects.toMatchObject({ code: 'bad_request' });
  });

  it('open again what they resolved, as long as something lasts', async () => {
    await open();
    await scene.incidents.resolve(1, 'token:ann');
    await scene.incidents.reopen(1, 'token:ann');
    await scene.pass(1_000);
    expect(only()).toMatchObject({ status: 'open', reopened: 1 });
    scene.end('a');
    scene.worker('mailer', { state: 'running' });
    await scene.pass(1_000);
    await expect(scene.incidents.reopen(1, 'x')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('merge and part', async () => {
    await open();
    scene.worker('ocr', { state: 'failed' });
    scene.raise({ id: 'b', labels: { worker: 'ocr' } });
    await scene.pass(1_000);
    await scene.incidents.merge(1, [2], 'token:ann');
    await scene.pass(1_000);
    expect(list()).toMatchObject([
      { id: 1, workerCount: 2, status: 'open' },
      { id: 2, mergedInto: 1, status: 'resolved' },
    ]);
    expect([...scene.notices.keys()].at(-1)).toBe('incident-2/0/merged/hook');
    await expect(scene.incidents.note(2, 'x', 'y')).rejects.toMatchObject({ code: 'conflict' });
    scene.kill();
    await scene.pass(1_000);
    await scene.incidents.part(1, 2, 'token:ann');
    await scene.pass(1_000);
    expect(list()).toMatchObject([
      { id: 1, workers: ['mailer'], status: 'open' },
      { id: 2, workers: ['ocr'], status: 'open', mergedInto: null, reopened: 1 },
    ]);
    expect([...scene.notices.keys()].at(-1)).toBe('incident-2/1/opened/hook');
  });

  it('follow links of messages: acknowledge, and silence', async () => {
    await open();
    expect(scene.incidents.linkTarget.describe('acknowledge', 'incident-1')).toBe('WorkerDown');
    expect(scene.incidents.linkTarget.describe('acknowledge', 'incident-9')).toBeNull();
    await scene.incidents.linkTarget.perform('silence', 'incident-1', 'link:hook');
    expect(scene.silenced).toEqual(['WorkerDown']);
    expect(only()).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'link:hook' });
  });

  it('ask for what is not there', async () => {
    expect(() => scene.incidents.detail(99)).toThrow('there is no incident 99');
    await expect(scene.incidents.acknowledge(99, 'x')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('whom and when', () => {
  it('waits for the end of quiet hours, and tells nothing when it is over by then', async () => {
    scene.configure({
      quietHours: [
        {
          days: ['mon', 'tue'],
          fromMinute: 11 * 60,
          toMinute: 13 * 60,
          timezone: null,
          severities: ['warning'],
        },
      ],
    });
    scene.raise({ id: 'a', severity: 'warning', rule: 'DiskFilling', labels: { host: 'here' } });
    scene.raise({ id: 'b', severity: 'warning', rule: 'Odd', labels: { x: '1' } });
    await scene.pass(30 * 60_000);
    scene.end('b');
    await scene.pass(29 * 60_000);
    expect(scene.said()).toEqual([]);
    await scene.pass(2 * 60_000);
    expect(scene.said()).toEqual(['opened hook: DiskFilling']);
  });

  it('goes up the steps of a team until somebody acknowledges', async () => {
    scene.configure(
      { routes: [{ match: { team: ['post'] }, hours: null, to: ['post'], continue: false }] },
      ['ann', 'bob', 'cat'],
      [
        {
          name: 'post',
          members: ['ann', 'bob', 'cat'].map((name) => ({ name, channels: [name] })),
          layers: [],
          escalation: [
            { afterMs: 0, to: ['ann'] },
            { afterMs: 300_000, to: ['bob'] },
            { afterMs: 600_000, to: ['everyone'] },
          ],
          repeat: 0,
        },
      ],
    );
    scene.worker('mailer', { state: 'failed', labels: { team: 'post' } });
    scene.raise({ id: 'a', labels: { worker: 'mailer' } });
    await scene.pass(1_000);
    expect(scene.said()).toHaveLength(1);
    scene.kill();
    await scene.pass(301_000);
    expect([...scene.notices.values()].map(({ channel }) => channel)).toEqual(['ann', 'bob']);
    await scene.incidents.acknowledge(1, 'token:bob');
    await scene.pass(600_000);
    expect(scene.notices.size).toBe(2);
    scene.worker('mailer', { state: 'running' });
    scene.end('a');
    await scene.pass(2_000);
    expect([...scene.notices.values()].slice(2).map(({ kind, channel }) => [kind, channel])).toEqual([
      ['resolved', 'ann'],
      ['resolved', 'bob'],
    ]);
  });

  it('reminds, with the interval of the severity', async () => {
    scene.configure({ remindMs: { critical: 600_000, warning: null, info: null } });
    scene.worker('mailer', { state: 'failed' });
    scene.raise({ id: 'a', labels: { worker: 'mailer' } });
    await scene.pass(1_000);
    await scene.pass(21 * 60_000);
    expect([...scene.notices.keys()]).toEqual([
      'incident-1/0/opened/hook',
      'incident-1/0/reminder/1/hook',
      'incident-1/0/reminder/2/hook',
    ]);
  });

  it('sends what was healed and told nobody once a day', async () => {
    scene.configure({ digest: { atMinute: 13 * 60, timezone: null, to: ['hook'] } });
    await scene.pass(1_000);
    scene.worker('mailer', { state: 'running' });
    scene.happen('worker.exited', 'mailer', { reason: 'exit', code: 1 });
    await scene.pass(1_000);
    scene.happen('worker.recovered', 'mailer', { afterMs: 1_000 });
    await scene.pass(59 * 60_000);
    expect(scene.said()).toEqual([]);
    await scene.pass(2 * 60_000);
    expect(scene.said()).toEqual(['digest hook: 1 incident that Yagura healed by itself']);
    scene.kill();
    await scene.pass(23 * 3_600_000);
    await scene.pass(2 * 3_600_000);
    expect(scene.notices.size).toBe(1);
  });

  it('speaks the language that was asked for', async () => {
    scene.configure({ language: 'ja' });
    scene.worker('mailer', { state: 'failed' });
    scene.happen('worker.failed', 'mailer', {});
    scene.raise({ id: 'a', labels: { worker: 'mailer' } });
    await scene.pass(1_000);
    expect(scene.said()).toEqual(['opened hook: mailer が停止']);
  });

  it('keeps updates to what matters: worse, another cause, ten times as much', async () => {
    scene.worker('mailer', { state: 'unhealthy', dependsOn: ['broker'] });
    scene.worker('broker', { state: 'running' });
    scene.raise({
      id: 'm',
      rule: 'Unhealthy',
      severity: 'warning',
      labels: { worker: 'mailer' },
      page: true,
    });
    await scene.pass(1_000);
    scene.worker('broker', { state: 'failed' });
    scene.happen('worker.failed', 'broker', {});
    scene.raise({ id: 'b', labels: { worker: 'broker' } });
    await scene.pass(1_000);
    expect([...scene.notices.values()].map(({ kind, title }) => [kind, title])).toEqual([
      ['opened', 'Unhealthy'],
      ['updated', 'broker is down; 1 worker needs it'],
    ]);
  });
});

describe('the hub is killed', () => {
  it('and what happened meanwhile is found', async () => {
    scene.worker('mailer', { state: 'failed' });
    scene.raise({ id: 'a', labels: { worker: 'mailer' } });
    scene.kill();
    await scene.pass(1_000);
    expect(scene.said()).toHaveLength(1);
    // Nobody listens while this happens.
    const stopped = scene.incidents;
    await stopped.close();
    scene.end('a');
    scene.worker('mailer', { state: 'running' });
    scene.fleet.recorded.push({
      id: scene.fleet.recorded.length + 1,
      time: isoTime(scene.clock.now()),
      type: 'worker.exited',
      worker: 'ocr',
      host: 'here',
      data: { reason: 'exit', code: 2 },
    });
    scene.kill();
    await scene.pass(1_000);
    expect(scene.said()).toEqual(['opened hook: WorkerDown', 'resolved hook: WorkerDown']);
    expect(list()).toMatchObject([
      { status: 'resolved' },
      { workers: ['ocr'], status: 'open', paged: false },
    ]);
  });

  it('and what was decided is told by the next one', async () => {
    scene.worker('mailer', { state: 'failed' });
    scene.notifierFails = () => {
      throw new Error('killed');
    };
    scene.raise({ id: 'a', labels: { worker: 'mailer' } });
    await scene.pass(1_000);
    expect(scene.notices.size).toBe(0);
    scene.notifierFails = null;
    scene.kill();
    await scene.pass(1_000);
    expect(scene.said()).toEqual(['opened hook: WorkerDown']);
  });
});
