import { createHmac, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { AgentMessage, AgentRequest, Refusal, TakenLogs } from '../../link/messages.ts';
import type { WorkerSpec } from '../../link/spec.ts';
import type { CheckResults, LogLine, MachineSample, ProcessInfo, WorkerSample } from '../../link/status.ts';
import { type Clock, isoTime, type Timer } from '../../shared/clock.ts';
import { Failure, messageOf } from '../../shared/failure.ts';
import type { Home } from '../../shared/home.ts';
import { readHolder } from '../../shared/home-lock.ts';
import { startOwnProgram } from '../../shared/own-program.ts';
import type { Store } from '../store/index.ts';
import { type ConnectedAgent, createAgents } from './agents.ts';
import { createDesired } from './desired.ts';
import { createEventLog } from './events/index.ts';
import type { Acted, Fleet, FleetChange } from './fleet.ts';
import { watchLocalAgent } from './local-agent.ts';
import { createMachines } from './machines.ts';
import { createObserved, type Presence } from './observed.ts';
import { createParts } from './parts.ts';
import { retentionOf } from './retention.ts';
import { maskCommand, maskEnv, maskStatus, maskText, maskTexts } from './secrets.ts';
import { createStateBook } from './states/index.ts';
import { createStatusMemory } from './status-memory.ts';
import type { ConfigChange, FleetEvent, LiveSample, Worker, WorkerDetail } from './views.ts';

export interface RunningFleet extends Fleet {
  /** Listens for agents; they get what is desired once the hub's address is known. */
  open(): Promise<void>;
  /** The hub answers at this address; `line` is for the terminal of `yagura up`. */
  ready(url: string, line: string): void;
  /** Tells whoever sits at that terminal. */
  notify(text: string): void;
  /** The same, after the line that says that the hub is ready. */
  notifyWhenReady(text: string): void;
  part(name: string, state: 'well' | 'troubled' | 'down', detail?: string): void;
  /** Events that wait to be written, as a share of those that may. */
  waitingEventsRatio(): number;
  readonly hasDesired: boolean;
  close(): Promise<void>;
}

/** An agent that is brought back quickly was never away, as far as people can see. */
const graceMs = { away: 2_000, lost: 5_000 };
const answerMs = { act: 5_000, read: 15_000 };
const saveEveryMs = 5_000;
/** Rounds of saving: a minute, an hour. */
const pruneEvery = { excess: 12, old: 720 };

export async function createFleet(options: {
  home: Home;
  store: Store;
  clock: Clock;
  readSpecs: () => Promise<WorkerSpec[]>;
  /** The local agent ended on purpose. */
  onAgentLeft: () => void;
  log: (text: string) => void;
  /** How to bring back the local agent; tests start none. */
  startAgent?: () => ReturnType<typeof startOwnProgram>;
}): Promise<RunningFleet> {
  const { home, store, clock, readSpecs, log } = options;
  const here = hostname();
  const events = createEventLog({ store, clock, log });
  const desired = createDesired(store);
  const observed = createObserved(clock);
  const memory = createStatusMemory(store);
  const states = createStateBook({ store, clock, log });
  const parts = createParts(clock, ['hub', 'agent', 'database', 'config']);
  const listeners = new Set<(change: FleetChange) => void>();
  const followers = new Map<string, Set<(lines: LogLine[]) => void>>();
  let agent: ConnectedAgent | null = null;
  const machines = createMachines({
    clock,
    here,
    isConnected: (host) => agent?.hello.host === host,
    countWorkers: (host) => observed.count(host),
  });
  let graceTimers: Timer[] = [];
  let url: string | null = null;
  let readyLine = '';
  let latestSample: LiveSample | null = null;
  let notices: string[] = [];
  /** Accepted, and so carried out by the agent that comes next when none is there or it dies before it hears. */
  let toShutDown: { keepWorkers: boolean; by: string } | null = null;

  observed.declare(desired.specs, here);
  for (const { status, seenAt } of memory.load()) observed.recall(status, here, seenAt);
  setPresence(here, 'away');
  parts.set('agent', 'down', 'not connected yet');
  parts.onChange((list) => publish({ kind: 'parts', parts: list }));

  const local = watchLocalAgent({
    clock,
    holder: () => readHolder(home.agentHolder),
    start: options.startAgent ?? (() => startOwnProgram('agent', home, `${home.ownLogs}/agent.out`)),
    onLeft: options.onAgentLeft,
    log,
  });
  const agents = createAgents({
    socketPath: home.hubSocket,
    clock,
    storedSeq: (agentId) => events.storedSeq(agentId),
    onConnect: greet,
    onReport: receive,
    onHeard: () => local.heard(),
    onDisconnect: miss,
    log,
  });
  events.onStored((agentId, seq) => {
    if (agent?.hello.agentId === agentId) agent.send({ kind: 'ack', seq });
  });

  /** Specs hold secrets, so that a plain hash of them would let guesses be tried. */
  const planKey = randomBytes(32);
  let applying: Promise<unknown> = Promise.resolve();

  let rounds = 0;
  const saving = setInterval(() => {
    rounds++;
    const tasks = [memory.save(observed.views()), desired.retry(), events.flush(), states.flush()];
    // What is too old goes for the first time soon: a hub may not live for an hour.
    if (rounds % pruneEvery.old === pruneEvery.excess) tasks.push(events.pruneOld(), states.pruneOld());
    if (rounds % pruneEvery.excess === 0) tasks.push(events.pruneExcess(), states.pruneExcess());
    for (const task of tasks) task.catch((error: unknown) => log(`the database: ${messageOf(error)}`));
  }, saveEveryMs);

  function publish(change: FleetChange): void {
    for (const listener of listeners) listener(change);
  }

  function publishWorkers(names: readonly string[], removed: string[] = []): void {
    const changed = names.map((name) => observed.view(name)).filter((worker) => worker !== null);
    if (changed.length > 0 || removed.length > 0) publish({ kind: 'workers', changed, removed });
  }

  function setPresence(host: string, presence: Presence): void {
    publishWorkers(observed.presence(host, presence, isoTime(clock.now())));
  }

  function greet(next: ConnectedAgent): void {
    agent = next;
    const { hello } = next;
    log(`the agent of ${hello.host} is here, pid ${hello.pid}`);
    for (const timer of graceTimers) clock.clearTimeout(timer);
    local.connected(next.process);
    machines.greet(hello);
    parts.set('agent', 'well');
    states.arrive(hello.host, hello.lastSeq > events.storedSeq(hello.agentId) ? hello.lastSeq : 0);
    if (toShutDown) return void askToShutDown();
    sendDesired('hub');
    sayReady();
    for (const worker of followers.keys()) follow(worker, true);
    publish({ kind: 'log-news', workers: observed.views().map(({ name }) => name) });
  }

  function miss({ hello }: ConnectedAgent, why: string): void {
    agent = null;
    log(`the agent of ${hello.host} is away: ${why}`);
    local.disconnected();
    const since = isoTime(clock.now());
    graceTimers = [
      clock.setTimeout(() => {
        parts.set('agent', 'down', `away since ${since}`);
        setPresence(hello.host, 'away');
      }, graceMs.away),
      clock.setTimeout(() => {
        setPresence(hello.host, 'lost');
        states.leave(hello.host);
      }, graceMs.lost),
    ];
  }

  function receive(
    from: ConnectedAgent,
    message: Exclude<AgentMessage, { kind: 'hello' | 'answer' | 'alive' }>,
  ): void {
    const { host, agentId } = from.hello;
    switch (message.kind) {
      case 'event': {
        const { seq, ...event } = message.event;
        const data = maskData(event.data);
        const added = events.add({ ...event, data, host, from: { agentId, seq } });
        // Seen before, and stored: its acknowledgement was lost.
        if (added === null && seq <= events.storedSeq(agentId)) from.send({ kind: 'ack', seq });
        if (added) {
          states.event(added, seq);
          publish({ kind: 'event', event: added });
        }
        return;
      }
      case 'statuses': {
        const statuses = message.workers.map(maskStatus);
        const { changed, removed } = observed.report({ host, complete: message.complete, statuses });
        states.statuses(host, statuses);
        for (const name of removed) states.forget(name);
        if (message.complete) setPresence(host, 'here');
        publishWorkers(changed, removed);
        return;
      }
      case 'sample':
        return takeSample(host, message.machine, message.workers);
      case 'log-lines':
        for (const listener of followers.get(message.worker) ?? []) listener(message.lines);
        return;
      case 'log-news':
        return publish({ kind: 'log-news', workers: message.workers });
      case 'trouble': {
        machines.trouble(host, message.problems);
        return parts.replace(host, message.problems);
      }
      case 'reload':
        return void reload(message.by);
      case 'leaving':
        log(`the agent of ${host} leaves: ${message.by}`);
        return local.leaves();
    }
  }

  function takeSample(host: string, machine: MachineSample, samples: WorkerSample[]): void {
    machines.sample(host, machine);
    states.look(host, machine.time);
    observed.sample(host, samples);
    latestSample = {
      time: machine.time,
      machines: { [host]: machine },
      names: samples.map((sample) => sample.name),
      cpuRatio: samples.map((sample) => sample.cpuRatio),
      rssBytes: samples.map((sample) => sample.rssBytes),
      processes: samples.map((sample) => sample.processes),
    };
    publish({ kind: 'figures', host, machine, workers: samples });
    publish({ kind: 'sample', sample: latestSample });
  }

  function sendDesired(by: string): void {
    // Nothing was ever asked for: an empty wish must not end what a forgotten one keeps running.
    if (!agent || url === null || desired.version === 0) return;
    agent.send({ kind: 'desired', version: desired.version, by, workers: desired.forAgent(url) });
  }

  function sayReady(): void {
    if (!agent || url === null) return;
    agent.send({ kind: 'ready', url, line: readyLine });
    for (const text of notices) agent.send({ kind: 'notice', text });
    notices = [];
  }

  async function askToShutDown(): Promise<void> {
    if (!agent || !toShutDown) return;
    try {
      await agent.ask({ do: 'shut-down', ...toShutDown }, answerMs.act);
    } catch (error) {
      log(`the agent could not be told to shut down: ${messageOf(error)}`);
    }
  }

  async function reload(by: string): Promise<void> {
    try {
      const { changes } = await fleet.applyConfig(by);
      const different = changes.filter((change) => change.change !== 'unchanged');
      fleet.notify(
        different.length === 0
          ? 'The config file holds nothing new.'
          : `Applied: ${different.map((change) => `${change.worker} ${change.change}`).join(', ')}`,
      );
    } catch (error) {
      fleet.notify(`The config was not applied: ${explain(error)}`);
    }
  }

  /** What applying these specs would change, and a name for exactly that. */
  async function planOf(specs: readonly WorkerSpec[]): Promise<{ plan: string; changes: ConfigChange[] }> {
    const { compareSpecs } = await import('./config/index.ts'); // a hub that is brought back starts sooner and smaller without it
    const runs = (worker: string) => (observed.view(worker)?.pid ?? null) !== null;
    const all = JSON.stringify([desired.specs, specs]);
    return {
      plan: createHmac('sha256', planKey).update(all).digest('base64url'),
      changes: compareSpecs(desired.specs, specs, runs),
    };
  }

  async function applyNow(by: string, plan: string | undefined): ReturnType<Fleet['applyConfig']> {
    let specs: WorkerSpec[];
    try {
      specs = await readSpecs();
    } catch (error) {
      record('config.refused', null, { by, reason: messageOf(error) });
      parts.set('config', 'troubled', `the config was not applied: ${explain(error)}`);
      throw error;
    }
    const { plan: now, changes } = await planOf(specs);
    if (plan !== undefined && plan !== now)
      throw new Failure(
        'conflict',
        'the config has changed since its changes were shown; look at them again',
      );
    await desired.replace(specs);
    const removed = observed.declare(desired.specs, here);
    for (const name of removed) states.forget(name);
    const { id } = record('config.applied', null, { by, ...summaryOf(changes) });
    parts.set('config', 'well');
    publishWorkers(
      desired.specs.map((spec) => spec.name),
      removed,
    );
    sendDesired(by);
    return { eventId: id, changes };
  }

  function record(type: string, worker: string | null, data: Record<string, unknown>): FleetEvent {
    const added = events.add({ time: isoTime(clock.now()), type, worker, host: here, data, from: null });
    if (added === null) throw new Error('an event without a sender cannot have been seen before');
    states.event(added, null);
    publish({ kind: 'event', event: added });
    return added;
  }

  function present(): ConnectedAgent {
    if (!agent)
      throw new Failure('agent_away', 'the agent of this machine is not connected; it is being brought back');
    return agent;
  }

  function mustKnow(worker: string): Worker {
    const view = observed.view(worker);
    if (!view) throw new Failure('worker_not_found', `there is no worker "${worker}"`);
    return view;
  }

  function sortOut(workers: readonly string[]): { result: Map<string, Acted>; known: string[] } {
    const result = new Map<string, Acted>();
    const known = workers.filter((worker) => observed.has(worker));
    for (const worker of workers)
      if (!observed.has(worker))
        result.set(worker, { worker, code: 'worker_not_found', detail: `there is no worker "${worker}"` });
    return { result, known };
  }

  function follow(worker: string, on: boolean): void {
    const request: AgentRequest = { do: 'follow-logs', worker, follow: on };
    agent
      ?.ask(request, answerMs.read)
      .catch((error: unknown) => log(`following ${worker}: ${messageOf(error)}`));
  }

  const fleet: RunningFleet = {
    workers: () => observed.views(),
    worker(name) {
      const view = mustKnow(name);
      const spec = observed.spec(name);
      const pingId = desired.pingId(name);
      return {
        ...view,
        spec: specView(spec),
        nextRunAt: spec?.schedule ? view.nextStartAt : null,
        pingUrl: pingId === null || url === null ? null : `${url}/ping/${pingId}`,
      };
    },
    hosts: () => machines.hosts(),
    parts: () => parts.list(),
    agents: () => machines.agents(),
    retention: () => retentionOf(desired.specs),
    eventCount: () => events.count(),
    scrapes: () =>
      desired.specs.flatMap(({ name, declaredAs, metrics }) =>
        metrics ? [{ worker: name, host: here, group: declaredAs, ...metrics }] : [],
      ),
    latestSample: () => (agent ? latestSample : null),
    states(worker, sinceMs) {
      mustKnow(worker);
      return states.query(worker, sinceMs);
    },
    events: (query) => events.query(query),
    eventRates(query) {
      if (query.worker !== undefined) mustKnow(query.worker);
      return events.rates(query);
    },
    errorsSince: (time) => events.errorsSince(time),
    restartsSince: (time) => events.restartsSince(time),
    async act(action, worker, by) {
      mustKnow(worker);
      const to = present();
      const { id } = record(`worker.${action}-requested`, worker, { by });
      await to.ask({ do: action, worker, by }, answerMs.act);
      return { eventId: id };
    },
    async actOnMany(action, workers, by) {
      const to = present();
      const { result, known } = sortOut(workers);
      const eventIds = new Map(
        known.map((worker) => [worker, record(`worker.${action}-requested`, worker, { by }).id]),
      );
      const request: AgentRequest = { do: 'act-on-many', action, workers: known, by };
      const refused = (await to.ask(request, answerMs.act)) as Refusal[];
      for (const [worker, eventId] of eventIds) result.set(worker, { worker, eventId });
      for (const { worker, code, message } of refused) result.set(worker, { worker, code, detail: message });
      return workers.flatMap((worker) => result.get(worker) ?? []);
    },
    async processes(worker) {
      mustKnow(worker);
      const found = (await present().ask({ do: 'processes', worker }, answerMs.read)) as ProcessInfo[];
      return found.map((each) => ({ ...each, command: maskText(each.command) }));
    },
    async checks(worker) {
      mustKnow(worker);
      const checks = (await present().ask({ do: 'checks', worker }, answerMs.read)) as CheckResults[];
      return {
        checks: checks.map(({ weighs, results, ...check }) => ({
          ...check,
          weighs: maskText(weighs),
          results: results.map((result) => ({ ...result, detail: maskText(result.detail) })),
        })),
      };
    },
    async logs(worker, query) {
      mustKnow(worker);
      const page = await present().ask({ do: 'read-logs', worker, ...query }, answerMs.read);
      return page as { lines: LogLine[]; before: string | null };
    },
    async takeLogs(wishes, bounds) {
      const asked = wishes.map(({ worker, from }) => ({
        worker,
        from: from && ([...from] as [number, number]),
      }));
      const request: AgentRequest = { do: 'take-logs', wishes: asked, ...bounds };
      return (await present().ask(request, answerMs.read)) as TakenLogs[];
    },
    followLogs(worker, listener) {
      mustKnow(worker);
      const set = followers.get(worker) ?? new Set();
      followers.set(worker, set);
      set.add(listener);
      if (set.size === 1) follow(worker, true);
      return () => {
        if (!set.delete(listener) || set.size > 0) return;
        followers.delete(worker);
        follow(worker, false);
      };
    },
    heartbeat(worker, sign, exitCode, detail) {
      mustKnow(worker);
      present().send({ kind: 'heartbeat', worker, sign, exitCode, detail });
    },
    progress(worker, counter, value, add) {
      mustKnow(worker);
      present().send({ kind: 'progress', worker, counter, value, add });
    },
    workerOfPing(id) {
      const worker = desired.workerOfPing(id);
      return worker !== null && observed.has(worker) ? worker : null;
    },
    planConfig: async () => planOf(await readSpecs()),
    applyConfig(by, plan) {
      const applied = applying.then(() => applyNow(by, plan));
      applying = applied.catch(() => {});
      return applied;
    },
    record,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async shutDown(keepWorkers, by) {
      record('fleet.shut-down-requested', null, { by, keepWorkers });
      toShutDown = { keepWorkers, by };
      await askToShutDown();
    },
    open: () => agents.listen(),
    ready(address, line) {
      url = address;
      readyLine = line;
      sendDesired('hub');
      sayReady();
    },
    notify(text) {
      log(text);
      agent?.send({ kind: 'notice', text });
    },
    notifyWhenReady: (text) => void notices.push(text),
    part: (name, state, detail) => parts.set(name, state, detail),
    waitingEventsRatio: () => events.waitingRatio(),
    get hasDesired() {
      return desired.version > 0;
    },
    async close() {
      clearInterval(saving);
      local.close();
      for (const timer of graceTimers) clock.clearTimeout(timer);
      await agents.close();
      await events.close();
      await states.close().catch(() => {});
      await memory.save(observed.views()).catch(() => {});
    },
  };
  return fleet;
}

function explain(error: unknown): string {
  const mistakes = error instanceof Failure ? error.errors : [];
  return [messageOf(error), ...mistakes.map(({ path, message }) => `  ${path}: ${message}`)].join('\n');
}

function summaryOf(changes: readonly ConfigChange[]): Record<string, string[]> {
  const summary: Record<string, string[]> = { added: [], removed: [], changed: [] };
  for (const { change, worker } of changes) summary[change]?.push(worker);
  return summary;
}

/** Who asked is a name such as `token:ann`, which looks like a secret and is none. */
function maskData(data: Record<string, unknown>): Record<string, unknown> {
  const { by } = data;
  const isActor = typeof by === 'string' && /^(token|session):/.test(by);
  return { ...maskTexts(data), ...(isActor ? { by } : {}) };
}

/** What people may see of a spec. One that is no longer declared and still stopping has an empty one. */
function specView(spec: WorkerSpec | null): WorkerDetail['spec'] {
  return {
    command: maskCommand(spec?.command ?? []),
    cwd: spec?.cwd ?? '',
    env: maskEnv(spec?.env ?? {}),
    user: spec?.user ?? null,
    dependsOn: spec?.dependsOn ?? [],
    restart: { ...spec?.restart },
    stop: spec?.stop ?? { signal: 'SIGTERM', timeoutMs: 0 },
    health: (spec?.health ?? []).map((check) =>
      check.type === 'http'
        ? { ...check, url: maskText(check.url) }
        : check.type === 'exec'
          ? { ...check, command: maskCommand(check.command) }
          : check,
    ),
    limits: spec?.limits ?? { memoryBytes: null, cpuCores: null, pids: null },
    schedule: spec?.schedule ?? null,
  };
}
