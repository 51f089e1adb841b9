/** Debian's `prometheus` and `prometheus-alertmanager` as a bench starts them: on ports and in folders of their own, gone afterwards. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../test/fixtures/tower.ts';
import { waitUntil } from '../../test/fixtures/wait-until.ts';

export interface Peer {
  url: string;
  pid: number;
  stop(): void;
}

/** Of `config`, JSON is YAML too. */
export function startAlertmanager(config: object): Promise<Peer> {
  return start('prometheus-alertmanager', config, (file, folder, port) => [
    `--config.file=${file}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
    '--log.level=error',
  ]);
}

export async function startPrometheus(config: object, more: readonly string[] = []): Promise<Peer> {
  const peer = await start('prometheus', config, (file, folder, port) => [
    `--config.file=${file}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=error',
    ...more,
  ]);
  // What it finds before it knows of an Alertmanager goes nowhere.
  await waitUntil('Prometheus knows its Alertmanager', async () => {
    const answer = await fetch(`${peer.url}/api/v1/alertmanagers`);
    const { data } = (await answer.json()) as { data: { activeAlertmanagers: unknown[] } };
    return data.activeAlertmanagers.length > 0;
  });
  return peer;
}

async function start(
  command: string,
  config: object,
  argumentsFor: (file: string, folder: string, port: number) => string[],
): Promise<Peer> {
  const folder = mkdtempSync(join(tmpdir(), `yagura-bench-${command}-`));
  const file = join(folder, 'config.yml');
  writeFileSync(file, JSON.stringify(config));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child: ChildProcess = spawn(command, argumentsFor(file, folder, port), {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = () => {
    process.off('exit', kill);
    child.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    kill();
  };
  await waitUntil(`${command} is ready`, async () => (await fetch(`${url}/-/ready`)).ok);
  return { url, pid: child.pid ?? 0, stop };
}
