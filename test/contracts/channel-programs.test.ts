/** Channels that are programs of this machine, with the real programs: Apprise and libnotify's notify-send. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { configOf, startPeer, tellThrough, testNotice } from '../../src/hub/notify/testing/index.ts';

describe('Apprise', () => {
  test('takes the message to whatever it knows, with the chart', async () => {
    const peer = await startPeer(() => ({}));
    const urls = [peer.url.replace('http:', 'json:')];
    const sent = await tellThrough(configOf({ type: 'apprise', urls }), testNotice({ language: 'ja' }), {
      chart: true,
    });
    expect(sent.answer).toBe('exit code 0');
    expect(peer.requests[0]?.json).toMatchObject({ title: '🔴 【緊急】mailer is down', type: 'failure' });
    expect(String(peer.requests[0]?.json['message'])).toContain('考えられる原因');
  });

  test('says that nobody took it', async () => {
    const peer = await startPeer(() => ({ status: 500 }));
    const config = configOf({ type: 'apprise', urls: peer.url.replace('http:', 'json:') });
    await expect(tellThrough(config, testNotice())).rejects.toThrow(/apprise/);
  });
});

/** A session bus with a desktop that shows notifications, as `python3-dbusmock` has it. */
async function startDesktop() {
  const folder = mkdtempSync(join(tmpdir(), 'yagura-bus-'));
  const address = `unix:path=${join(folder, 'bus')}`;
  const children: ChildProcess[] = [];
  onTestFinished(() => {
    for (const child of children) child.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  const start = (program: string, ...args: string[]) => {
    const child = spawn(program, args, {
      env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: address },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    return child;
  };
  const bus = start('dbus-daemon', '--session', `--address=${address}`, '--print-address', '--nofork');
  await new Promise((resolve) => bus.stdout?.once('data', resolve));
  const shown: string[] = [];
  const desktop = start('/usr/bin/python3', '-u', '-m', 'dbusmock', '--template', 'notification_daemon');
  if (desktop.stdout) createInterface({ input: desktop.stdout }).on('line', (line) => shown.push(line));
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', address);
  onTestFinished(() => void vi.unstubAllEnvs());
  return { shown };
}

describe('notify-send', () => {
  test('shows the message on the desktop, and updates in its place', async () => {
    const { shown } = await startDesktop();
    const config = configOf({ type: 'desktop' });
    // The desktop may not be there yet.
    const { answer, receipt } = await vi.waitFor(() => tellThrough(config, testNotice()), {
      timeout: 10_000,
      interval: 200,
    });
    expect(answer).toBe('shown');
    expect(receipt?.['id']).toMatch(/^\d+$/);
    await tellThrough(config, testNotice({ kind: 'updated' }), { first: receipt });
    await vi.waitFor(() => expect(shown.filter((line) => line.includes('Notify'))).toHaveLength(2));
    const [first, second] = shown.filter((line) => line.includes('Notify'));
    expect(first).toContain('Critical: mailer is down');
    expect(shown.join('\n')).toContain('&lt;rabbit &amp; co&gt;');
    expect(second).toContain(`"Yagura" ${receipt?.['id']}`);
  });

  test('says when there is no desktop', async () => {
    vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nonexistent');
    await expect(tellThrough(configOf({ type: 'desktop' }), testNotice())).rejects.toThrow(/notify-send/);
    vi.unstubAllEnvs();
  });
});
