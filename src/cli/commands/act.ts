import { setTimeout as sleep } from 'node:timers/promises';
import type { FleetEvent, Worker } from '../../hub/fleet/index.ts';
import type { Command } from '../call.ts';
import type { Hub } from '../client/index.ts';
import { CommandFailure } from '../io.ts';
import { cleanText, count, duration, speaksUtf8 } from '../text/index.ts';
import { listWorkers, pickWorkers } from '../worker-names.ts';

export type Action = 'start' | 'stop' | 'restart';

interface Options {
  all?: boolean;
  wait: boolean;
  timeout?: number;
  json?: boolean;
}

interface Outcome {
  worker: string;
  ok: boolean;
  message: string;
}

const usualTimeoutSeconds = 60;
const lookEveryMs = 100;
/** More than this many are looked at less often, so that waiting for a thousand workers leaves the hub time for its own work. */
const mostAtFullPace = 20;

/** Asks for the action and reports what really came of it, from what the agent then saw. */
export const act =
  (action: Action): Command<Options> =>
  async ({ io, hub, args, options }) => {
    if (args.length === 0 && !options.all)
      throw new CommandFailure(`Which worker? Name one, or say: yagura ${action} --all`, 2);
    const all = await listWorkers(hub);
    const workers = options.all ? all.filter(({ kind }) => kind === 'process') : pickWorkers(all, args);
    // Before anything is done: half a restart is a bad answer to a mistake.
    const notRun = workers.find(({ kind }) => kind !== 'process');
    if (notRun)
      throw new CommandFailure(`${notRun.name} is ${notRun.kind}: Yagura watches it but does not run it`, 2);
    const timeoutMs = (options.timeout ?? usualTimeoutSeconds) * 1000;
    const waiting = new Set(workers.map(({ name }) => name));
    const pause = () => sleep(lookEveryMs * Math.max(1, waiting.size / mostAtFullPace));
    const startedAt = performance.now();
    const done = io.progress(
      () =>
        `${action}: waiting for ${count('worker', waiting.size)} (${[...waiting].slice(0, 3).join(', ')}), ${duration(performance.now() - startedAt)}`,
    );
    const outcomes = await Promise.all(
      workers.map(async (before): Promise<Outcome> => {
        const path = `/workers/${encodeURIComponent(before.name)}/${action}`;
        const { eventId } = await hub.post<{ eventId: number }>(path);
        if (!options.wait) return { worker: before.name, ok: true, message: `${action} was asked for` };
        const outcome = await outcomeOf(hub, action, before, eventId, {
          timeoutMs,
          pause,
          interrupted: io.interrupted,
        });
        waiting.delete(before.name);
        return outcome;
      }),
    ).finally(done);
    const ok = outcomes.every((outcome) => outcome.ok);
    if (options.json) {
      io.json({ outcomes });
      return ok ? 0 : 1;
    }
    const [yes, no] = speaksUtf8(io.env) ? ['✓', '✗'] : ['ok', 'x'];
    for (const { worker, ok: well, message } of outcomes)
      io.line(`${io.paint(well ? 'green' : 'red', well ? yes : no)} ${worker} ${message}`);
    return ok ? 0 : 1;
  };

async function outcomeOf(
  hub: Hub,
  action: Action,
  before: Worker,
  eventId: number,
  {
    timeoutMs,
    pause,
    interrupted,
  }: { timeoutMs: number; pause: () => Promise<void>; interrupted: AbortSignal },
): Promise<Outcome> {
  const askedAt = performance.now();
  const name = encodeURIComponent(before.name);
  for (;;) {
    // In this order, so that the state is never older than what happened.
    const { events } = await hub.get<{ events: FleetEvent[] }>(`/events?worker=${name}&limit=100`);
    const worker = await hub.get<Worker>(`/workers/${name}`);
    const since = events.filter(({ id }) => id > eventId);
    const settled = settle(action, before, worker, since);
    const waitedMs = performance.now() - askedAt;
    if (settled) {
      const after = settled.ok && waitedMs > lookEveryMs ? ` (${duration(waitedMs)})` : '';
      return { worker: before.name, ok: settled.ok, message: settled.message + after };
    }
    if (waitedMs > timeoutMs || interrupted.aborted) {
      const reason = worker.reason ? `: ${cleanText(worker.reason)}` : '';
      return {
        worker: before.name,
        ok: false,
        message: `is still ${worker.state} after ${duration(waitedMs)}${reason}`,
      };
    }
    await pause();
  }
}

/** What came of it, or null while that is open. `since` holds the worker's events after the request. */
export function settle(
  action: Action,
  before: Worker,
  now: Worker,
  since: FleetEvent[],
): { ok: boolean; message: string } | null {
  if (action === 'stop') {
    if (now.state !== 'stopped') return null;
    if (before.state === 'stopped') return { ok: true, message: 'was stopped already' };
    return { ok: true, message: `stopped${now.lastExit ? `: ${cleanText(now.lastExit.detail)}` : ''}` };
  }
  const wasRunning = before.pid !== null && before.state !== 'stopping';
  const renewed = now.pid !== null && (now.pid !== before.pid || now.startedAt !== before.startedAt);
  const ended = endAfterStart(since);
  if (now.state === 'running') {
    if (renewed && ended) return { ok: false, message: `does not stay up: ${detailOf(ended)}` };
    const unproven = now.health === 'unknown' ? '; its checks have no result yet' : '';
    if (renewed)
      return {
        ok: true,
        message: `runs${wasRunning && action === 'restart' ? ' again' : ''} as process ${now.pid}${unproven}`,
      };
    return action === 'start' && wasRunning
      ? { ok: true, message: `was running already as process ${now.pid}${unproven}` }
      : null;
  }
  if (action === 'start' && wasRunning && now.pid === before.pid)
    return { ok: false, message: `was started already and is ${now.state}${why(now)}` };
  if (renewed && (now.state === 'unhealthy' || now.state === 'degraded'))
    return { ok: false, message: `was started but is ${now.state}${why(now)}` };
  // The state alone is old news until something happened after the request.
  const startedSince = since.some(({ type }) => type === 'worker.started');
  if (ended && now.state === 'stopped')
    return { ok: ended.data['code'] === 0, message: `ran and ended: ${detailOf(ended)}` };
  const failedSince = since.some(
    ({ type }) =>
      /^worker\.(exited|failed|backoff|lost)$/.test(type) && (startedSince || type !== 'worker.exited'),
  );
  if (failedSince && ['backoff', 'failed', 'lost'].includes(now.state))
    return { ok: false, message: `does not stay up: ${now.state}${why(now)}` };
  return null;
}

/** The end of a run that began after the request. */
function endAfterStart(since: FleetEvent[]): FleetEvent | undefined {
  const starts = since.filter(({ type }) => type === 'worker.started').map(({ id }) => id);
  return since.find(({ type, id }) => type === 'worker.exited' && id > Math.min(...starts));
}

const detailOf = ({ data }: FleetEvent) => cleanText(String(data['detail']));

function why({ reason, lastExit }: Worker): string {
  const text = reason || lastExit?.detail;
  return text ? `: ${cleanText(text)}` : '';
}
