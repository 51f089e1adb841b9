import { createSocket } from 'node:dgram';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ManualClock } from '../../shared/clock.ts';
import type { Fleet, FleetChange } from '../fleet/index.ts';
import { openExchange, writeExposition } from './index.ts';
import { createMemorySink } from './testing/memory-sink.ts';

async function* none(): AsyncGenerator<never> {}

test('opens what is configured, tells how it is, and asks the pages of the config that is applied', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'yagura-exchange-'));
  const served = createServer((_, response) => response.end('a 1\n'));
  await new Promise<void>((resolve) => served.listen(0, '127.0.0.1', resolve));
  const scrapeUrl = `http://127.0.0.1:${(served.address() as AddressInfo).port}/metrics`;
  const taken = createSocket('udp4');
  await new Promise<void>((resolve) => taken.bind(0, '127.0.0.1', resolve));

  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
  const remoteWrite = `http://127.0.0.1:${(gone.address() as AddressInfo).port}/write`;
  await new Promise((resolve) => gone.close(resolve));

  const sink = createMemorySink();
  const clock = new ManualClock();
  const said = new Map<string, string>();
  let scrapes: ReturnType<Fleet['scrapes']> = [];
  let tell: (change: FleetChange) => void = () => {};
  const exchange = await openExchange({
    sink,
    source: { select: none, labelsOf: none },
    sourceSince: () => 0,
    settings: {
      statsd: { host: '127.0.0.1', port: taken.address().port },
      store: { remoteWrite, query: null, headers: {}, queueBytes: 1e6 },
    },
    home: { remoteQueue: join(dir, 'queue') },
    fleet: {
      scrapes: () => scrapes,
      onChange(listener) {
        tell = listener;
        return () => {
          tell = () => {};
        };
      },
    },
    clock,
    part: (name, state, detail = '') => void said.set(name, `${state} ${detail}`),
  });
  expect(said.get('statsd')).toMatch(/^troubled StatsD cannot listen on .*another program listens there/);

  exchange.begin();
  clock.advance(2000);
  scrapes = [{ worker: 'w', host: 'h', group: 'w', scrapeUrl, everyMs: 1000, timeoutMs: 500 }];
  const event = { id: 1, time: '', type: 'config.applied', worker: null, host: null, data: {} };
  tell({ kind: 'event', event });
  clock.advance(1000);
  await expect.poll(() => sink.named('a')).toHaveLength(1);
  clock.advance(1000);
  await expect
    .poll(() => said.get('remote-store'))
    .toMatch(/^troubled connection refused since .* samples wait$/);
  const page = writeExposition(exchange.families(), 'text');
  expect(page).toMatch(/^yagura_intake_samples_total\{source="scrape:w"\} [1-9]/m);
  expect(page).toMatch(/^yagura_remote_store_waiting_samples [1-9]/m);
  expect(page).not.toContain('yagura_statsd');

  await exchange.close();
  expect(readdirSync(join(dir, 'queue')).length).toBeGreaterThan(0);
  taken.close();
  served.close();
  rmSync(dir, { recursive: true, force: true });
});
