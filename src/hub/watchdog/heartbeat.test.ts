import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../../shared/clock.ts';
import { createHeartbeat, type Heartbeat } from './heartbeat.ts';

let monitor: Server;
let url: string;
let came: string[];
let answer: number;
let clock: ManualClock;
let stuck: string | null;
let part: { state: string; detail: string };
let heartbeat: Heartbeat;

beforeEach(async () => {
  came = [];
  answer = 200;
  stuck = null;
  part = { state: 'well', detail: '' };
  monitor = createServer((request, response) => {
    came.push(`${request.method} ${request.url}`);
    response.writeHead(answer, { location: '/login' }).end('OK');
  });
  await new Promise<void>((resolve) => monitor.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(monitor.address() as AddressInfo).port}/ping/secret`;
  clock = new ManualClock();
  heartbeat = createHeartbeat({
    clock,
    stuck: () => stuck,
    part: (_name, state, detail = '') => {
      part = { state, detail };
    },
  });
});
afterEach(async () => {
  heartbeat.close();
  await new Promise((resolve) => monitor.close(resolve));
});

const settled = (outcomes: number) =>
  vi.waitFor(() => {
    const { sent, failed } = heartbeat.counts();
    expect(sent + failed).toBe(outcomes);
  });

describe('the heartbeat', () => {
  it('is sent at once and then as often as wished', async () => {
    heartbeat.configure({ url, everyMs: 60_000 });
    await settled(1);
    clock.advance(59_000);
    expect(heartbeat.counts().sent).toBe(1);
    clock.advance(1_000);
    await settled(2);
    expect(came).toEqual(['GET /ping/secret', 'GET /ping/secret']);
  });

  it('is withheld while something does not move, and sent as soon as it does', async () => {
    stuck = 'delivery';
    heartbeat.configure({ url, everyMs: 60_000 });
    clock.advance(120_000);
    expect(heartbeat.counts()).toEqual({ sent: 0, failed: 0, withheld: 1 });
    stuck = null;
    clock.advance(1_000);
    await settled(1);
    expect(came).toHaveLength(1);
  });

  it('that the monitor does not take is a trouble of its own after a while, without its secret', async () => {
    heartbeat.configure({ url, everyMs: 60_000 });
    await settled(1);
    answer = 302;
    for (let i = 2; i <= 4; i += 1) {
      expect(part.state).toBe('well');
      clock.advance(60_000);
      await settled(i);
    }
    expect(part).toEqual({ state: 'troubled', detail: `${new URL(url).host}: it answered 302` });
    answer = 200;
    clock.advance(60_000);
    await settled(5);
    expect(part.state).toBe('well');
    expect(came.every((request) => request === 'GET /ping/secret')).toBe(true);
  });

  it('goes to nobody any more when it is taken out', async () => {
    heartbeat.configure({ url, everyMs: 60_000 });
    await settled(1);
    heartbeat.configure({ url, everyMs: 60_000 });
    heartbeat.configure(null);
    clock.advance(300_000);
    expect(came).toHaveLength(1);
  });
});
