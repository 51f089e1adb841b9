/** What an operator asked for is not an alert: which silences come of an event, and which are over with it. */
import type { FleetEvent, Worker } from '../../fleet/index.ts';
import type { SilenceMatcher } from './silence.ts';

export interface PlannedSilence {
  workers: readonly string[];
  /** Null: until `worker` is started. */
  forMs: number | null;
  worker: string | null;
  comment: string;
  by: string;
}

export interface Plan {
  silences: PlannedSilence[];
  /** Workers that are started again: what their stop silenced is over. */
  started: readonly string[];
}

type Known = Pick<Worker, 'name' | 'declaredAs' | 'dependsOn'>;

const nothing: Plan = { silences: [], started: [] };
/** How long the noise of each lasts; what is wrong after that is told. */
export const noiseMs = { restart: 60_000, deploy: 120_000 } as const;
const requests: Record<string, string> = {
  'worker.restart-requested': 'restart',
  'worker.start-requested': 'start',
  'worker.stop-requested': 'stop',
};

/** A remedy of Yagura's own is none of them: that it was needed is news. */
const isPerson = (by: unknown): by is string => typeof by === 'string' && /^(token|session):/.test(by);

export function planOf({ type, worker, data }: FleetEvent, workers: readonly Known[]): Plan {
  const { by } = data;
  if (type === 'worker.started' || type === 'worker.removed')
    return worker === null ? nothing : { silences: [], started: [worker] };
  const wish = requests[type];
  if (wish !== undefined && worker !== null) {
    const started = wish === 'stop' ? [] : [worker];
    if (!isPerson(by)) return { silences: [], started };
    const covered = [worker, ...dependantsOf([worker], workers)];
    const forMs = wish === 'stop' ? null : noiseMs.restart;
    return { silences: [{ workers: covered, forMs, worker, comment: `${wish} of ${worker}`, by }], started };
  }
  if (type === 'config.applied') {
    const changed = Array.isArray(data['changed']) ? data['changed'].map(String) : [];
    if (changed.length === 0) return nothing;
    const covered = [...changed, ...dependantsOf(changed, workers)];
    const asked = typeof by === 'string' ? by : 'the config';
    return {
      silences: [
        {
          workers: covered,
          forMs: noiseMs.restart,
          worker: null,
          comment: 'restarted by a new config',
          by: asked,
        },
      ],
      started: [],
    };
  }
  if (type === 'deploy.marked') {
    const deployed = workers
      .filter(({ name, declaredAs }) => worker === null || worker === name || worker === declaredAs)
      .map(({ name }) => name);
    if (deployed.length === 0) return nothing;
    const version = typeof data['version'] === 'string' ? data['version'] : '';
    const asked = typeof by === 'string' ? by : 'a deploy';
    return {
      silences: [
        {
          workers: deployed,
          forMs: noiseMs.deploy,
          worker: null,
          comment: `deploy of ${version}`.trim(),
          by: asked,
        },
      ],
      started: [],
    };
  }
  return nothing;
}

/** Those that need one of these, directly or by others; without these themselves. */
export function dependantsOf(names: readonly string[], workers: readonly Known[]): string[] {
  const needed = new Map<string, string[]>();
  for (const { name, dependsOn } of workers)
    for (const dependency of dependsOn) needed.set(dependency, [...(needed.get(dependency) ?? []), name]);
  const found = new Set(names);
  for (const name of found) for (const dependant of needed.get(name) ?? []) found.add(dependant);
  return [...found].slice(new Set(names).size);
}

/** Matchers are bounded in length, so many workers need several silences. */
const mostNamed = 60;

export function matchersFor(workers: readonly string[]): SilenceMatcher[][] {
  const sets: SilenceMatcher[][] = [];
  for (let at = 0; at < workers.length; at += mostNamed)
    sets.push([workerMatcher(workers.slice(at, at + mostNamed))]);
  return sets;
}

function workerMatcher(workers: readonly string[]): SilenceMatcher {
  const [only] = workers;
  return workers.length === 1 && only !== undefined
    ? { name: 'worker', op: '=', value: only }
    : { name: 'worker', op: '=~', value: workers.map((name) => name.replaceAll('.', '\\.')).join('|') };
}
