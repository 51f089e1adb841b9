/** `kill -9` of the hub while something is wrong: the same alert goes on, its end is told, and what an operator asked for is none. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AlertPage, SilencePage } from '../../src/hub/alerts/index.ts';
import { startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

let tower: Tower;
beforeAll(async () => {
  tower = await startTower({
    config: {
      workers: {
        // Ends badly when it is told to, and stays down.
        db: {
          command: ['sh', '-c', 'trap "exit 3" USR1; while :; do sleep 0.1; done'],
          restart: { policy: 'never' },
        },
        api: { command: ['sleep', '1000'], depends_on: ['db'] },
      },
      alerts: { hold: '100ms' },
    },
  });
});
afterAll(() => tower?.cleanUp());

const alerts = async (query: string) => (await tower.api<AlertPage>(`/alerts?limit=100&${query}`)).alerts;
const ofDb = async () => (await alerts('worker=db')).filter(({ rule }) => rule === 'WorkerDown');

async function killHub(): Promise<void> {
  const before = tower.hubPid();
  if (before === null) throw new Error('there is no hub to kill');
  process.kill(before, 'SIGKILL');
  await waitUntil('another hub answers', async () => {
    const pid = tower.hubPid();
    return pid !== null && pid !== before && (await tower.fetch('/healthz')).ok;
  });
}

test('an alert outlives the hub and is told to be over once it is', async () => {
  const { pid } = await tower.waitForWorker('db', ({ state }) => state === 'running');
  const crashedAt = Date.now();
  process.kill(pid as number, 'SIGUSR1');
  const alert = await waitUntil('the alert is there', async () =>
    (await ofDb()).find(({ state }) => state === 'firing'),
  );
  expect(Date.parse(alert.noticedAt ?? '') - crashedAt).toBeLessThan(5_000);
  for (let round = 0; round < 2; round++) await killHub();
  expect(await ofDb()).toMatchObject([
    { id: alert.id, state: 'firing', startsAt: alert.startsAt, noticeable: true },
  ]);

  await tower.api('/workers/db/start', { method: 'POST' });
  await tower.waitForWorker('db', ({ state }) => state === 'running');
  await waitUntil('it is over', async () => (await ofDb())[0]?.state === 'resolved');
  expect(await ofDb()).toMatchObject([{ id: alert.id, state: 'resolved' }]);
  const told = await tower.events('&type=alert.');
  expect(told.filter(({ type, worker }) => type === 'alert.firing' && worker === 'db')).toHaveLength(1);
  expect(told.filter(({ type, worker }) => type === 'alert.resolved' && worker === 'db')).toHaveLength(1);
});

test('what an operator stops is no alert, also when the hub is killed right after it', async () => {
  await tower.api('/workers/db/stop', { method: 'POST' });
  await killHub();
  const { silences } = await tower.api<SilencePage>('/silences?state=active');
  expect(silences.filter(({ comment }) => comment === 'stop of db')).toMatchObject([
    { origin: 'planned', endsAt: null, matchers: [{ name: 'worker', op: '=~', value: 'db|api' }] },
  ]);
  expect(await alerts('noticeable=true')).toEqual([]);
});
