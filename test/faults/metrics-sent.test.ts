/** Samples that go to a store elsewhere are there in the end, whatever dies in between. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Part } from '../../src/hub/fleet/index.ts';
import { type Program, startVictoriaMetrics } from '../fixtures/metric-programs.ts';
import { freePort, startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

let tower: Tower;
let store: Program | undefined;
let port: number;

beforeAll(async () => {
  port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  tower = await startTower({
    config: {
      workers: { idle: { command: 'sleep 1000' } },
      metrics: { store: { remote_write: `${url}/api/v1/write`, query: url } },
    },
  });
});
afterAll(async () => {
  await tower?.cleanUp();
  await store?.stop();
});

type Answer = { data: { result: { values: [time: number, value: string][] }[] }; error?: string };

async function ask(base: string, query: string, headers = {}): Promise<Answer> {
  const response = await fetch(`${base}/api/v1/query?query=${encodeURIComponent(query)}`, { headers });
  return (await response.json()) as Answer;
}
const askTower = (query: string) =>
  ask(`${tower.url}/prometheus`, query, { authorization: `Bearer ${tower.token}` });

const series = 'yagura_worker_up{worker="idle"}[5m]';
const timesOf = ({ data }: Answer) => data.result[0]?.values.map(([time]) => time) ?? [];
const partOf = async () =>
  (await tower.api<{ parts: Part[] }>('/system')).parts.find(({ name }) => name === 'remote-store');

test('a store that is down and a hub that is killed meanwhile: nothing is missing, nothing is there twice', async () => {
  await waitUntil('some samples wait', async () => timesOf(await askTower(series)).length >= 3);
  await waitUntil('it is said', async () =>
    (await partOf())?.detail.match(/^connection refused since .*; [1-9]\d* samples wait$/),
  );
  const first = timesOf(await askTower(series))[0] as number;
  const hub = tower.hubPid() as number;
  process.kill(hub, 'SIGKILL');
  await waitUntil('another hub is there', () => ![null, hub].includes(tower.hubPid()));
  await tower.waitForReady();
  await waitUntil('it goes on', async () => timesOf(await askTower(series)).length >= 6);

  store = await startVictoriaMetrics(port);
  const { url } = store;
  await waitUntil('all is sent', async () => (await partOf())?.state === 'well', { withinMs: 60_000 });
  // What was there before the store was up has to be there now; what came since is on its way.
  const here = timesOf(await askTower(series));
  const there = await waitUntil('the store has it', async () => {
    const times = timesOf(await ask(url, series));
    return times.length >= here.length - 3 ? times : null;
  });
  expect(new Set(there).size).toBe(there.length);
  expect(there).toEqual([...there].sort((a, b) => a - b));
  const missing = here.filter((time) => time <= (there.at(-1) ?? 0) && !there.includes(time));
  // A hub that is killed takes along what it had not written down: a second.
  expect(missing.length).toBeLessThanOrEqual(2);
  expect(there[0]).toBe(first);
});

test('what is older than the tower comes from there, and when it is gone that is said', async () => {
  const at = Math.floor(Date.now() / 1000) - 3 * 86_400;
  await fetch(`${store?.url}/api/v1/import/prometheus`, {
    method: 'POST',
    body: `old_figure{a="b"} 7 ${at}000\n`,
  });
  const query = `old_figure[1m] @ ${at + 10}`;
  const answer = await waitUntil('the old figure is found', async () => {
    const found = await askTower(query);
    return found.data?.result.length > 0 && found;
  });
  expect(answer.data.result).toEqual([{ metric: { __name__: 'old_figure', a: 'b' }, values: [[at, '7']] }]);
  await store?.stop();
  expect((await askTower(query)).error).toBe('the store for history does not answer: connection refused');
});
