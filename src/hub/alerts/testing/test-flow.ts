import type { Clock } from '../../../shared/clock.ts';
import { createTestFleet, type TestFleet } from '../../server/testing/test-fleet.ts';
import type { Store } from '../../store/index.ts';
import type { Condition } from '../evaluation/index.ts';
import { type FlowBounds, flowBounds, openAlerts, type RunningAlerts } from '../flow/open-alerts.ts';
import type { FlowSettings } from '../flow/flow.ts';
import { type Sign, signOfCondition } from '../flow/sign.ts';
import type { Alert } from '../flow/index.ts';
import { openSilences, type RunningSilences } from '../silences/index.ts';

export function testCondition(key: string, changes: Partial<Condition> = {}): Condition {
  return {
    key,
    rule: 'Broken',
    severity: 'critical',
    labels: { worker: key },
    annotations: { summary: `${key} is broken` },
    state: 'firing',
    value: 1,
    sinceMs: 0,
    firingMs: 0,
    page: false,
    isTest: false,
    ...changes,
  };
}

export function testSign(key: string, changes: Partial<Sign> = {}): Sign {
  return { ...signOfCondition(testCondition(key)), ...changes };
}

export interface TestFlow {
  alerts: RunningAlerts;
  silences: RunningSilences;
  fleet: TestFleet;
  /** What is wrong; `change` sets it and lets it go through the flow. */
  conditions: Map<string, Condition>;
  change(...conditions: (Condition | string)[]): Promise<void>;
  /** These are well again. */
  mend(...keys: string[]): Promise<void>;
  /** What changed, as listeners heard of it. */
  heard: Alert[];
  parts: string[];
  close(): Promise<void>;
}

/** `store` may be used by another one before and after: that is what a hub does that was killed. */
export async function openTestFlow(options: {
  store: Pick<Store, 'db' | 'rows'>;
  clock: Clock;
  fleet?: TestFleet;
  settings?: FlowSettings;
  bounds?: Partial<FlowBounds>;
  conditions?: Iterable<Condition>;
}): Promise<TestFlow> {
  const { store, clock, settings, fleet = createTestFleet() } = options;
  const conditions = new Map([...(options.conditions ?? [])].map((each) => [each.key, each]));
  const heard: Alert[] = [];
  const parts: string[] = [];
  const silences = await openSilences({ store, fleet, clock, log: () => {} });
  const alerts = await openAlerts({
    store,
    fleet,
    evaluation: { conditions: () => [...conditions.values()], onChange: () => () => {} },
    silences,
    clock,
    log: () => {},
    part: (name, state, detail) => parts.push(`${name} ${state}: ${detail}`),
    bounds: { ...flowBounds, ...options.bounds },
    ...(settings && { settings }),
  });
  alerts.onChange((changed) => heard.push(...changed));
  return {
    alerts,
    silences,
    fleet,
    conditions,
    async change(...changed) {
      for (const each of changed) {
        const condition = typeof each === 'string' ? testCondition(each, { firingMs: clock.now() }) : each;
        conditions.set(condition.key, condition);
      }
      await alerts.settled();
    },
    async mend(...keys) {
      for (const key of keys) conditions.delete(key);
      await alerts.settled();
    },
    heard,
    parts,
    async close() {
      await alerts.close();
      await silences.close();
    },
  };
}

/** The same database, which takes no writes while `isFailing` says so. */
export function failingStore(
  { db, rows }: Pick<Store, 'db' | 'rows'>,
  isFailing: () => boolean,
): Pick<Store, 'db' | 'rows'> {
  const failing = new Proxy(db, {
    get(target, name) {
      if (name === 'transaction' && isFailing())
        return () => ({ execute: () => Promise.reject(new Error('nothing can be written')) });
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { db: failing, rows };
}
