import type { WebSocket } from 'ws';
import { type Clock, isoTime, type Timer } from '../../../shared/clock.ts';
import { Failure } from '../../../shared/failure.ts';
import type { Alert, Alerts, AlertsDelta } from '../../alerts/index.ts';
import type { Errors } from '../../errors/index.ts';
import type { Fleet, FleetEvent, System, Worker } from '../../fleet/index.ts';
import type { Incidents } from '../../incidents/index.ts';
import type { Logs, LogsFilter } from '../../logs/index.ts';
import type { Access, Identity } from '../auth/index.ts';
import { closeCodes, Connection, type ConnectionLimits } from './connection.ts';
import { logLiveQuery } from '../schema.ts';
import { logsFilterOf } from '../routes/index.ts';
import { type LogTopic, openLogTopic } from './log-topic.ts';
import { openRecordsTopic } from './records-topic.ts';
import { Topic } from './topic.ts';

export interface LiveLimits extends ConnectionLimits {
  connections: number;
  logTopics: number;
  pingMs: number;
  /** A log that nobody watches is followed for this long, so that a page that reloads goes on where it was. */
  lingerMs: number;
}

const usualLimits: LiveLimits = {
  bufferBytes: 1024 * 1024,
  stalledMs: 30_000,
  topics: 20,
  connections: 1_000,
  logTopics: 100,
  pingMs: 20_000,
  lingerMs: 30_000,
};

export interface Live {
  /** Throws when there are too many connections; called before the upgrade. */
  assertRoom(): void;
  accept(socket: WebSocket, identity: Identity): void;
  connections(): number;
  /** Says goodbye; who does not answer within a second is cut off. */
  close(): Promise<void>;
}

/** Changes that come at once are told together, at the latest after this. */
const coalesceMs = 40;
const tickMs = 1_000;
const goodbyeMs = 1_000;
const eventsInSnapshot = 50;
const errorsInSnapshot = 50;
const incidentsInSnapshot = 100;
const alertsAtOnce = 200;
/** Alerts that change again and again are told together. */
const alertsEveryMs = 250;

export function createLive(options: {
  fleet: Fleet;
  logs: Pick<Logs, 'store'>;
  errors: Pick<Errors, 'newest' | 'onChange'>;
  alerts: Pick<Alerts, 'alerts' | 'counts' | 'onChange'>;
  incidents: Pick<Incidents, 'newest' | 'onChange'>;
  access: Access;
  clock: Clock;
  system: () => System;
  log: (what: string, error: unknown) => void;
  limits?: Partial<LiveLimits>;
}): Live {
  const { fleet, access, clock, system } = options;
  const limits = { ...usualLimits, ...options.limits };
  const connections = new Set<Connection>();
  const logs = new Map<string, { opening: Promise<LogTopic>; users: number; linger: Timer | undefined }>();

  let changed = new Map<string, Worker>();
  let removed = new Set<string>();
  let happened: FleetEvent[] = [];
  /** The newest events, once someone asked for them: a snapshot must hold exactly what was told before it. */
  let recent: FleetEvent[] | null = null;
  let flushTimer: Timer | undefined;
  let flushedAt = Number.NEGATIVE_INFINITY;

  const monotonic = () => clock.monotonic();
  const topic = (name: string, read: () => unknown) => new Topic({ name, read, monotonic });
  const workers = topic('workers', () => ({ workers: fleet.workers() }));
  const samples = topic('samples', () => fleet.latestSample());
  const systems = topic('system', system);
  const events = topic('events', () => {
    recent ??= fleet.events({ limit: eventsInSnapshot }).events.toReversed();
    return { events: recent };
  });
  const errors = topic('errors', () => ({
    changed: options.errors.newest(errorsInSnapshot),
    removed: [],
    more: false,
    toldAt: isoTime(clock.now()),
  }));
  const alerts = topic('alerts', (): AlertsDelta => {
    const { next, counts, ...page } = options.alerts.alerts({ state: ['firing'], limit: alertsAtOnce });
    return { changed: page.alerts, counts, more: next !== null };
  });
  const incidents = topic('incidents', () => options.incidents.newest(incidentsInSnapshot));
  const fixed = new Map(
    [workers, samples, events, errors, alerts, incidents, systems].map((topic) => [topic.name, topic]),
  );

  const flush = () => {
    clock.clearTimeout(flushTimer);
    flushTimer = undefined;
    flushedAt = clock.monotonic();
    if (changed.size > 0 || removed.size > 0) {
      const delta = { changed: [...changed.values()], removed: [...removed] };
      changed = new Map();
      removed = new Set();
      workers.publish(() => delta);
    }
    if (happened.length > 0) {
      const delta = { events: happened };
      happened = [];
      recent = recent && [...recent, ...delta.events].slice(-eventsInSnapshot);
      events.publish(() => delta);
    }
  };
  /** The first change after a quiet time goes out at once. */
  const flushSoon = () => {
    flushTimer ??= clock.setTimeout(flush, Math.max(0, flushedAt + coalesceMs - clock.monotonic()));
  };

  const stopListening = fleet.onChange((change) => {
    switch (change.kind) {
      case 'workers':
        for (const worker of change.changed) {
          changed.set(worker.name, worker);
          removed.delete(worker.name);
        }
        for (const name of change.removed) {
          removed.add(name);
          changed.delete(name);
        }
        return flushSoon();
      case 'event':
        happened.push(change.event);
        return flushSoon();
      case 'sample':
        samples.publish(() => change.sample);
        // The figures in the list come with the samples; only a new snapshot must have them, too.
        return workers.refresh();
      case 'parts':
        return systems.publish(system);
    }
  });

  const stopListeningToErrors = options.errors.onChange((delta) => errors.publish(() => delta));

  const stopListeningToIncidents = options.incidents.onChange((delta) => incidents.publish(() => delta));

  let changedAlerts = new Map<string, Alert>();
  let alertsTimer: Timer | undefined;
  let alertsToldAt = Number.NEGATIVE_INFINITY;
  const tellAlerts = () => {
    clock.clearTimeout(alertsTimer);
    alertsTimer = undefined;
    if (changedAlerts.size === 0) return;
    alertsToldAt = clock.monotonic();
    const all = [...changedAlerts.values()];
    changedAlerts = new Map();
    alerts.publish(
      (): AlertsDelta => ({
        changed: all.slice(-alertsAtOnce),
        counts: options.alerts.counts(),
        more: all.length > alertsAtOnce,
      }),
    );
  };
  const stopListeningToAlerts = options.alerts.onChange((changed) => {
    for (const alert of changed) changedAlerts.set(alert.id, alert);
    alertsTimer ??= clock.setTimeout(
      tellAlerts,
      Math.max(0, alertsToldAt + alertsEveryMs - clock.monotonic()),
    );
  });

  const joinLog = async (name: string, open: () => Promise<LogTopic>): Promise<Topic> => {
    let log = logs.get(name);
    if (!log) {
      if (logs.size >= limits.logTopics)
        throw new Failure('too_many_requests', 'too many logs are being watched');
      log = { opening: open(), users: 0, linger: undefined };
      logs.set(name, log);
    }
    clock.clearTimeout(log.linger);
    log.users += 1;
    try {
      return (await log.opening).topic;
    } catch (error) {
      if (logs.get(name) === log) logs.delete(name);
      if (!(error instanceof Failure)) options.log(`following ${name}`, error);
      throw error;
    }
  };

  const endLog = (name: string) => {
    const log = logs.get(name);
    logs.delete(name);
    clock.clearTimeout(log?.linger);
    log?.opening.then((opened) => opened.close()).catch(() => {}); // whoever joined was told
  };

  const topics = {
    join: async (name: string): Promise<Topic> => {
      const topic = fixed.get(name);
      // What waits to be told is part of the snapshot that follows, so it must not come again afterwards.
      if (topic) {
        flush();
        tellAlerts();
        return topic;
      }
      if (name.startsWith('logs:')) {
        const worker = name.slice('logs:'.length);
        fleet.worker(worker);
        return joinLog(name, () => openLogTopic(fleet, worker, monotonic));
      }
      if (name.startsWith('logs?')) {
        const filter = liveFilterOf(name.slice('logs?'.length), clock);
        return joinLog(name, () => openRecordsTopic(options.logs, name, filter, monotonic));
      }
      throw new Failure('not_found', `topics are ${[...fixed.keys()].join(', ')}, logs:NAME and logs?QUERY`);
    },
    leave: (topic: Topic) => {
      if (fixed.has(topic.name)) return;
      const log = logs.get(topic.name);
      if (!log) return;
      log.users -= 1;
      if (log.users === 0) log.linger = clock.setTimeout(() => endLog(topic.name), limits.lingerMs);
    },
  };

  let pingDue = clock.monotonic() + limits.pingMs;
  const tick = () => {
    flush();
    systems.publish(system);
    const pings = clock.monotonic() >= pingDue;
    if (pings) pingDue = clock.monotonic() + limits.pingMs;
    for (const connection of connections) {
      if (!access.isStillValid(connection.identity)) {
        connection.close(closeCodes.sessionEnded, 'the session or token has ended');
        continue;
      }
      connection.tick();
      if (pings) connection.ping();
    }
    tickTimer = clock.setTimeout(tick, tickMs);
  };
  let allGone = () => {};
  let tickTimer = clock.setTimeout(tick, tickMs);

  return {
    assertRoom() {
      if (connections.size >= limits.connections) {
        throw new Failure('too_many_requests', `at most ${limits.connections} live connections`);
      }
    },
    accept(socket, identity) {
      const connection = new Connection({ socket, identity, topics, limits, monotonic });
      connections.add(connection);
      socket.on('close', () => {
        connections.delete(connection);
        if (connections.size === 0) allGone();
      });
    },
    connections: () => connections.size,
    async close() {
      stopListening();
      stopListeningToErrors();
      stopListeningToAlerts();
      stopListeningToIncidents();
      clock.clearTimeout(alertsTimer);
      clock.clearTimeout(flushTimer);
      clock.clearTimeout(tickTimer);
      for (const name of logs.keys()) endLog(name);
      if (connections.size === 0) return;
      const gone = new Promise<void>((resolve) => {
        allGone = resolve;
      });
      for (const connection of connections) {
        connection.close(closeCodes.goingAway, 'Yagura is ending or restarting');
      }
      const cutOff = clock.setTimeout(() => {
        for (const connection of connections) connection.terminate();
      }, goodbyeMs);
      await gone;
      clock.clearTimeout(cutOff);
    },
  };
}

function liveFilterOf(query: string, clock: Clock): LogsFilter {
  const { data, error } = logLiveQuery.safeParse(Object.fromEntries(new URLSearchParams(query)));
  if (!data) throw new Failure('bad_request', error.issues[0]?.message ?? 'the query is not valid');
  return logsFilterOf(data, clock);
}
