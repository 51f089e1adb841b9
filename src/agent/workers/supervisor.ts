/** All workers of this machine: takes what is desired, and keeps each worker as it should be, in the order they need each other. */
import type { Refusal, Trouble } from '../../link/messages.ts';
import type { WorkerSpec } from '../../link/spec.ts';
import type { CheckResults, WorkerSample, WorkerStatus } from '../../link/status.ts';
import type { Clock, Timer } from '../../shared/clock.ts';
import { Failure } from '../../shared/failure.ts';
import { type Home, homeId } from '../../shared/home.ts';
import type { LogStore } from '../logs/index.ts';
import type { TreeSignals } from '../sampling/index.ts';
import type { Root, TreeFinder } from '../tree.ts';
import { machineOomKills, openCgroups } from './cgroup.ts';
import { onFailureOf, stoppableNow, waitsFor } from './dependencies.ts';
import { createTreeEnder } from './end-tree.ts';
import { createExternalWorker, notStartable } from './external-worker.ts';
import type { Forgiveness, HeartbeatSign } from './health/index.ts';
import { findLauncher } from './launch.ts';
import { openMemoryFolder, readBootId } from './memory.ts';
import { createProcessWorker, type WorkerContext } from './process-worker.ts';
import { doPaced } from './paced.ts';
import type { Unit } from './unit.ts';

export interface Supervisor {
  /** Finds the runs that an earlier agent left, once and before the first `apply`. What has to be started waits for that. */
  adopt(): void;
  /** The whole desired state: only what changed restarts, what is not named any more stops. */
  apply(specs: readonly WorkerSpec[], by: string): void;
  /**
   * These throw a Failure when there is no such worker, it is not Yagura's to start, or all are being shut down. Doing one twice is
   * harmless. What was asked of a worker last is what counts, alone or among many.
   */
  start(worker: string, by: string): void;
  stop(worker: string, by: string): void;
  restart(worker: string, by: string): void;
  /** Any of these for many, at the pace of a start of all. Answers at once which are refused. */
  actOnMany(action: Action, workers: readonly string[], by: string): Refusal[];
  heartbeat(worker: string, sign: HeartbeatSign, exitCode: number | null, detail: string | null): void;
  progress(worker: string, counter: string, value: number, add: boolean): void;
  /** Once a second, what the sampler saw. */
  observe(signals: ReadonlyMap<string, TreeSignals>, samples: readonly WorkerSample[]): void;
  forgive(why: Forgiveness): void;
  statuses(): WorkerStatus[];
  /** Throws as `start` does. */
  checkResults(worker: string): CheckResults[];
  roots(): Root[];
  root(worker: string): Root | null;
  /**
   * Stops all workers in reverse order of dependence, or leaves them to the next agent. Ends in bounded time. Calling it again is
   * harmless; with `hurry` it kills what still runs.
   */
  shutDown(options: { keepWorkers: boolean; by: string; hurry?: boolean }): Promise<void>;
  abilities(): Record<string, boolean | string>;
  trouble(): Trouble[];
}

type Action = 'start' | 'stop' | 'restart';

export interface SupervisorOptions {
  home: Home;
  clock: Clock;
  logs: LogStore;
  finder: TreeFinder;
  emit: (type: string, worker: string | null, data: Record<string, unknown>) => void;
  onStatus: (status: WorkerStatus) => void;
  /** An earlier agent told of this run's exit and died before it could remember that. */
  wasTold?: (runId: string) => boolean;
  /** The environment that workers inherit. */
  inherited?: NodeJS.ProcessEnv;
  /** Processes of this machine that the kernel has killed for want of memory. */
  oomKills?: () => number;
}

/** How much longer than its stop timeout a worker may hold a shutdown up. */
const shutDownGraceMs = 10_000;
const isEnding = 'Yagura is shutting down';

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { clock, home, logs, finder, oomKills: countOomKills = machineOomKills } = options;
  const units = new Map<string, Unit>();
  /** Who has to be looked at again when a worker changes. */
  let dependants = new Map<string, string[]>();
  let applied = false;
  /** Asked of many; their turn comes. */
  const wishes = new Map<string, { action: Action; by: string }>();
  let isGranting = false;
  let shuttingDown: { progress(): void; promise: Promise<void> } | null = null;
  let oomKills = countOomKills();

  const ender = createTreeEnder(finder, clock, (worker, killed) =>
    options.emit('worker.leftovers', worker, { killed }),
  );
  const memory = openMemoryFolder(home.runs);
  const cgroups = openCgroups(homeId(home.root));
  const launcher = findLauncher();
  const context: WorkerContext = {
    clock,
    logs,
    finder,
    ender,
    cgroups,
    memory,
    launcher,
    bootId: readBootId(),
    inherited: { ...(options.inherited ?? process.env) },
    emit: options.emit,
    wasTold: options.wasTold ?? (() => false),
    onStatus(status) {
      options.onStatus(status);
      for (const name of dependants.get(status.name) ?? []) units.get(name)?.reconsider();
      shuttingDown?.progress();
    },
    onFailed(worker) {
      if (shuttingDown) return;
      const specs = [...units.values()].map((unit) => unit.spec);
      for (const each of onFailureOf(worker, specs))
        units.get(each.worker)?.dependencyFailed(worker, each.action);
    },
    waitsFor(spec) {
      if (!applied) return 'its spec (from the hub)';
      return waitsFor(spec, (worker) => units.get(worker)?.status());
    },
    sawOomKill() {
      const before = oomKills;
      oomKills = countOomKills();
      return oomKills > before;
    },
  };

  function create(spec: WorkerSpec): Unit {
    const unit =
      spec.kind === 'external' ? createExternalWorker(context, spec) : createProcessWorker(context, spec);
    units.set(spec.name, unit);
    return unit;
  }

  function remove(name: string, by: string, then: () => void = () => {}): void {
    wishes.delete(name);
    units.get(name)?.remove(by, () => {
      units.delete(name);
      options.emit('worker.removed', name, { by });
      then();
    });
  }

  function unitOf(worker: string): Unit {
    const unit = units.get(worker);
    if (!unit) throw new Failure('worker_not_found', `there is no worker ${worker}`);
    return unit;
  }

  function act(action: Action, worker: string, by: string): void {
    if (shuttingDown) throw new Failure('conflict', isEnding);
    wishes.delete(worker);
    unitOf(worker)[action](by);
  }

  function grantWishes(): void {
    if (isGranting) return; // those that were added meanwhile get their turn
    isGranting = true;
    doPaced(clock, wishes, grant, () => {
      isGranting = false;
    });
  }

  function grant([worker, { action, by }]: [string, { action: Action; by: string }]): void {
    wishes.delete(worker);
    // It may be another by now, or gone.
    if (!whyRefused(worker)) units.get(worker)?.[action](by);
  }

  function whyRefused(worker: string): Refusal | null {
    if (shuttingDown) return { worker, code: 'conflict', message: isEnding };
    const unit = units.get(worker);
    if (!unit) return { worker, code: 'worker_not_found', message: `there is no worker ${worker}` };
    if (unit.spec.kind !== 'external') return null;
    return { worker, code: 'not_startable', message: notStartable(worker) };
  }

  function indexDependants(): void {
    dependants = new Map();
    for (const { spec } of units.values()) {
      for (const { worker } of spec.dependsOn)
        dependants.set(worker, [...(dependants.get(worker) ?? []), spec.name]);
    }
  }

  /** Stops workers wave by wave: those that nobody needs any more first. */
  function stopAll(by: string): { progress(): void; promise: Promise<void> } {
    const asked = new Set<string>();
    let timer: Timer | undefined;
    let isAsking = false;
    let isDue = false;
    let resolve = () => {};
    const promise = new Promise<void>((done) => {
      resolve = done;
    });

    function progress(): void {
      if (isDue || isAsking) return; // many report at a time; one look is enough for all
      isDue = true;
      clock.setTimeout(look, 0);
    }
    function look(): void {
      isDue = false;
      const up = upNow();
      clock.clearTimeout(timer);
      if (up.size === 0) return resolve();
      const specs = [...units.values()].map((unit) => unit.spec);
      const next = stoppableNow(specs, up).filter((name) => !asked.has(name));
      if (next.length === 0) {
        // All were asked. The bound begins anew with each that ends: a crowded machine stops many one after the other.
        const longestMs = Math.max(...[...up].map((name) => units.get(name)?.spec.stop.timeoutMs ?? 0));
        timer = clock.setTimeout(resolve, longestMs + shutDownGraceMs);
        return;
      }
      isAsking = true;
      doPaced(clock, next, ask, () => {
        isAsking = false;
        progress();
      });
    }
    function ask(name: string): void {
      asked.add(name);
      units.get(name)?.shutDown(by, Number.POSITIVE_INFINITY);
    }
    return { progress, promise };
  }

  function startByItself({ name }: WorkerSpec): void {
    if (!shuttingDown) units.get(name)?.autostart();
  }

  function upNow(): Set<string> {
    return new Set([...units].filter(([, unit]) => unit.isUp()).map(([name]) => name));
  }

  return {
    adopt() {
      for (const name of memory.names()) {
        const remembered = memory.recall(name);
        if (remembered) create(remembered.spec);
      }
      indexDependants();
    },

    apply(specs, by) {
      if (shuttingDown) return;
      applied = true;
      const wanted = new Set(specs.map((spec) => spec.name));
      for (const name of units.keys()) if (!wanted.has(name)) remove(name, by);
      for (const spec of specs) {
        const unit = units.get(spec.name);
        if (!unit) create(spec);
        else if (unit.spec.kind !== spec.kind) remove(spec.name, by, () => create(spec).autostart());
        else unit.update(spec);
      }
      indexDependants();
      doPaced(clock, specs, startByItself, () => {});
      for (const unit of units.values()) unit.reconsider();
    },

    start: (worker, by) => act('start', worker, by),
    stop: (worker, by) => act('stop', worker, by),
    restart: (worker, by) => act('restart', worker, by),
    actOnMany(action, workers, by) {
      const refused = workers.flatMap((worker) => whyRefused(worker) ?? []);
      const names = new Set(refused.map(({ worker }) => worker));
      for (const worker of workers) if (!names.has(worker)) wishes.set(worker, { action, by });
      grantWishes();
      return refused;
    },
    // Nobody waits for an answer to these, and a worker may have just been removed.
    heartbeat: (worker, sign, exitCode, detail) => units.get(worker)?.heartbeat(sign, exitCode, detail),
    progress: (worker, counter, value, add) => units.get(worker)?.progress(counter, value, add),

    observe(signals, samples) {
      const sampleOf = new Map(samples.map((sample) => [sample.name, sample]));
      for (const [name, unit] of units) unit.observe(signals.get(name), sampleOf.get(name));
      oomKills = countOomKills();
    },
    forgive(why) {
      for (const unit of units.values()) unit.forgive(why);
    },

    statuses: () => [...units.values()].map((unit) => unit.status()),
    checkResults: (worker) => unitOf(worker).checkResults(),
    roots: () => [...units.values()].map((unit) => unit.root()).filter((root) => root !== null),
    root: (worker) => unitOf(worker).root(),

    async shutDown({ keepWorkers, by, hurry = false }) {
      wishes.clear();
      if (hurry) for (const unit of units.values()) unit.shutDown(by, 0);
      if (shuttingDown) return shuttingDown.promise;
      if (keepWorkers) {
        for (const unit of units.values()) unit.leave();
        shuttingDown = { progress() {}, promise: Promise.resolve() };
      } else {
        shuttingDown = stopAll(by);
        shuttingDown.progress();
        await shuttingDown.promise;
        for (const unit of units.values()) unit.leave();
      }
      ender.close();
    },

    abilities: () => ({
      ...cgroups.abilities(),
      'start.own-session':
        launcher.setsid !== null || 'setsid is missing: a worker shares its shim’s session',
      'start.as-user': launcher.setpriv !== null || 'setpriv is missing',
      adoption: process.platform === 'linux' || 'needs /proc',
    }),

    trouble() {
      const unkillable = ender.unkillable();
      const unwritten = memory.problem();
      return [
        ...(unkillable.size > 0
          ? [
              {
                code: 'unkillable',
                detail: `SIGKILL does not end ${[...unkillable].map(([worker, left]) => `${left} of ${worker}`).join('; ')}`,
              },
            ]
          : []),
        ...(unwritten === null ? [] : [{ code: 'state_unwritten', detail: unwritten }]),
      ];
    },
  };
}
