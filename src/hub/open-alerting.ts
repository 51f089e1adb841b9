import type { Clock } from '../shared/clock.ts';
import { messageOf } from '../shared/failure.ts';
import type { Home } from '../shared/home.ts';
import { type Alerts, openAlerts, openSilences } from './alerts/index.ts';
import type { Errors } from './errors/index.ts';
import type { Config } from './fleet/config/index.ts';
import type { RunningFleet } from './fleet/index.ts';
import type { Logs } from './logs/index.ts';
import type { Exchange, Family } from './metrics/index.ts';
import { openNotifier, type RunningNotifier } from './notify/index.ts';
import { createStatusPage, type StatusPage } from './status-page/index.ts';
import { readSetting, type Store, writeSetting } from './store/index.ts';
import { createWatchdog, type Watchdog } from './watchdog/index.ts';

/** From what is wrong to who is told: the rooms of alerts, wired together. */
export interface Alerting {
  alerts: Alerts;
  statusPage: StatusPage;
  notifier: RunningNotifier;
  /** What waits to be told may go out. */
  begin(): void;
  families(): Family[];
  /** What was applied just now; it is remembered for a hub that is brought back. */
  configure(config: AlertingConfig): void;
  /** From the last to the first, so that each still finds what it works with. */
  close(): Promise<void>;
}

type AlertingConfig = Pick<Config, 'notify' | 'statusPage' | 'watchdog'>;

const settingKey = 'alerting';
const nothing: AlertingConfig = {
  notify: { channels: {}, url: null, language: 'en' },
  statusPage: null,
  watchdog: { heartbeat: null },
};
/** So much of a worker's output may wait to be read before some is left out. */
const behindBytesOfOne = 4 * 1024 * 1024;

export async function openAlerting(options: {
  home: Home;
  store: Store;
  fleet: RunningFleet;
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
  const { home, store, fleet, exchange, errors, logs, clock, hubUrl, log } = options;
  const part: Watched['part'] = (name, state, detail) => fleet.part(name, state, detail);
  const watchdog = createWatchdog({ fleet, part, sink: exchange.sink, clock, folder: home.root });
  watchQueues(watchdog, { fleet, errors, logs });
  const silences = await openSilences({ store, fleet, clock, log });
  const alerts = await openAlerts({
    store,
    fleet,
    evaluation: { conditions: () => [], onChange: () => () => {} },
    silences,
    clock,
    log,
    part,
  });
  const statusPage = createStatusPage({
    fleet,
    source: exchange.series,
    troubles: () => [],
    clock,
    log,
  });

  const notifier = await openNotifier({ store, fleet, part, clock, hubUrl, log });
  watchdog.watchQueue('notices', () => notifier.waitingRatio());

  function configure({ notify, statusPage: page, watchdog: dog }: AlertingConfig): void {
    statusPage.configure(page);
    watchdog.configure(dog);
    void notifier.configure(notify);
  }
  function remember({ notify, statusPage: page, watchdog: dog }: AlertingConfig): void {
    const value = JSON.stringify({ notify, statusPage: page, watchdog: dog } satisfies AlertingConfig);
    writeSetting(store, settingKey, value).catch((error: unknown) =>
      log(`what was applied cannot be remembered: ${messageOf(error)}`),
    );
  }
  if (options.config) remember(options.config);
  configure(
    options.config ?? { ...nothing, ...(JSON.parse(readSetting(store, settingKey) ?? '{}') as object) },
  );

  return {
    alerts,
    notifier,
    statusPage,
    families: () => [alerts, notifier, watchdog].flatMap((room) => room.families()),
    begin: () => notifier.begin(),
    configure(config) {
      configure(config);
      remember(config);
    },
    async close() {
      await notifier.close();
      await alerts.close();
      await silences.close();
      watchdog.close();
    },
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
