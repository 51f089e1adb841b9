import type { Clock } from '../shared/clock.ts';
import { messageOf } from '../shared/failure.ts';
import type { Home } from '../shared/home.ts';
import {
  type Alerts,
  type FlowSettings,
  openAlerts,
  openRules,
  openSilences,
  parseMatcher,
  type Rule,
  type Rules,
} from './alerts/index.ts';
import type { Errors } from './errors/index.ts';
import type { Config } from './fleet/config/index.ts';
import type { RunningFleet } from './fleet/index.ts';
import { createIncidents, type Incidents } from './incidents/index.ts';
import type { Logs } from './logs/index.ts';
import type { Exchange, Family, MetricsStore } from './metrics/index.ts';
import { openNotifier, type RunningNotifier } from './notify/index.ts';
import { createOnCall, type OnCall } from './oncall/index.ts';
import { createStatusPage, type StatusPage } from './status-page/index.ts';
import { readSetting, type Store, writeSetting } from './store/index.ts';
import { createWatchdog, type Watchdog } from './watchdog/index.ts';

/** From what is wrong to who is told: the rooms of alerts, wired together. */
export interface Alerting {
  alerts: Alerts;
  rules: Rules;
  statusPage: StatusPage;
  notifier: RunningNotifier;
  incidents: Incidents;
  onCall: OnCall;
  /** What waits to be told may go out. */
  begin(): void;
  families(): Family[];
  /** What was applied just now; it is remembered for a hub that is brought back. */
  configure(config: AlertingConfig): void;
  /** From the last to the first, so that each still finds what it works with. */
  close(): Promise<void>;
}

/** Rules remember themselves what was applied last. */
type AlertingConfig = Pick<Config, 'alerts' | 'alertFlow' | 'notify' | 'teams' | 'statusPage' | 'watchdog'>;
type Remembered = Omit<AlertingConfig, 'alerts'>;

const settingKey = 'alerting';
const nothing: Remembered = {
  alertFlow: { inhibit: [], holdMs: 30_000 },
  notify: {
    channels: {},
    url: null,
    language: 'en',
    timezone: 'UTC',
    routes: null,
    quietHours: [],
    graceMs: { critical: 0, warning: 0, info: 0 },
    remindMs: { critical: null, warning: null, info: null },
    digest: null,
  },
  teams: [],
  statusPage: null,
  watchdog: { heartbeat: null },
};
/** So much of a worker's output may wait to be read before some is left out. */
const behindBytesOfOne = 4 * 1024 * 1024;

export async function openAlerting(options: {
  home: Home;
  store: Store;
  fleet: RunningFleet;
  metrics: MetricsStore;
  exchange: Pick<Exchange, 'series' | 'sink'>;
  errors: Errors;
  logs: Pick<Logs, 'feed'>;
  clock: Clock;
  /** Where the hub answers. */
  hubUrl: () => string;
  /** What was applied with this start; null: what was applied last. */
  config: AlertingConfig | null;
  log: (text: string) => void;
}): Promise<Alerting> {
  const { home, store, fleet, metrics, exchange, errors, logs, clock, hubUrl, log } = options;
  const part: Watched['part'] = (name, state, detail) => fleet.part(name, state, detail);
  const watchdog = createWatchdog({ fleet, part, sink: exchange.sink, clock, log, folder: home.root });
  watchQueues(watchdog, { fleet, errors, logs });
  const rules = await openRules({
    store,
    metrics,
    series: exchange.series,
    fleet,
    clock,
    log,
    settings: options.config?.alerts ?? null,
    isBlind: (isOfFleet) => (isOfFleet ? watchdog.blindTo() : watchdog.unsteady()) !== null,
  });
  const { evaluation } = rules;
  const known: Remembered = options.config ?? {
    ...nothing,
    ...(JSON.parse(readSetting(store, settingKey) ?? '{}') as object),
  };
  const silences = await openSilences({ store, fleet, clock, log });
  const alerts = await openAlerts({
    store,
    fleet,
    evaluation,
    silences,
    clock,
    log,
    part,
    settings: toFlowSettings(known.alertFlow),
  });
  watchdog.watchStep('evaluation', () => evaluation.lagMs());
  watchdog.watchStep('alerts', () => alerts.lagMs());
  const statusPage = createStatusPage({
    fleet,
    source: exchange.series,
    troubles: () => incidents.troubles(),
    clock,
    log,
  });

  const notifier = await openNotifier({
    store,
    fleet,
    part,
    series: exchange.series,
    clock,
    hubUrl,
    log,
  });
  watchdog.watchQueue('notices', () => notifier.waitingRatio());

  const onCall = createOnCall({ store, clock });
  const incidents = createIncidents({
    store,
    clock,
    log,
    fleet,
    alerts,
    onCall,
    notifier,
    errorsOf: (worker, sinceMs) => newestErrors(errors, worker, sinceMs),
    isHealable: (name) => isHealable(ruleOf(rules, name)),
    chartOf: (rule, labels) => rules.chartOf(rule, labels),
    silence: (labels, rule, by) => silenceAlike(alerts, { labels, rule, by, nowMs: clock.now() }),
  });
  notifier.setLinkTarget(incidents.linkTarget);
  watchdog.watchStep('incidents', () => incidents.lag().oldestMs ?? 0);
  watchdog.watchStep('delivery', () => notifier.lagMs());

  function configure({ alertFlow, notify, teams, statusPage: page, watchdog: dog }: Remembered): void {
    alerts.configure(toFlowSettings(alertFlow));
    statusPage.configure(page);
    watchdog.configure(dog);
    const { channels, url, ...routing } = notify;
    void notifier.configure({ channels, url, language: routing.language, timezone: routing.timezone });
    incidents.configure({
      routing,
      teams,
      channels: Object.entries(channels).map(([name, { language = routing.language }]) => ({
        name,
        language,
      })),
    });
  }
  function remember({ alertFlow, notify, teams, statusPage, watchdog }: Remembered): void {
    const kept: Remembered = { alertFlow, notify, teams, statusPage, watchdog };
    const value = JSON.stringify(kept);
    writeSetting(store, settingKey, value).catch((error: unknown) =>
      log(`what was applied cannot be remembered: ${messageOf(error)}`),
    );
  }
  if (options.config) remember(options.config);
  configure(known);

  return {
    alerts,
    rules,
    notifier,
    incidents,
    onCall,
    statusPage,
    families: () => [evaluation, alerts, notifier, watchdog].flatMap((room) => room.families()),
    begin() {
      incidents.begin();
      notifier.begin();
    },
    configure(config) {
      configure(config);
      remember(config);
      rules.book
        .configure(config.alerts)
        .catch((error: unknown) => log(`rules cannot be remembered: ${messageOf(error)}`));
    },
    async close() {
      await incidents.close();
      await notifier.close();
      await alerts.close();
      await silences.close();
      await rules.close();
      watchdog.close();
    },
  };
}

function toFlowSettings({ inhibit, holdMs }: Config['alertFlow']): FlowSettings {
  const read = (texts: readonly string[]) => texts.flatMap((text) => parseMatcher(text) ?? []);
  return {
    inhibit: inhibit.map(({ source, target, equal }) => ({
      source: read(source),
      target: read(target),
      equal,
    })),
    holdMs,
  };
}

type Watched = Pick<RunningFleet, 'part' | 'waitingEventsRatio' | 'workers'>;

function watchQueues(
  watchdog: Watchdog,
  { fleet, errors, logs }: { fleet: Watched; errors: Errors; logs: Pick<Logs, 'feed'> },
): void {
  watchdog.watchQueue('events', () => fleet.waitingEventsRatio());
  watchdog.watchQueue('errors', () => errors.waitingRatio());
  watchdog.watchQueue(
    'logs',
    () => logs.feed.behindBytes() / (behindBytesOfOne * Math.max(1, fleet.workers().length)),
  );
}

function ruleOf({ book }: Rules, name: string): Rule | null {
  return book.all().find(({ rule }) => rule.name === name)?.rule ?? null;
}

/** No restart makes a kind of errors unseen, or lets a heartbeat come that somebody else sends. */
function isHealable(rule: Rule | null): boolean {
  return rule?.kind === 'metric' || (rule?.kind === 'event' && !rule.on.startsWith('error.'));
}

const errorsShown = 3;
const silencedMs = 4 * 3_600_000;

/** Kinds of errors that a worker reported since then, but for its ends, which the fleet tells itself. */
function newestErrors(errors: Pick<Errors, 'groups'>, worker: string, sinceMs: number) {
  return errors
    .groups({ worker, sinceMs, sort: 'lastSeen', limit: errorsShown * 2 })
    .groups.filter(({ kind }) => kind !== 'exit')
    .slice(0, errorsShown)
    .map(({ id, title, category, lastSeen }) => ({
      group: id,
      title,
      category,
      lastSeenMs: Date.parse(lastSeen),
    }));
}

/** For somebody who follows the link in a message: the like of this alert is not told for a few hours. */
async function silenceAlike(
  alerts: Alerts,
  about: { labels: Readonly<Record<string, string>>; rule: string | null; by: string; nowMs: number },
): Promise<void> {
  const { labels, rule, by, nowMs } = about;
  const names = ['worker', 'host'].filter((name) => labels[name] !== undefined);
  const matchers = [
    ...(rule === null ? [] : [{ name: 'alertname', op: '=' as const, value: rule }]),
    ...names.map((name) => ({ name, op: '=' as const, value: labels[name] ?? '' })),
  ];
  if (matchers.length === 0) return;
  const endsAt = new Date(nowMs + silencedMs).toISOString();
  await alerts.silences.create({ matchers, endsAt, comment: 'by the link in a message' }, by);
}
