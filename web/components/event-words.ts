/** An event in words: what happened, in one sentence or, when it is about a worker, the end of one that begins with its name. */
import { actorOf } from '../data/actor.ts';
import { isError } from '../data/event-filter.ts';
import type { FleetEvent, WorkerState } from '../data/types.ts';
import type { Text } from '../i18n/index.ts';
import type en from '../i18n/en/index.ts';

type Says = keyof typeof en.events.says;

export function sayEvent({ t, format, say }: Pick<Text, 't' | 'format' | 'say'>, event: FleetEvent): string {
  const { type, data } = event;
  const text = (key: string) => (typeof data[key] === 'string' ? say(data[key]) : '');
  const duration = (key: string) => (typeof data[key] === 'number' ? format.duration(data[key]) : '–');
  const count = (key: string) =>
    Array.isArray(data[key]) ? data[key].length : typeof data[key] === 'number' ? data[key] : 0;
  const unknown = t('events.unknownReason');
  const key = keyOf(event);
  const what = t(`events.says.${key as Says}`, {
    defaultValue: type,
    for: text('for'),
    pid: typeof data['pid'] === 'number' ? String(data['pid']) : '–',
    detail: text('detail') || text('reason') || unknown,
    reason: text('reason') || text('detail') || unknown,
    text: text('text'),
    title: text('title'),
    version: text('version'),
    more: count('more'),
    file: text('file'),
    ran: duration('ranMs'),
    after: duration('afterMs'),
    delay: duration('delayMs'),
    crashes: count('crashes'),
    count: count('killed'),
    added: count('added'),
    changed: count('changed'),
    removed: count('removed'),
  });
  const by = typeof data['by'] === 'string' && data['by'] !== 'hub' ? actorOf(data['by']).name : null;
  return `${what}${data['whileAway'] === true ? t('events.whileAway') : ''}${by === null ? '' : t('events.by', { by })}`;
}

function keyOf({ type, worker, data }: FleetEvent): string {
  if (type === 'agent.started' && data['broughtBack'] === true) return 'agent-broughtBack';
  if (type === 'deploy.marked' && worker === null) return 'deploy-marked-all';
  if (type.startsWith('error.') && 'more' in data) return 'error-more';
  return dashed(type);
}

const dashed = (type: string) => type.replaceAll('.', '-');

const shapes: Record<string, WorkerState> = {
  'worker.waiting': 'starting',
  'worker.started': 'running',
  'worker.start-failed': 'failed',
  'worker.adopted': 'running',
  'worker.exited': 'stopped',
  'worker.killed': 'degraded',
  'worker.backoff': 'backoff',
  'worker.crash-loop': 'failed',
  'worker.failed': 'failed',
  'worker.completed': 'running',
  'worker.stopping': 'stopping',
  'worker.stopped': 'stopped',
  'worker.unhealthy': 'unhealthy',
  'worker.degraded': 'degraded',
  'worker.recovered': 'running',
  'worker.lost': 'lost',
  'worker.skipped': 'degraded',
  'worker.schedule-failed': 'failed',
  'config.refused': 'failed',
  'error.regression': 'failed',
  'error.spike': 'degraded',
  'spool.dropped': 'degraded',
  'database.troubled': 'degraded',
  'database.down': 'failed',
  'database.repaired': 'degraded',
};

/** The shape that a worker to which this just happened has; null for what is neither good nor bad. */
export function shapeOf(event: FleetEvent): WorkerState | null {
  if (isError(event) && event.type === 'worker.exited') return 'failed';
  return shapes[event.type] ?? null;
}
