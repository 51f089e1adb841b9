/** Kinds of events that people look for; an event may be of several. */
export const eventKinds = ['failures', 'restarts', 'checks', 'config', 'yagura'] as const;
export type EventKind = (typeof eventKinds)[number];

export interface KindRule {
  types: readonly string[];
  /** All that counts as an error, whatever its type. */
  errors?: true;
  /** Every type that begins otherwise. */
  otherThan?: readonly string[];
}

export const kindRules: Record<EventKind, KindRule> = {
  failures: {
    errors: true,
    types: [
      'worker.start-failed',
      'worker.crash-loop',
      'worker.failed',
      'worker.lost',
      'worker.schedule-failed',
      'config.refused',
      'spool.dropped',
      'error.new',
      'error.regression',
      'error.spike',
      'alert.firing',
    ],
  },
  restarts: {
    types: [
      'worker.waiting',
      'worker.started',
      'worker.start-failed',
      'worker.adopted',
      'worker.exited',
      'worker.leftovers',
      'worker.killed',
      'worker.backoff',
      'worker.crash-loop',
      'worker.failed',
      'worker.completed',
      'worker.stopping',
      'worker.stopped',
      'worker.lost',
      'worker.skipped',
      'worker.start-requested',
      'worker.stop-requested',
      'worker.restart-requested',
    ],
  },
  checks: { types: ['worker.unhealthy', 'worker.degraded', 'worker.recovered', 'worker.note'] },
  config: {
    types: ['config.applied', 'config.refused', 'worker.removed', 'worker.schedule-failed', 'deploy.marked'],
  },
  yagura: { types: [], otherThan: ['worker.', 'config.', 'error.', 'deploy.', 'alert.'] },
};

export function isOfKind(kind: EventKind, type: string, isError: boolean): boolean {
  const { types, errors, otherThan } = kindRules[kind];
  return (
    types.includes(type) ||
    (errors === true && isError) ||
    (otherThan !== undefined && !otherThan.some((prefix) => type.startsWith(prefix)))
  );
}

const failedStops = ['signal', 'oom', 'limit', 'start-failed', 'unknown'];

/** Crashes and failed health checks; a stop that a failed check caused is not counted again. */
export function isError(type: string, data: Record<string, unknown>): boolean {
  if (type === 'worker.unhealthy') return true;
  if (type !== 'worker.exited') return false;
  const { reason, code } = data;
  if (reason === 'exit') return code !== 0;
  return typeof reason === 'string' && failedStops.includes(reason);
}
