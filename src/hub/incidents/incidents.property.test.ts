/** Whatever crashes, flaps, is silenced, acknowledged or killed, in whatever order: nobody is told twice, and whoever was told hears the end. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isoTime } from '../../shared/clock.ts';
import { createScene, type Scene } from './testing/scene.ts';

const workers = ['broker', 'mailer', 'ocr', 'sync'] as const;
const worker = fc.constantFrom(...workers);
type Act =
  | { do: 'fail' | 'mend' | 'crash' | 'silence'; worker: string }
  | { do: 'acknowledge' | 'resolve' | 'snooze'; n: number }
  | { do: 'merge'; n: number; other: number }
  | { do: 'kill' | 'die-telling' }
  | { do: 'wait'; ms: number };
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('fail' as const), worker }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('mend' as const), worker }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('crash' as const), worker }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('silence' as const), worker }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('acknowledge' as const), n: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('resolve' as const), n: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('snooze' as const), n: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('merge' as const), n: fc.nat(3), other: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('kill' as const) }) },
  /** The notifier takes them, and then the hub dies before it knows; or it dies before. */
  { weight: 2, arbitrary: fc.record({ do: fc.constant('die-telling' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(5, 50, 400, 31_000, 700_000),
    }),
  },
);

async function play(scene: Scene, acts: readonly Act[]): Promise<void> {
  let episodes = 0;
  const firing = new Map<string, string>();
  const idOf = (n: number) => {
    const { incidents } = scene.incidents.page({ limit: 20 });
    return incidents.length === 0 ? null : (incidents[n % incidents.length]?.id ?? null);
  };
  const asked = async (promise: Promise<void>) => {
    promise.catch(() => {}); // such as an incident that was merged
    await scene.pass(20);
  };
  for (const one of acts) {
    switch (one.do) {
      case 'fail': {
        if (firing.has(one.worker)) break;
        episodes += 1;
        const id = `${one.worker}-${episodes}`;
        firing.set(one.worker, id);
        scene.worker(one.worker, { state: 'failed' });
        scene.happen('worker.failed', one.worker);
        scene.raise({ id, key: one.worker, labels: { worker: one.worker } });
        break;
      }
      case 'mend': {
        const id = firing.get(one.worker);
        firing.delete(one.worker);
        scene.worker(one.worker, { state: 'running' });
        scene.happen('worker.recovered', one.worker, { afterMs: 1 });
        if (id !== undefined) scene.end(id);
        break;
      }
      case 'crash':
        scene.happen('worker.exited', one.worker, {
          reason: 'exit',
          code: 1,
          run: String(scene.clock.now()),
        });
        scene.happen('worker.started', one.worker);
        break;
      case 'silence': {
        const id = firing.get(one.worker);
        if (id !== undefined) scene.raise({ id, noticeable: false, silencedBy: ['s'] });
        break;
      }
      case 'acknowledge': {
        const id = idOf(one.n);
        if (id !== null) await asked(scene.incidents.acknowledge(id, 'token:ann'));
        break;
      }
      case 'resolve': {
        const id = idOf(one.n);
        if (id !== null) await asked(scene.incidents.resolve(id, 'token:ann'));
        break;
      }
      case 'snooze': {
        const id = idOf(one.n);
        if (id !== null) await asked(scene.incidents.snooze(id, scene.clock.now() + 60_000, 'token:ann'));
        break;
      }
      case 'merge': {
        const [into, other] = [idOf(one.n), idOf(one.other)];
        if (into !== null && other !== null) await asked(scene.incidents.merge(into, [other], 'token:ann'));
        break;
      }
      case 'kill':
        // What a hub has handed to the database is there before or not at all, never behind its successor's back.
        await scene.pass(0);
        scene.kill();
        break;
      case 'die-telling':
        scene.notifierFails = () => {
          scene.notifierFails = null;
          scene.kill();
          throw new Error('killed');
        };
        break;
      default:
        await scene.pass(one.ms);
    }
    scene.clock.advance(1); // an event has a time of its own
  }
  scene.notifierFails = null;
  for (const [name, id] of firing) {
    scene.worker(name, { state: 'running' });
    scene.happen('worker.recovered', name, { afterMs: 1 });
    scene.end(id);
  }
}

it('tells nobody twice, and whoever was told of the end, once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 30 }), async (acts) => {
      const scene = await createScene();
      try {
        scene.configure({}, ['hook', 'chat']);
        for (const name of workers) scene.worker(name, { dependsOn: name === 'mailer' ? ['broker'] : [] });
        await play(scene, acts);
        await scene.pass(120_000);
        const told = new Map<string, string[]>();
        for (const { key, kind } of scene.notices.values()) {
          const [incident = '', generation = '', reason, ...rest] = key.split('/');
          const thread = `${incident}/${generation}/${rest.at(-1) ?? ''}`;
          if (kind === 'opened' || kind === 'resolved') told.set(thread, [...(told.get(thread) ?? []), kind]);
          else expect(reason).not.toBe('opened');
        }
        for (const kinds of told.values()) expect(kinds).toEqual(['opened', 'resolved']);
        // What lasted was told, unless a person or a silence was in the way.
        const { incidents } = scene.incidents.page({ limit: 50 });
        for (const one of incidents) expect(one.status).toBe('resolved');
        const isUndisturbed = acts.every(({ do: what }) =>
          ['fail', 'wait', 'kill', 'die-telling', 'crash'].includes(what),
        );
        if (isUndisturbed && acts.some(({ do: what }) => what === 'fail')) {
          const failed = acts.findIndex(({ do: what }) => what === 'fail');
          const waited = acts.slice(failed).some((one) => one.do === 'wait' && one.ms >= 31_000);
          if (waited) expect(scene.notices.size).toBeGreaterThan(0);
        }
      } finally {
        await scene.close();
      }
    }),
    { numRuns: 25, endOnFailure: true },
  );
}, 60_000);

it('begins where the last one was killed, at any of twenty moments', async () => {
  for (let ms = 0; ms < 400; ms += 20) {
    const scene = await createScene();
    scene.configure({});
    await scene.pass(50);
    scene.worker('mailer', { state: 'failed' });
    scene.raise({ id: 'a', labels: { worker: 'mailer' } });
    scene.clock.advance(ms);
    await new Promise((resolve) => setImmediate(resolve));
    scene.kill();
    await scene.pass(2_000);
    scene.worker('mailer', { state: 'running' });
    scene.end('a');
    scene.clock.advance(ms);
    scene.kill();
    await scene.pass(2_000);
    expect(scene.said(), `killed after ${ms} ms at ${isoTime(scene.clock.now())}`).toEqual([
      'opened hook: WorkerDown',
      'resolved hook: WorkerDown',
    ]);
    await scene.close();
  }
});
