import { expect, test } from 'vitest';
import type { FleetEvent } from '../../hub/fleet/index.ts';
import { cli, startScriptedHub } from '../testing/scripted-hub.ts';

const event = (id: number, minute: number, by: string): FleetEvent => ({
  id,
  time: `2026-01-01T00:0${minute}:00.000Z`,
  type: 'worker.stopping',
  worker: 'mailer',
  host: 'here',
  data: { by },
});

test('events that came in late stand where they belong in time, and say by whom in words', async () => {
  const all = [event(3, 1, 'token:home'), event(2, 5, 'token:ci'), event(1, 0, 'session:home')];
  const { home } = await startScriptedHub({ 'GET /events': () => ({ events: all, next: null }) });
  const { stdout } = await cli(home, ['events']);
  expect(stdout.trimEnd().split('\n')).toEqual([
    expect.stringMatching(/by the page$/),
    expect.stringMatching(/by the command line$/),
    expect.stringMatching(/by the token "ci"$/),
  ]);
  expect(JSON.parse((await cli(home, ['events', '--json'])).stdout)).toMatchObject({
    events: [{ id: 1 }, { id: 2 }, { id: 3 }],
  });
});
