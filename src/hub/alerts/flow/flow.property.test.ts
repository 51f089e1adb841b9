/**
 * The flow under random schedules of what breaks and mends, silences, kills between any two steps, and clocks that are set. A reader stands for
 * the rooms that build on it: it remembers whom it told of, hears of changes, and after each start compares what it told with what is.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ManualClock, systemClock } from '../../../shared/clock.ts';
import { openHome } from '../../../shared/home.ts';
import { createTestFleet } from '../../server/testing/test-fleet.ts';
import { openStore, type Store } from '../../store/index.ts';
import type { Condition } from '../evaluation/index.ts';
import { failingStore, openTestFlow, testCondition, type TestFlow } from '../testing/index.ts';
import type { Alert } from './alert.ts';
import { dampingBounds } from './damp.ts';

const keys = ['a', 'b', 'c'];
const minute = 60_000;

let dir: string;
let store: Store;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-flow-'));
  store = await openStore({ home: openHome(dir), clock: systemClock, onCorrupt: () => {} });
});
afterAll(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

type Act =
  | { do: 'break' | 'mend' | 'wait-to-fire'; key: string }
  | { do: 'pass'; ms: number }
  | { do: 'set-clock'; ms: number }
  | { do: 'silence'; key: string; ms: number }
  | { do: 'end-silences' }
  /** `unwritten`: the last step was computed, and neither written nor told. */
  | { do: 'kill'; unwritten: boolean; awayMs: number };

const key = fc.constantFrom(...keys);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('break' as const), key }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('mend' as const), key }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait-to-fire' as const), key }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.constantFrom(1_000, 12_000, 31_000, 3 * minute, 11 * minute, 40 * minute),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('set-clock' as const),
      ms: fc.integer({ min: -90, max: 90 }).map((n) => n * minute),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('silence' as const),
      key,
      ms: fc.constantFrom(minute, 20 * minute),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'end-silences' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('kill' as const),
      unwritten: fc.boolean(),
      awayMs: fc.constantFrom(0, 2_000, 2 * minute),
    }),
  },
);

/** What is true, whoever looks. */
class World {
  wallMs = Date.UTC(2026, 0, 1);
  trueMs = 0;
  clock = new ManualClock(this.wallMs);
  conditions = new Map<string, Condition>();
  flow!: TestFlow;
  fleet = createTestFleet();
  lives = 0;
  isDying = false;
  /** Whom the reader told of, and that it is over. */
  told = new Set<string>();
  toldOver = new Set<string>();
  /** When something was last wrong, as the flow saw it; whether a clock that was set while nobody was there may have hidden it. */
  lastWrong = new Map<string, number>();
  clockWasSet = false;
  ids = new Map<string, string>();

  async start(): Promise<void> {
    this.lives += 1;
    this.isDying = false;
    this.clock = new ManualClock(this.clock.now());
    const life = this.lives;
    // What a killed hub still has in hand is written no more.
    const mortal = failingStore(store, () => this.isDying || life !== this.lives);
    this.flow = await openTestFlow({
      store: mortal,
      clock: this.clock,
      fleet: this.fleet,
      conditions: this.conditions.values(),
    });
    this.flow.alerts.onChange((changed) => {
      if (life === this.lives && !this.isDying) this.read(changed);
    });
    await this.flow.alerts.settled();
    // Reconciles: whatever it told of and is over by now, and whatever it never heard of.
    this.read([...this.flow.alerts.firing(), ...[...this.told].map((id) => this.flow.alerts.alert(id))]);
  }

  read(alerts: readonly Alert[]): void {
    for (const { id, key: of, noticeable, state } of alerts) {
      expect(this.ids.get(id) ?? of).toBe(of);
      if (noticeable) {
        this.told.add(id);
        this.toldOver.delete(id);
      }
      if (state === 'resolved' && this.told.has(id)) this.toldOver.add(id);
    }
  }

  async pass(ms: number): Promise<void> {
    const step = Math.max(10_000, ms / 10);
    for (let left = ms; left > 0; left -= step) {
      this.clock.advance(Math.min(step, left));
      this.trueMs += Math.min(step, left);
      await this.flow.alerts.settled();
      this.check();
    }
  }

  /** True after each step. */
  check(): void {
    const firing = this.flow.alerts.firing();
    expect(new Set(firing.map(({ key: of }) => of)).size).toBe(firing.length);
    for (const { id, key: of } of firing) {
      const before = [...this.ids].findLast(([, known]) => known === of)?.[0];
      if (before !== undefined && before !== id && !this.clockWasSet) {
        // Another episode needs a quiet time in between that is long enough to be believed, and to be forgotten.
        const quietMs = this.trueMs - (this.lastWrong.get(of) ?? 0);
        expect(quietMs).toBeGreaterThanOrEqual(dampingBounds.holdMs + dampingBounds.rememberMs);
      }
      this.ids.set(id, of);
    }
    for (const of of keys)
      if (this.conditions.get(of)?.state === 'firing') this.lastWrong.set(of, this.trueMs);
    // Whatever is wrong has an alert, which is told unless it is silenced.
    for (const { key: of, state } of this.conditions.values())
      if (state === 'firing') {
        const alert = firing.find((each) => each.key === of);
        expect(alert).toMatchObject({ state: 'firing', ceasedAt: null });
        expect(alert && (alert.noticeable || alert.silencedBy.length > 0)).toBe(true);
        if (alert?.noticeable) expect(this.told.has(alert.id)).toBe(true);
      }
    for (const id of this.told) {
      const { state, noticeable } = this.flow.alerts.alert(id);
      if (state === 'resolved' || noticeable) expect(this.toldOver.has(id)).toBe(state === 'resolved');
    }
  }

  async take(one: Act): Promise<void> {
    switch (one.do) {
      case 'break':
        this.conditions.set(one.key, testCondition(one.key, { firingMs: this.clock.now() }));
        return this.look();
      case 'wait-to-fire':
        if (this.conditions.has(one.key)) return undefined;
        this.conditions.set(one.key, testCondition(one.key, { state: 'pending', firingMs: null }));
        return this.look();
      case 'mend':
        this.conditions.delete(one.key);
        return this.look();
      case 'pass':
        return this.pass(one.ms);
      case 'set-clock':
        this.clock.jumpWall(one.ms);
        this.clockWasSet = true;
        return this.look();
      case 'silence': {
        const endsAt = new Date(this.clock.now() + one.ms).toISOString();
        const matchers = [{ name: 'worker', op: '=' as const, value: one.key }];
        await this.flow.silences.create({ matchers, endsAt, comment: 'quiet' }, 'token:ann');
        return this.look();
      }
      case 'end-silences': {
        const { silences } = this.flow.silences.list({ state: ['active', 'pending'], limit: 100 });
        for (const { id } of silences) await this.flow.silences.expire(id);
        return this.look();
      }
      case 'kill': {
        if (one.unwritten) {
          this.isDying = true;
          this.conditions.delete('a');
          this.conditions.set('b', testCondition('b', { firingMs: this.clock.now() }));
          this.set();
          await this.flow.alerts.settled();
        }
        this.trueMs += one.awayMs;
        this.clock = new ManualClock(this.clock.now() + one.awayMs);
        await this.start();
        return this.check();
      }
    }
  }

  set(): void {
    this.flow.conditions.clear();
    for (const [name, condition] of this.conditions) this.flow.conditions.set(name, condition);
  }

  async look(): Promise<void> {
    this.set();
    await this.flow.alerts.settled();
    this.check();
  }
}

it('loses no alert, begins no second episode, and always tells that what it told is over', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 40 }), async (acts) => {
      await store.db.deleteFrom('alerts').execute();
      await store.db.deleteFrom('silences').execute();
      const world = new World();
      await world.start();
      for (const one of acts) await world.take(one);
      // In the end everything is well.
      world.conditions.clear();
      await world.look();
      await world.pass(45 * minute);
      expect(world.flow.alerts.firing()).toEqual([]);
      expect([...world.told].filter((id) => !world.toldOver.has(id))).toEqual([]);
    }),
    { numRuns: 25 },
  );
});
