import type { Worker } from '../../hub/fleet/index.ts';
import type { Command } from '../call.ts';
import type { Io } from '../io.ts';
import {
  bytes,
  type Cell,
  cleanText,
  count,
  duration,
  percent,
  speaksUtf8,
  stateSigns,
  table,
} from '../text/index.ts';
import { isWell, listWorkers, pickWorkers } from '../worker-names.ts';

export const status: Command<{ json?: boolean }> = async ({ io, hub, args, options }) => {
  const all = await listWorkers(hub);
  const workers = args.length > 0 ? pickWorkers(all, args) : all;
  const exitCode = workers.every(isWell) ? 0 : 1;
  if (options.json) {
    io.json({ workers });
    return exitCode;
  }
  io.line(io.paint(exitCode === 0 ? 'green' : 'yellow', sentence(workers)));
  if (workers.length === 0) return exitCode;
  io.line();
  for (const line of statusTable(io, workers, Date.now())) io.line(line);
  return exitCode;
};

/** What matters first, in plain words. */
export function sentence(workers: Worker[]): string {
  if (workers.length === 0) return 'No worker is declared.';
  const unwell = workers.filter((worker) => !isWell(worker));
  const first = unwell[0];
  if (!first)
    return workers.length === 1 ? `${workers[0]?.name} is well.` : `All ${workers.length} workers are well.`;
  if (unwell.every((worker) => !worker.fresh))
    return `The agent is away: ${count('worker', workers.length)} shown as last seen.`;
  const named = unwell.slice(0, 5).map((worker) => `${worker.name} ${sayingOf(worker)}`);
  const more = unwell.length > named.length ? `, and ${unwell.length - named.length} more` : '';
  return `${unwell.length} of ${count('worker', workers.length)} ${unwell.length === 1 ? 'is' : 'are'} not well: ${named.join(', ')}${more}.`;
}

const sayingOf = ({ state, fresh }: Worker) =>
  state === 'running' && fresh ? 'has not been checked yet' : saying[state];

const saying: Record<Worker['state'], string> = {
  starting: 'is starting',
  running: 'was running when last seen',
  degraded: 'is degraded',
  unhealthy: 'is unhealthy',
  backoff: 'waits for its next start',
  stopping: 'is stopping',
  stopped: 'was stopped when last seen',
  failed: 'has failed',
  lost: 'is lost',
  unknown: 'is unknown',
};

function statusTable(io: Io, workers: Worker[], now: number): string[] {
  const fancy = speaksUtf8(io.env);
  const rows = workers.map((worker): Cell[] => {
    const { sign, plain, colour } = stateSigns[worker.state];
    const paint = (text: string) => io.paint(colour, text);
    return [
      { text: worker.name },
      {
        text: `${fancy ? sign : plain} ${worker.state}${worker.crashLoop ? ' (loop)' : ''}${worker.fresh ? '' : '?'}`,
        paint,
      },
      { text: worker.cpuRatio === null ? '' : percent(worker.cpuRatio) },
      { text: worker.rssBytes === null ? '' : bytes(worker.rssBytes) },
      { text: String(worker.restarts) },
      { text: ageOf(worker, now) },
      { text: cleanText(reasonOf(worker, now)), paint: (text) => io.paint('dim', text) },
    ];
  });
  const columns = [
    { title: 'WORKER', flexible: true },
    { title: 'STATE' },
    { title: 'CPU', align: 'right' as const },
    { title: 'MEMORY', align: 'right' as const },
    { title: 'RESTARTS', align: 'right' as const },
    { title: 'AGE', align: 'right' as const },
    { title: 'REASON', flexible: true },
  ];
  return table(columns, rows, { width: io.width, paint: io.paint });
}

/** How long it has been running; empty for one that is not. */
function ageOf(worker: Worker, now: number): string {
  return worker.startedAt && worker.pid !== null ? duration(now - Date.parse(worker.startedAt)) : '';
}

function reasonOf(worker: Worker, now: number): string {
  const next = worker.nextStartAt
    ? `next start ${Date.parse(worker.nextStartAt) <= now ? 'now' : `in ${duration(Date.parse(worker.nextStartAt) - now)}`}`
    : '';
  const reason = worker.reason || (worker.state === 'running' ? '' : (worker.lastExit?.detail ?? ''));
  return [reason, next].filter(Boolean).join('; ');
}
