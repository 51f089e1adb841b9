import type { Clock } from '../shared/clock.ts';
import { messageOf } from '../shared/failure.ts';
import type { Home } from '../shared/home.ts';
import { type Alerts, openAlerts, openSilences } from './alerts/index.ts';
import type { Errors } from './errors/index.ts';
import type { Config } from './fleet/config/index.ts';
import type { RunningFleet } from './fleet/index.ts';
import type { Logs } from './logs/index.ts';
import type { Exchange, Family } from './metrics/index.ts';
import { createStatusPage, type StatusPage } from './status-page/index.ts';
import { readSetting, type Store, writeSetting } from './store/index.ts';
import { createWatchdog, type Watchdog } from './watchdog/index.ts';

/** From what is wrong to who is told: the rooms of alerts, wired together. */
export interface Alerting {
  alerts: Alerts;
  statusPage: StatusPage;
  families(): Family[];
  /** What was applied just now; it is remembered for a hub that is brought back. */
  configure(config: AlertingConfig): void;
  /** From the last to the first, so that each still finds what it works with. */
  close(): Promise<void>;
}

type AlertingConfig = Pick<Config, 'statusPage' | 'watchdog'>;

const settingKey = 'alerting';
const nothing: AlertingConfig = { statusPage: null, watchdog: { heartbeat: null } };
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
  /** What was applied with this start; null: what was applied last. */
  config: AlertingConfig | null;
  log: (text: string) => void;
}): Promise<Alerting> {
  const { home, store, fleet, exchange, errors, logs, clock, log } = options;
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

  function configure({ statusPage: page, watchdog: dog }: AlertingConfig): void {
    statusPage.configure(page);
    watchdog.configure(dog);
  }
  configure(
    options.config ?? { ...nothing, ...(JSON.parse(readSetting(store, settingKey) ?? '{}') as object) },
  );

  return {
    alerts,
    statusPage,
    families: () => [alerts, watchdog].flatMap((room) => room.families()),
    configure(config) {
      configure(config);
      const { statusPage: page, watchdog: dog } = config;
      const value = JSON.stringify({ statusPage: page, watchdog: dog } satisfies AlertingConfig);
      writeSetting(store, settingKey, value).catch((error: unknown) =>
        log(`what was applied cannot be remembered: ${messageOf(error)}`),
      );
    },
    async close() {
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
