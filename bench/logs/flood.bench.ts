/**
 * One worker prints 20 MB a second for a minute beside 49 quiet ones: what agent and hub use, whether errors of a quiet one are still found
 * soon, and what was left out. `--seconds=10` is shorter.
 */
import { readFileSync } from 'node:fs';
import { formatMb, formatMs } from '../measure/figures.ts';
import { numberOption } from '../measure/options.ts';
import { pause } from '../measure/pause.ts';
import { cpuSeconds } from '../measure/processes.ts';
import { report } from '../measure/report.ts';
import { startTower } from '../../test/fixtures/tower.ts';

const seconds = numberOption('seconds', 60);
const flood = `
const line = (n) => 'GET /api/orders/' + n + ' 200 12ms user=u' + (n % 5000) + ' ip=10.0.' + (n % 256) + '.7 request_id=' + n.toString(16) + '\\n';
let n = 0, at = Date.now(), end = at + Number(process.env.SECONDS) * 1000, sent = 0;
const fs = require('fs');
setTimeout(function go() {
  const due = (Date.now() - at) / 1000 * 20e6;
  while (sent < due) { let text = ''; for (let i = 0; i < 2000; i++) text += line(n++); fs.writeSync(1, text); sent += text.length; }
  if (Date.now() < end) setTimeout(go, 20); else setInterval(() => {}, 1e6);
}, 5000);
`;

const quiet = 'trap exit TERM; while :; do sleep 1000 & wait $!; done';
const teller =
  'trap exit TERM; n=0; while :; do sleep 2 & wait $!; n=$((n+1)); echo "ERROR number $n at $(date +%s%3N)" >&2; done';
const tower = await startTower({
  config: {
    workers: {
      flood: { command: ['node', '-e', flood], env: { SECONDS: String(seconds) }, autostart: false },
      teller: { command: teller },
      quiet: { command: quiet, instances: 48 },
    },
  },
});

const pssOf = (pid: number) =>
  Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))?.[1]) * 1024;
try {
  await pause(10_000);
  const pids = [tower.agentPid(), tower.hubPid()].filter((pid) => pid !== null);
  const before = pids.map(pssOf).reduce((a, b) => a + b);
  await tower.api('/workers/flood/start', { method: 'POST' });
  await pause(5_000);
  const cpuBefore = cpuSeconds(pids);
  const startedAt = performance.now();
  let most = before;
  const late: number[] = [];
  const answered: number[] = [];
  const told = new Set<string>();
  const look = () => tower.api<{ records: { text: string }[] }>('/logs?worker=teller&limit=5');
  // When those were found that are there already nobody knows.
  for (const { text } of (await look()).records) told.add(text);
  while (performance.now() - startedAt < seconds * 1_000) {
    await pause(250);
    most = Math.max(
      most,
      pids.map(pssOf).reduce((a, b) => a + b),
    );
    const askedAt = performance.now();
    const { records } = await look();
    answered.push(performance.now() - askedAt);
    for (const { text } of records) {
      const at = Number(/at (\d+)$/.exec(text)?.[1]);
      if (told.has(text)) continue;
      told.add(text);
      late.push(Date.now() - at);
    }
  }
  const wallSeconds = (performance.now() - startedAt) / 1_000;
  const used = [...cpuSeconds(pids)].reduce((sum, [pid, cpu]) => sum + cpu - (cpuBefore.get(pid) ?? 0), 0);
  const metrics = await (await tower.fetch('/metrics')).text();
  const value = (name: string) =>
    Number(new RegExp(`^${name}{worker="flood"[^}]*} (\\S+)`, 'm').exec(metrics)?.[1] ?? 0);
  const slowest = Math.max(...late);
  report(`20 MB/s for ${seconds} s`, [
    {
      what: 'processor time of agent and hub',
      ours: `${(used / wallSeconds).toFixed(2)} cores`,
      target: '≤ 1 core',
      met: used / wallSeconds <= 1,
    },
    {
      what: 'memory (PSS) of both above rest',
      ours: `+${formatMb(most - before)}`,
      target: 'bounded (≤ 60 MB)',
      met: most - before <= 60e6,
    },
    {
      what: `slowest of ${late.length} errors of a quiet worker → found`,
      ours: formatMs(slowest),
      target: '≤ 2 s',
      met: late.length > 0 && slowest <= 2_000,
    },
    { what: 'slowest answer of the hub meanwhile', ours: formatMs(Math.max(...answered)) },
    { what: 'kept and searchable', ours: `${value('yagura_worker_log_lines_total')} lines` },
    { what: 'left out and said so', ours: formatMb(value('yagura_worker_log_left_out_bytes_total')) },
  ]);
} finally {
  await tower.stop();
  await tower.cleanUp();
}
