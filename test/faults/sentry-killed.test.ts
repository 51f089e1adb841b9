/** A hub that is killed while events come in: what was acknowledged is there afterwards, once. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

let tower: Tower;
beforeAll(async () => {
  tower = await startTower({ config: { workers: { shop: { command: 'sleep 1000' } } } });
});
afterAll(() => tower.cleanUp());

test('every 200 is there after a kill -9, once, also when the same is sent again', async () => {
  const dsn = new URL((await tower.cli('sentry', 'dsn', 'shop')).stdout.trim());
  const url = `${dsn.origin}/sentry/api/${dsn.pathname.split('/').at(-1)}/envelope/?sentry_key=${dsn.username}`;
  const acknowledged = new Set<string>();
  const sent = new Set<string>();
  let going = true;

  const send = async (id: string): Promise<boolean> => {
    sent.add(id);
    const event = {
      event_id: id,
      exception: { values: [{ type: 'Crash', value: 'x' }] },
      extra: { filler: 'y'.repeat(5_000) },
    };
    try {
      const answer = await fetch(url, {
        method: 'POST',
        body: `{"event_id":"${id}"}\n{"type":"event"}\n${JSON.stringify(event)}\n`,
      });
      await answer.text();
      if (answer.status === 200) acknowledged.add(id);
      return answer.status === 200;
    } catch {
      return false;
    }
  };
  const sender = async () => {
    while (going) {
      const id = randomUUID().replaceAll('-', '');
      // As a careful sender does: the same again until it is acknowledged.
      while (!(await send(id)) && going) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const senders = Array.from({ length: 8 }, sender);
  for (let kill = 0; kill < 2; kill++) {
    const before = acknowledged.size;
    await waitUntil('events are taken', () => acknowledged.size >= before + 50);
    const pid = tower.hubPid();
    if (pid !== null) process.kill(pid, 'SIGKILL');
    await waitUntil('another hub is there', () => tower.hubPid() !== null && tower.hubPid() !== pid);
  }
  const before = acknowledged.size;
  await waitUntil('events are taken again', () => acknowledged.size >= before + 50);
  going = false;
  await Promise.all(senders);

  const { groups } = await tower.api<{ groups: { title: string; count: number }[] }>('/errors?limit=10');
  const count = groups.find(({ title }) => title.startsWith('Crash'))?.count ?? 0;
  expect(acknowledged.size).toBeGreaterThanOrEqual(150);
  expect(count).toBeGreaterThanOrEqual(acknowledged.size);
  expect(count).toBeLessThanOrEqual(sent.size);
  // All that was sent once more and acknowledged now was there or is now: each counts once.
  const again = [...sent];
  while (again.length > 0)
    for (const taken of await Promise.all(again.splice(0, 100).map(send))) expect(taken).toBe(true);
  const { groups: after } = await tower.api<{ groups: { title: string; count: number }[] }>(
    '/errors?limit=10',
  );
  expect(after.find(({ title }) => title.startsWith('Crash'))?.count).toBe(sent.size);
});
