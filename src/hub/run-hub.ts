import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isoTime, systemClock } from '../shared/clock.ts';
import { errnoOf, Failure, messageOf } from '../shared/failure.ts';
import type { Home } from '../shared/home.ts';
import { takeHomeLock } from '../shared/home-lock.ts';
import { type OwnLog, openOwnLog } from '../shared/own-log.ts';
import { keepHeapSmall } from '../shared/small-heap.ts';
import { readUpRequest, type UpRequest } from '../shared/up-request.ts';
import { version } from '../shared/version.ts';
import { mistakesOf } from './alerts/index.ts';
import type { Config } from './fleet/config/index.ts';
import { createErrors, type Errors, errorsFromLogs } from './errors/index.ts';
import { openSentry, type Sentry, type SentrySettings } from './errors/sentry/index.ts';
import { type Logs, type LogsSettings, openLogs, usualRetention, usualScrub } from './logs/index.ts';
import { brokenDatabase, createFleet, type RunningFleet } from './fleet/index.ts';
import {
  createMetricsStore,
  createTowerFigures,
  createTowerHistory,
  type Exchange,
  type MetricsStore,
  openExchange,
  type Retention,
  type TowerFigures,
} from './metrics/index.ts';
import { type Alerting, openAlerting } from './open-alerting.ts';
import { createServer } from './server/index.ts';
import { openStore, readSetting, type Store, writeSetting } from './store/index.ts';

export interface HubOptions {
  home: Home;
}

const usageExit = 2;
const dayMs = 86_400_000;
const backupCheckMs = 600_000;
const defaults = { host: '127.0.0.1', port: 8910 };
/** After a repair, the page says so for this long. */
const repairedForMs = 3_600_000;

/** Runs until the agent leaves or a signal comes, and answers the exit code; 2 when it cannot do what was asked. */
export async function runHub({ home }: HubOptions): Promise<number> {
  process.umask(0o077);
  const log = openOwnLog(join(home.ownLogs, 'hub.log'));
  const lock = await takeHomeLock({
    root: home.root,
    role: 'hub',
    holderFile: home.hubHolder,
    since: isoTime(systemClock.now()),
  });
  if ('heldBy' in lock) {
    log.warn(`another hub works for this home (pid ${lock.heldBy?.pid ?? 'unknown'}); this one ends`);
    return 1;
  }
  rmSync(home.hubFailure, { force: true });
  try {
    const exitCode = await serve(home, log, (url) => lock.describe({ url }));
    log.info('ended');
    return exitCode;
  } catch (error) {
    const text = explain(error);
    log.error(text);
    const isAnswer = error instanceof Failure && error.code !== 'storage_unavailable';
    if (isAnswer) writeFileSync(home.hubFailure, `${text}\n`, { mode: 0o600 });
    return isAnswer ? usageExit : 1;
  } finally {
    lock.release();
    log.close();
  }
}

async function serve(home: Home, log: OwnLog, describe: (url: string) => void): Promise<number> {
  const clock = systemClock;
  const request = readUpRequest(home);
  if (!request) throw new Failure('not_found', `${home.upRequest} is missing: start Yagura with "yagura up"`);
  let finish: (exitCode: number) => void = () => {};
  const finished = new Promise<number>((resolve) => {
    finish = resolve;
  });
  const store = await openStore({
    home,
    clock,
    onCorrupt(detail) {
      log.error(`the database is broken: ${detail}; starting again to repair it`);
      setImmediate(() => process.exit(1));
    },
  });
  // `--home` counts in the config too, as if the environment had said so.
  const env = { ...process.env, YAGURA_HOME: home.root };
  const read = async () => {
    const { demoConfigPath, readConfig } = await import('./fleet/config/index.ts');
    return (await readConfig(request.configPath ?? demoConfigPath, { env, checkRule: mistakesOf })).config;
  };
  let retention: Retention | null = null;
  let sentrySettings: SentrySettings | null = null;
  let logsSettings: LogsSettings | null = null;
  let alertingConfig: Config | null = null;
  const fleet = await createFleet({
    home,
    store,
    clock,
    async readSpecs() {
      const config = await read();
      ({ retention, sentry: sentrySettings, logs: logsSettings } = config);
      alertingConfig = config;
      return config.workers;
    },
    onAgentLeft: () => finish(0),
    log: (text) => log.info(text),
  });
  const metrics = await createMetricsStore({
    path: home.metrics,
    clock,
    log: (text) => log.info(text),
  });
  const declareProjects = () => {
    if (sentrySettings) void sentry?.declare(sentrySettings).catch(() => {});
  };
  fleet.onChange((change) => {
    if (change.kind !== 'event' || change.event.type !== 'config.applied') return;
    if (retention) metrics.setRetention(retention);
    declareProjects();
    if (alertingConfig) alerting?.configure(alertingConfig);
    if (!logsSettings) return;
    logs?.configure(logsSettings);
    void writeSetting(store, logsKey, JSON.stringify(logsSettings)).catch(() => {});
  });
  let exchange: Exchange | undefined;
  let figures: TowerFigures | undefined;
  let errors: Errors | undefined;
  let sentry: Sentry | undefined;
  let logs: Logs | undefined;
  let alerting: Alerting | undefined;
  let hubUrl = '';
  const onSignal = () => finish(0);
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  try {
    reportStore(store, fleet, log);
    reportMetrics(metrics, fleet, log);
    const { address, metrics: settings } = await settle({ request, fleet, store, read, log });
    exchange = await openExchange({
      sink: metrics,
      source: metrics,
      sourceSince: () => metrics.wholeSince(),
      settings,
      home,
      fleet,
      clock,
      part: (name, state, detail) => fleet.part(name, state, detail),
    });
    figures = await createTowerFigures({ fleet, sink: exchange.sink, source: metrics, clock });
    const { intake, scraper: scrapes, series } = exchange;
    errors = await createErrors({
      path: home.errors,
      clock,
      log: (text) => log.info(text),
      fleet,
      sink: exchange.sink,
    });
    reportErrors(errors, fleet, log);
    logs = await openLogs({
      home,
      fleet,
      clock,
      settings: logsSettings ?? logsSettingsOfLastTime(store),
      errors: errorsFromLogs(errors),
      sink: exchange.sink,
      log: (text) => log.info(text),
      part: (name, state, detail) => fleet.part(name, state, detail),
    });
    sentry = openSentry({
      home,
      store,
      fleet,
      errors,
      scrub: logs.scrub,
      clock,
      log: (text) => log.info(text),
    });
    declareProjects();
    alerting = await openAlerting({
      home,
      store,
      fleet,
      metrics,
      exchange,
      errors,
      logs,
      clock,
      hubUrl: () => hubUrl,
      config: alertingConfig,
      log: (text) => log.info(text),
    });
    const pages = [figures, exchange, metrics, errors, sentry, logs, alerting];
    const server = await createServer({
      fleet,
      errors,
      alerts: alerting.alerts,
      incidents: alerting.incidents,
      onCall: alerting.onCall,
      rules: alerting.rules,
      logs,
      store,
      intake,
      figures: { families: () => pages.flatMap((page) => page.families()) },
      history: createTowerHistory({ fleet, source: metrics, clock }),
      metrics,
      scrapes,
      series,
      sentry,
      statusPage: alerting.statusPage,
      notifier: alerting.notifier,
      home,
      host: address.host,
      port: address.port === 0 ? portOfLastTime(store, request) : address.port,
      version,
      names: address.names,
      tls: address.tls ?? undefined,
      insecure: request.insecure,
      clock,
      log: (what, error) => log.error(`${what}: ${explain(error)}`),
    });
    const { url } = await server.listen();
    hubUrl = url;
    await fleet.open();
    exchange.begin();
    logs.feed.begin();
    alerting.begin();
    describe(url);
    await writeSetting(store, urlKey, `${request.id} ${url}`).catch(() => {});
    fleet.ready(url, `Yagura runs at ${url}. Log in once, within 10 minutes: ${server.loginLink()}`);
    log.info(
      `hub ${version} answers at ${url} after ${Math.round(performance.now())} ms, pid ${process.pid}`,
    );
    keepHeapSmall(); // not before: cleaning a small heap again and again is a tenth of a start
    // After a weekend off; a new home has nothing yet that is worth it.
    if (store.newestBackupAt() !== null) void backUpDaily(store, fleet, log);
    const backups = setInterval(() => void backUpDaily(store, fleet, log), backupCheckMs);
    const exitCode = await finished;
    clearInterval(backups);
    await server.close();
    await store.backUp().catch((error: unknown) => log.warn(`no backup could be made: ${messageOf(error)}`));
    return exitCode;
  } finally {
    await alerting
      ?.close()
      .catch((error: unknown) => log.error(`alerting could not end: ${messageOf(error)}`));
    await fleet.close();
    figures?.close();
    await logs?.close();
    await sentry?.close();
    await errors?.close();
    await exchange?.close();
    await metrics.close();
    await store.close();
    process.off('SIGTERM', onSignal);
    process.off('SIGINT', onSignal);
  }
}

const urlKey = 'url';
const addressKey = 'address';
const logsKey = 'logs';
const noExchange: Config['metrics'] = { statsd: null, store: null };

type Address = Config['server'];

/** What of the config takes effect with a start. */
interface Settled {
  address: Address;
  metrics: Config['metrics'];
}

/**
 * Each `yagura up` reads the config once. A hub that is brought back works by what was applied last: an edit that nobody applied yet must
 * not take effect by accident. Without anything to go on with, a config with mistakes ends the start.
 */
async function settle(context: {
  request: UpRequest;
  fleet: RunningFleet;
  store: Store;
  read: () => Promise<Config>;
  log: OwnLog;
}): Promise<Settled> {
  const { request, fleet, store, read, log } = context;
  const known = JSON.parse(readSetting(store, addressKey) ?? '{}') as { upId?: string } & Partial<Settled>;
  const { address: before, metrics = noExchange } = known;
  if (fleet.hasDesired && before && known.upId === request.id) return { address: before, metrics };
  const wanted = ({ host, port, names, tls }: Address): Address => ({
    host: request.host ?? host,
    port: request.port ?? port,
    names,
    tls,
  });
  try {
    const { server, metrics } = await read();
    await fleet.applyConfig('yagura up');
    const settled: Settled = { address: wanted(server), metrics };
    await writeSetting(store, addressKey, JSON.stringify({ upId: request.id, ...settled })).catch(() => {});
    return settled;
  } catch (error) {
    if (!fleet.hasDesired || !(error instanceof Failure)) throw error;
    const text = `the config has mistakes; running by what was applied before. ${explain(error)}`;
    log.error(text);
    fleet.part('config', 'troubled', text);
    fleet.notifyWhenReady(`Careful: ${text}`);
    return { address: wanted(before ?? { ...defaults, names: [], tls: null }), metrics };
  }
}

/** With port 0 the system chose one; workers know it, so a hub that is brought back asks for the same. */
function portOfLastTime(store: Store, request: UpRequest): number {
  const [upId, url] = (readSetting(store, urlKey) ?? '').split(' ');
  return upId === request.id && url ? Number(new URL(url).port) : 0;
}

function logsSettingsOfLastTime(store: Store): LogsSettings {
  const known = JSON.parse(readSetting(store, logsKey) ?? '{}') as Partial<LogsSettings>;
  return { retention: known.retention ?? usualRetention, scrub: known.scrub ?? usualScrub };
}

function reportStore(store: Store, fleet: RunningFleet, log: OwnLog): void {
  const { repaired } = store;
  if (repaired) {
    const instead = repaired.from
      ? `the backup ${repaired.from} stands in its place`
      : 'there was no sound backup, so it begins anew';
    const moved = repaired.movedTo ? `it was moved to ${repaired.movedTo}, and ` : '';
    const text = `${brokenDatabase} (${repaired.damage}); ${moved}${instead}`;
    log.error(text);
    process.stderr.write(`${text}\n`);
    fleet.record('database.repaired', null, { ...repaired });
    fleet.part('database', 'troubled', text);
    fleet.notifyWhenReady(`Careful: ${text}`);
    setTimeout(() => fleet.part('database', 'well'), repairedForMs).unref();
  }
  store.onHealth(({ state, detail }) => {
    log.warn(`the database is ${state}: ${detail}`);
    fleet.part('database', state, detail);
    fleet.record(`database.${state}`, null, { detail });
  });
}

function reportMetrics(metrics: MetricsStore, fleet: RunningFleet, log: OwnLog): void {
  const tell = ({ state, detail }: ReturnType<MetricsStore['health']>) => {
    log.warn(`the figures are ${state}: ${detail}`);
    fleet.part('metrics', state, detail);
  };
  if (metrics.health().state === 'troubled') tell(metrics.health());
  metrics.onHealth(tell);
}

function reportErrors(errors: Errors, fleet: RunningFleet, log: OwnLog): void {
  const tell = ({ state, detail }: ReturnType<Errors['health']>) => {
    log.warn(`the file of errors is ${state}: ${detail}`);
    fleet.part('errors', state, detail);
  };
  if (errors.health().state === 'troubled') tell(errors.health());
  errors.onHealth(tell);
}

async function backUpDaily(store: Store, fleet: RunningFleet, log: OwnLog): Promise<void> {
  const newest = store.newestBackupAt();
  if (newest !== null && systemClock.now() - newest < dayMs) return;
  try {
    fleet.record('database.backed-up', null, { file: await store.backUp() });
  } catch (error) {
    log.warn(`no backup could be made: ${messageOf(error)}`);
  }
}

function explain(error: unknown): string {
  if (error instanceof Failure) {
    return [error.message, ...error.errors.map(({ path, message }) => `  ${path}: ${message}`)].join('\n');
  }
  const errno = errnoOf(error);
  return error instanceof Error ? (error.stack ?? error.message) : (errno ?? messageOf(error));
}
