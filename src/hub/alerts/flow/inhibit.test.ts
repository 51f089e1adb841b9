import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testWorker } from '../../server/testing/test-fleet.ts';
import type { SilenceMatcher } from '../silences/index.ts';
import { compileInhibitRules, type Inhibitable, inhibit, type InhibitRule, lingerMs } from './inhibit.ts';
import { createKinship } from './kinship.ts';

let id = 0;
const alert = (labels: Record<string, string>, changes: Partial<Inhibitable> = {}): Inhibitable => {
  id += 1;
  return {
    id,
    severity: 'critical',
    startsAtMs: id,
    isSource: true,
    labels: { alertname: 'Broken', ...labels },
    ...changes,
  };
};
const is = (name: string, value: string): SilenceMatcher => ({ name, op: '=', value });
const nobody = { isDown: () => false, parentsOf: () => [] };
const run = (
  alerts: Inhibitable[],
  rules: InhibitRule[],
  kinship = nobody as Parameters<typeof inhibit>[2],
) => inhibit(alerts, compileInhibitRules(rules), kinship);

const hosts = (connected: boolean) =>
  [{ name: 'here', agent: { connected } }] as unknown as Parameters<
    ReturnType<typeof createKinship>['look']
  >[1];

describe('inhibition', () => {
  const down = { source: [is('alertname', 'Down')], target: [is('alertname', 'Slow')], equal: ['worker'] };

  it('covers what has the same labels as its source, and nothing else', () => {
    const source = alert({ alertname: 'Down', worker: 'a' });
    const target = alert({ alertname: 'Slow', worker: 'a' });
    const other = alert({ alertname: 'Slow', worker: 'b' });
    expect(run([source, target, other], [down])).toEqual(new Map([[target.id, [source.id]]]));
    expect(run([target, other], [down])).toEqual(new Map());
  });

  it('is over with its source, though that waits whether it comes back', () => {
    const source = alert({ alertname: 'Down', worker: 'a' }, { isSource: false });
    expect(run([source, alert({ alertname: 'Slow', worker: 'a' })], [down])).toEqual(new Map());
  });

  it('lets a worker cover those that need it, directly and through others, while it is down', () => {
    const kinship = createKinship();
    const workers = [
      testWorker('db', { state: 'failed' }),
      testWorker('api', { dependsOn: ['db'] }),
      testWorker('page', { dependsOn: ['api'] }),
      testWorker('other'),
    ];
    kinship.look(workers, hosts(true), 0);
    const [db, api, page, other] = ['db', 'api', 'page', 'other'].map((worker) => alert({ worker })) as [
      Inhibitable,
      Inhibitable,
      Inhibitable,
      Inhibitable,
    ];
    expect(run([db, api, page, other], [], kinship)).toEqual(
      new Map([
        [api.id, [db.id]],
        [page.id, [db.id]],
      ]),
    );
  });

  it('thinks of a worker as down for a while after it came back', () => {
    const kinship = createKinship();
    const look = (state: 'failed' | 'running', ms: number) =>
      kinship.look([testWorker('db', { state })], hosts(true), ms);
    expect(look('failed', 0)).toBeNull();
    expect(look('running', 5_000)).toBe(lingerMs - 5_000);
    expect(kinship.isDown('worker db')).toBe(true);
    look('running', lingerMs + 1);
    expect(kinship.isDown('worker db')).toBe(false);
  });

  it('lets a lost host cover its workers', () => {
    const kinship = createKinship();
    kinship.look([testWorker('a', { state: 'lost' }), testWorker('b', { host: 'there' })], hosts(false), 0);
    const [host, here, there] = [alert({ host: 'here' }), alert({ worker: 'a' }), alert({ worker: 'b' })];
    expect(run([host, here, there], [], kinship)).toEqual(new Map([[here.id, [host.id]]]));
  });

  it('hides nothing grave behind what is less grave', () => {
    const kinship = {
      isDown: () => true,
      parentsOf: (name: string) => (name === 'api' ? ['worker db'] : []),
    };
    const db = alert({ worker: 'db' }, { severity: 'info' });
    const api = alert({ worker: 'api' }, { severity: 'critical' });
    expect(run([db, api], [], kinship)).toEqual(new Map());
    expect(
      run(
        [
          { ...db, severity: 'critical' },
          { ...api, severity: 'info' },
        ],
        [],
        kinship,
      ).size,
    ).toBe(1);
  });

  it('lets the first of a circle through', () => {
    const round = [
      { source: [is('alertname', 'A')], target: [is('alertname', 'B')], equal: [] },
      { source: [is('alertname', 'B')], target: [is('alertname', 'C')], equal: [] },
      { source: [is('alertname', 'C')], target: [is('alertname', 'A')], equal: [] },
    ];
    const [a, b, c] = ['A', 'B', 'C'].map((alertname) => alert({ alertname })) as [
      Inhibitable,
      Inhibitable,
      Inhibitable,
    ];
    expect(run([c, b, a], round)).toEqual(
      new Map([
        [b.id, [a.id]],
        [c.id, [b.id]],
      ]),
    );
  });

  it('does not let what matches both sides cover itself', () => {
    const same = {
      source: [is('alertname', 'A')],
      target: [{ name: 'alertname', op: '=~' as const, value: 'A|B' }],
      equal: [],
    };
    const [a, b] = [alert({ alertname: 'A' }), alert({ alertname: 'B' })];
    expect(run([a, b], [same])).toEqual(new Map([[b.id, [a.id]]]));
  });

  it('names ten sources at most', () => {
    const sources = Array.from({ length: 30 }, () => alert({ alertname: 'Down', worker: 'a' }));
    const target = alert({ alertname: 'Slow', worker: 'a' });
    expect(run([...sources, target], [down]).get(target.id)).toHaveLength(10);
  });

  it('always leads back to something that is told', () => {
    const name = fc.constantFrom('A', 'B', 'C', 'D');
    const rule = fc
      .record({ source: name, target: name, equal: fc.constantFrom([], ['worker']) })
      .map(({ source, target, equal }) => ({
        source: [is('alertname', source)],
        target: [is('alertname', target)],
        equal,
      }));
    const one = fc.record({ alertname: name, worker: fc.constantFrom('x', 'y') });
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 8 }), fc.array(one, { maxLength: 12 }), (rules, labels) => {
        const alerts = labels.map((each) => alert(each));
        const by = run(alerts, rules);
        const isExplained = (of: number, seen: number[] = []): boolean =>
          !by.has(of) ||
          (by.get(of) ?? []).some((next) => !seen.includes(next) && isExplained(next, [...seen, of]));
        for (const { id: each } of alerts) expect(isExplained(each)).toBe(true);
        if (alerts.length > 0) expect(by.size).toBeLessThan(alerts.length);
      }),
    );
  });
});
