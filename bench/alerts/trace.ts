/** A night, eight hours, of a fleet in which things go wrong, with the truth about it: made from a seed, so that every arm sees the same. Times are seconds. */

export interface TracedWorker {
  name: string;
  host: string;
  dependsOn: string | null;
}

/** What a worker is for a while; at other times it is well. */
export interface Span {
  worker: string;
  is: 'down' | 'unhealthy';
  from: number;
  to: number;
}

/** What a person would call one incident. */
export interface TrueIncident {
  kind: 'flap' | 'cascade' | 'host' | 'outage' | 'leak';
  from: number;
  to: number;
  workers: string[];
  hosts: string[];
}

export interface Trace {
  seconds: number;
  hosts: string[];
  workers: TracedWorker[];
  spans: Span[];
  /** Hosts that are gone for a while, with all that is on them. */
  lost: { host: string; from: number; to: number }[];
  /** Memory that grows from 30 % to all there is; then the worker is killed and begins anew. */
  leaks: { worker: string; from: number; to: number }[];
  /** Crashes that the first restart heals. */
  blips: { worker: string; at: number }[];
  truth: TrueIncident[];
}

export const restMemoryRatio = 0.3;

/** Mulberry32: small, and the same everywhere. */
export function randomFrom(seed: number): (least: number, most: number) => number {
  let state = seed >>> 0;
  return (least, most) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return least + (((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * (most - least);
  };
}

const hosts = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];

const needs = { api: 'postgres', mail: 'redis', job: null } as const;

/** Eight on each host; a third of them need postgres or redis, which are on the first. */
function makeWorkers(): TracedWorker[] {
  return hosts.flatMap((host, index) =>
    Array.from({ length: 8 }, (_, n): TracedWorker => {
      if (index === 0 && n < 2) return { name: n === 0 ? 'postgres' : 'redis', host, dependsOn: null };
      const kind = n < 3 ? 'api' : n < 5 ? 'mail' : 'job';
      return { name: `${kind}-${index}${n}`, host, dependsOn: needs[kind] };
    }),
  );
}

export function makeTrace(seed: number): Trace {
  const random = randomFrom(seed);
  const seconds = 28_800;
  const workers = makeWorkers();
  const trace: Trace = { seconds, hosts, workers, spans: [], lost: [], leaks: [], blips: [], truth: [] };
  const jobs = workers.filter(({ name }) => name.startsWith('job'));
  /** Each trouble has a worker of its own, so that the truth about it is one thing. */
  const takeJob = (isFit: (worker: TracedWorker) => boolean = () => true): TracedWorker => {
    const fit = jobs.filter(isFit);
    const taken = fit[Math.floor(random(0, fit.length))];
    if (!taken) throw new Error('the trace has more troubles than workers');
    jobs.splice(jobs.indexOf(taken), 1);
    return taken;
  };
  const lostHost = 'h4';
  const elsewhere = ({ host }: TracedWorker) => host !== lostHost;

  for (let i = 0; i < 8; i += 1) flap(takeJob(elsewhere));
  for (const [parent, at] of [
    ['postgres', random(3_600, 7_200)],
    ['redis', random(14_400, 18_000)],
  ] as const)
    cascade(parent, at);
  for (let i = 0; i < 3; i += 1) outage(takeJob(elsewhere));
  leak(takeJob(elsewhere));
  loseHost();
  for (let i = 0; i < 60; i += 1) blip();
  trace.spans.sort((a, b) => a.from - b.from);
  trace.truth.sort((a, b) => a.from - b.from);
  return trace;

  /** Down for a while, up for a while, and so on for hours: long enough down for any rule with `for: 1m`. */
  function flap({ name }: TracedWorker): void {
    const from = random(120, 7_200);
    const until = from + random(14_400, 20_000);
    let at = from;
    let to = from;
    while (at < until) {
      to = at + random(80, 200);
      trace.spans.push({ worker: name, is: 'down', from: at, to });
      at = to + random(60, 300);
    }
    trace.truth.push({ kind: 'flap', from, to, workers: [name], hosts: [] });
  }

  /** Those that need it fail one after the other, and come back one after the other. */
  function cascade(parent: string, from: number): void {
    const to = from + random(240, 600);
    trace.spans.push({ worker: parent, is: 'down', from, to });
    const children = workers.filter(({ dependsOn }) => dependsOn === parent);
    for (const { name } of children)
      trace.spans.push({
        worker: name,
        is: random(0, 1) < 0.5 ? 'down' : 'unhealthy',
        from: from + random(2, 40),
        to: to + random(3, 60),
      });
    const names = [parent, ...children.map(({ name }) => name)];
    trace.truth.push({ kind: 'cascade', from, to: to + 60, workers: names, hosts: [] });
  }

  function outage({ name }: TracedWorker): void {
    const from = random(300, seconds - 1_500);
    const to = from + random(180, 900);
    trace.spans.push({ worker: name, is: 'down', from, to });
    trace.truth.push({ kind: 'outage', from, to, workers: [name], hosts: [] });
  }

  function leak({ name }: TracedWorker): void {
    const from = random(3_600, 7_200);
    const to = from + random(7_200, 14_400);
    trace.leaks.push({ worker: name, from, to });
    trace.spans.push({ worker: name, is: 'down', from: to, to: to + random(2, 6) });
    trace.truth.push({ kind: 'leak', from, to: to + 60, workers: [name], hosts: [] });
  }

  function loseHost(): void {
    const from = random(9_000, 12_000);
    const to = from + random(420, 700);
    trace.lost.push({ host: lostHost, from, to });
    const on = workers.filter(({ host }) => host === lostHost).map(({ name }) => name);
    trace.truth.push({ kind: 'host', from, to, workers: on, hosts: [lostHost] });
  }

  /** A crash that one restart heals: nobody's incident. */
  function blip(): void {
    const calm = workers.filter(
      ({ name, host }) => host !== lostHost && !trace.truth.some(({ workers: hit }) => hit.includes(name)),
    );
    const worker = calm[Math.floor(random(0, calm.length))];
    const from = random(60, seconds - 120);
    if (worker) trace.blips.push({ worker: worker.name, at: Math.round(from) });
  }
}

/** What holds at a time. */
export interface Moment {
  lost: ReadonlySet<string>;
  state: (worker: string) => 'up' | 'down' | 'unhealthy';
  memoryRatio: (worker: string) => number;
}

export function momentAt(trace: Trace, at: number): Moment {
  const states = new Map<string, 'down' | 'unhealthy'>();
  for (const { worker, is, from, to } of trace.spans)
    if (from <= at && at < to && states.get(worker) !== 'down') states.set(worker, is);
  const leaks = new Map(
    trace.leaks
      .filter(({ from, to }) => from <= at && at < to)
      .map(({ worker, from, to }) => [worker, (at - from) / (to - from)]),
  );
  return {
    lost: new Set(trace.lost.filter(({ from, to }) => from <= at && at < to).map(({ host }) => host)),
    state: (worker) => states.get(worker) ?? 'up',
    memoryRatio: (worker) => restMemoryRatio + (1 - restMemoryRatio) * (leaks.get(worker) ?? 0),
  };
}

/** Something that was told: when, and about whom. */
export interface Told {
  at: number;
  kind: 'opened' | 'resolved' | 'other';
  workers: string[];
  hosts: string[];
}

export interface Score {
  notices: number;
  /** Of them, those about workers that flap, and no other incident. */
  aboutFlaps: number;
  missed: TrueIncident[];
  /** Seconds from the beginning of each incident that was told to its first notice. */
  delays: { kind: TrueIncident['kind']; seconds: number }[];
  /** Notices about nothing that anybody would call an incident. */
  false: number;
}

/** Told at the end of an incident, or of what it left behind, is still about it. */
const lateSeconds = 900;

export function score(trace: Trace, told: readonly Told[]): Score {
  const isAbout = (incident: TrueIncident, { at, workers, hosts: on }: Told) =>
    at >= incident.from &&
    at <= incident.to + lateSeconds &&
    (workers.some((worker) => incident.workers.includes(worker)) ||
      on.some((host) => incident.hosts.includes(host)));
  const missed: TrueIncident[] = [];
  const delays: Score['delays'] = [];
  for (const incident of trace.truth) {
    const first = told.find((notice) => notice.kind !== 'resolved' && isAbout(incident, notice));
    if (!first || first.at > incident.to + 120) missed.push(incident);
    else delays.push({ kind: incident.kind, seconds: first.at - incident.from });
  }
  const about = (notice: Told) => trace.truth.filter((incident) => isAbout(incident, notice));
  const isOfFlaps = (incidents: TrueIncident[]) =>
    incidents.length > 0 && incidents.every(({ kind }) => kind === 'flap');
  return {
    notices: told.length,
    aboutFlaps: told.filter((notice) => isOfFlaps(about(notice))).length,
    missed,
    delays,
    // Whoever was told is told of the end, however late.
    false: told.filter((notice) => notice.kind !== 'resolved' && about(notice).length === 0).length,
  };
}
