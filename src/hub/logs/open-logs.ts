import type { Clock } from '../../shared/clock.ts';
import type { Home } from '../../shared/home.ts';
import type { Fleet } from '../fleet/index.ts';
import type { Family, SampleSink } from '../metrics/index.ts';
import { createFeed, type Feed } from './feed/index.ts';
import { createLogFigures } from './figures.ts';
import type { ErrorSink } from './received.ts';
import { createScrub, type Scrub, type ScrubSettings } from './scrub.ts';
import { createLogsStore, type LogsRetention, type LogsStore } from './store/index.ts';

export interface LogsSettings {
  retention: LogsRetention;
  scrub: ScrubSettings;
}

export interface Logs {
  store: Omit<LogsStore, 'close'>;
  /** Reads what workers print and takes what others send. */
  feed: Omit<Feed, 'close'>;
  /** Masks as the config says. */
  scrub: Omit<Scrub, 'configure'>;
  configure(settings: LogsSettings): void;
  /** For /metrics. */
  families(): Family[];
  close(): Promise<void>;
}

/** All of this room: the store, what masks secrets, what reads and what counts. */
export async function openLogs(options: {
  home: Pick<Home, 'logs'>;
  fleet: Pick<Fleet, 'takeLogs' | 'onChange' | 'workers'>;
  clock: Clock;
  settings: LogsSettings;
  /** Who wants to know of errors. */
  errors: ErrorSink;
  /** Where the counters are kept. */
  sink: SampleSink;
  log: (text: string) => void;
  part: (name: string, state: 'well' | 'troubled', detail?: string) => void;
}): Promise<Logs> {
  const { home, fleet, clock, settings, errors, sink, log, part } = options;
  const store = await createLogsStore({ path: home.logs, clock, log, retention: settings.retention });
  let isScrubTold = false;
  const scrub = createScrub(settings.scrub, () => {
    const detail = `patterns of logs.scrub took too long and are no longer looked for: ${scrub.givenUp().join(' ')}`;
    log(detail);
    isScrubTold = true;
    part('scrub', 'troubled', detail);
  });
  const tell = () => {
    const { state, detail } = store.health();
    if (state === 'troubled') log(`the logs are ${state}: ${detail}`);
    part('logs', state, detail);
  };
  if (store.health().state === 'troubled') tell();
  store.onHealth(tell);
  const feed = createFeed({ fleet, store, scrub, sink: errors, clock, log });
  const figures = createLogFigures({ feed, store, fleet, sink, clock });
  return {
    store,
    feed,
    scrub,
    configure(next) {
      store.setRetention(next.retention);
      scrub.configure(next.scrub);
      if (isScrubTold) part('scrub', 'well');
      isScrubTold = false;
    },
    families: () => figures.families(),
    async close() {
      figures.close();
      await feed.close();
      await store.close();
    },
  };
}
