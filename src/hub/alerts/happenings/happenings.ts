/** What a rule on events may be about, and when that is over. */
import { nearest } from '../../../shared/nearest.ts';
import type { FleetEvent, Host, Part, Worker } from '../../fleet/index.ts';
import type { Seen } from './seen.ts';

/** What a worker, a machine or a part of Yagura is, and not just what happened: looked at, so that nothing is missed or left over. */
export type Standing =
  | { of: 'worker'; see: (worker: Worker) => Seen }
  | { of: 'host'; see: (host: Host) => Seen }
  | { of: 'part'; see: (part: Part) => Seen };

const known = (see: (worker: Worker) => Seen) => ({
  of: 'worker' as const,
  see: (worker: Worker): Seen => {
    if (!worker.fresh || worker.state === 'unknown') return 'gone';
    return isResting(worker) ? 'clear' : see(worker);
  },
});

/**
 * Stopped because somebody wants it so, or done with what it had to do. One that crashes again and again is stopped on its way to the next
 * start, too.
 */
export function isResting({ state, crashLoop }: Pick<Worker, 'state' | 'crashLoop'>): boolean {
  return state === 'stopped' || (state === 'stopping' && !crashLoop);
}

/** So many crashes in a row are no mishap any more that a restart has healed already. */
const crashesOfDown = 3;

/** Given up, or coming down as often as it is started. */
function seesDown({ state, crashes }: Worker): Seen {
  if (state === 'failed' || (state === 'backoff' && crashes >= crashesOfDown)) return 'found';
  return passing.has(state) ? 'between' : 'clear';
}

/** Between what it was and what it will be. */
const passing = new Set<Worker['state']>(['starting', 'stopping', 'backoff']);

function seesProgress({ checks, state }: Worker): Seen {
  const progress = checks.filter(({ type }) => type === 'progress');
  if (progress.some(({ result }) => result === 'failing')) return 'found';
  return passing.has(state) || progress.some(({ result }) => result === 'pending') ? 'between' : 'clear';
}

function seesHealth({ state, health, checks }: Worker): Seen {
  if (state === 'unhealthy') return 'found';
  const isAwaited = health === 'unknown' && checks.length > 0;
  return passing.has(state) || isAwaited ? 'between' : 'clear';
}

/** Parts that a rule of their own is about, or an operator's own doing. */
const partsElsewhere = new Set(['agent', 'config']);

const standings = new Map<string, Standing>([
  ['worker.down', known(seesDown)],
  [
    'worker.failed',
    known(({ state }) => (state === 'failed' ? 'found' : state === 'starting' ? 'between' : 'clear')),
  ],
  [
    'worker.lost',
    known(({ state }) => (state === 'lost' ? 'found' : state === 'starting' ? 'between' : 'clear')),
  ],
  ['worker.unhealthy', known(seesHealth)],
  [
    'worker.degraded',
    known(({ state }) => (state === 'degraded' ? 'found' : passing.has(state) ? 'between' : 'clear')),
  ],
  ['worker.no-progress', known(seesProgress)],
  ['worker.crash-loop', known(({ crashLoop }) => (crashLoop ? 'found' : 'clear'))],
  ['host.lost', { of: 'host', see: ({ agent }) => (agent.connected ? 'clear' : 'found') }],
  [
    'yagura.troubled',
    {
      of: 'part',
      see: ({ name, state }) => (state !== 'well' && !partsElsewhere.has(name) ? 'found' : 'clear'),
    },
  ],
]);

const otherNames: Record<string, string> = {
  'crash-loop': 'worker.crash-loop',
  failover: 'group.failover',
};

/** A machine is away for so long before it counts as lost: an agent that is brought back quickly was never away. */
export const hostAwayMs = 5_000;

export const typeOf = (on: string): string => otherNames[on] ?? on;
/** Null: something that happens and does not last. */
export const standingOf = (on: string): Standing | null => standings.get(typeOf(on)) ?? null;

/** What ends something that happened. The rest is over after a while. */
const endedBy: Record<string, readonly string[]> = {
  'worker.exited': ['worker.recovered', 'worker.completed', 'worker.stopped', 'worker.removed'],
  'worker.start-failed': ['worker.started', 'worker.adopted', 'worker.stopped', 'worker.removed'],
  'worker.schedule-failed': ['config.applied'],
  'config.refused': ['config.applied'],
  'database.troubled': ['database.well'],
  'lock.stuck': ['lock.released', 'lock.acquired', 'lock.expired', 'lock.taken-over'],
};

export const endsOf = (on: string): readonly string[] => endedBy[typeOf(on)] ?? [];

/** Types of events that there are; of parts to come only the beginning is known. */
const types = [
  ...standings.keys(),
  ...Object.keys(otherNames),
  ...Object.keys(endedBy),
  ...[
    'waiting',
    'started',
    'adopted',
    'leftovers',
    'killed',
    'backoff',
    'completed',
    'stopping',
    'stopped',
    'recovered',
    'skipped',
    'removed',
    'note',
  ].map((name) => `worker.${name}`),
  ...['start', 'stop', 'restart'].map((name) => `worker.${name}-requested`),
  'error.new',
  'error.regression',
  'error.spike',
  'deploy.marked',
  'config.applied',
  'fleet.shut-down-requested',
  'system.shutdown-requested',
  'agent.started',
  'spool.dropped',
  'database.repaired',
  'database.backed-up',
];
const toCome = [
  'lock.',
  'group.',
  'docker.',
  'queue.',
  'instance.',
  'remedy.',
  'proposal.',
  'incident.',
  'database.',
];

/** Why there is no such type; null when there is. */
export function unknownType(on: string): string | null {
  if (types.includes(on) || toCome.some((prefix) => on.startsWith(prefix))) return null;
  const near = nearest(on, types);
  return `there are no events "${on}"${near ? `; did you mean "${near}"?` : '; see docs/events.md'}`;
}

/** Fields of an event's data by which one is told from another. */
const telling = ['lock', 'group', 'category', 'check', 'part', 'queue', 'instance'];

/** The labels of what an event found. `labelsOf`: those of a worker. */
export function eventLabels(
  { type, worker, host, data }: Pick<FleetEvent, 'type' | 'worker' | 'host' | 'data'>,
  labelsOf: (worker: string) => Readonly<Record<string, string>>,
): Record<string, string> {
  const isError = type.startsWith('error.');
  const told = telling.flatMap((name) => {
    const value = data[name];
    const isTold = (typeof value === 'string' && value !== '') || typeof value === 'number';
    // The groups of errors are not the groups of workers.
    return isTold ? [[isError && name === 'group' ? 'error' : name, String(value).slice(0, 200)]] : [];
  });
  return {
    ...Object.fromEntries(told),
    ...(host !== null && worker === null && !isError ? { host } : {}),
    ...(worker === null ? {} : { ...labelsOf(worker), worker }),
  };
}

/** Whether what a rule wants matches; `*` stands for any text. */
export function matches(
  wanted: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
  data: Readonly<Record<string, unknown>> = {},
): boolean {
  return Object.entries(wanted).every(([name, pattern]) => {
    const value = labels[name] ?? data[name] ?? '';
    return fits(pattern, typeof value === 'string' ? value : JSON.stringify(value));
  });
}

/** Goes through both once, and back to the last star at most: quadratic at worst, whatever the pattern. */
function fits(pattern: string, text: string): boolean {
  let [p, t, star, from] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      from = t;
    } else if (p < pattern.length && pattern[p] === text[t]) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++from;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
