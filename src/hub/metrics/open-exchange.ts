import type { Clock } from '../../shared/clock.ts';
import { messageOf } from '../../shared/failure.ts';
import type { Home } from '../../shared/home.ts';
import type { Fleet } from '../fleet/index.ts';
import { exchangeFigures } from './exchange-figures.ts';
import type { Family } from './exposition/index.ts';
import { createIntake, type Intake } from './intake/index.ts';
import type { RemoteWriter } from './remote-store/index.ts';
import type { SampleSink, SeriesSource } from './samples.ts';
import { createScraper, type Scraper } from './scrape/index.ts';
import type { Statsd } from './statsd/index.ts';

/** What yagura.yaml says about ways in and out. */
export interface ExchangeSettings {
  statsd: { host: string; port: number } | null;
  /** A Prometheus-compatible store that gets every sample, and answers for history when `query` says where. */
  store: {
    remoteWrite: string;
    query: string | null;
    headers: Record<string, string>;
    queueBytes: number;
  } | null;
}

/** The ways by which samples come in and go out, as configured. */
export interface Exchange {
  /** What is kept here and, where it reaches further, what the store for history has. */
  series: SeriesSource;
  /** Whatever is put in here is kept, and sent on to the store that is configured. */
  sink: SampleSink;
  intake: Intake;
  scraper: Scraper;
  /** How much came in and went out. */
  families(): Family[];
  /** Asks workers for their pages from now on. */
  begin(): void;
  close(): Promise<void>;
}

export async function openExchange(options: {
  sink: SampleSink;
  source: SeriesSource;
  /** ms; from here on the source has everything as it came in. */
  sourceSince: () => number;
  settings: ExchangeSettings;
  home: Pick<Home, 'remoteQueue'>;
  fleet: Pick<Fleet, 'scrapes' | 'onChange'>;
  clock: Clock;
  /** Tells how one of Yagura's own parts is. */
  part: (name: string, state: 'well' | 'troubled', detail?: string) => void;
}): Promise<Exchange> {
  const { settings, fleet, clock, part } = options;
  const remoteWriter = await openWriter();
  const series = await openSeries();
  const sink = remoteWriter?.sink ?? options.sink;
  const intake = createIntake({ sink, clock });
  const statsd = await openListener();
  const scraper = createScraper({ intake, clock });
  let stopListening = () => {};

  async function openSeries(): Promise<SeriesSource> {
    const { source: local, sourceSince: localSince } = options;
    if (!settings.store?.query) return local;
    const { createRemoteSource, withHistory } = await import('./remote-store/index.ts');
    const { query: url, headers } = settings.store;
    return withHistory({ local, history: createRemoteSource({ url, headers }), localSince });
  }

  async function openWriter(): Promise<RemoteWriter | null> {
    if (!settings.store) return null;
    const { remoteWrite: url, headers, queueBytes } = settings.store;
    const { openRemoteWriter } = await import('./remote-store/index.ts');
    return openRemoteWriter({
      to: options.sink,
      url,
      headers,
      queueDir: options.home.remoteQueue,
      queueBytes,
      clock,
      onState({ error, queue }) {
        if (error)
          part(
            'remote-store',
            'troubled',
            `${error.text} since ${error.since}; ${queue.samples} samples wait`,
          );
        else part('remote-store', 'well');
      },
    });
  }

  /** A port that another program has is no reason to do without the rest. */
  async function openListener(): Promise<Statsd | null> {
    if (!settings.statsd) return null;
    const { openStatsd } = await import('./statsd/index.ts');
    try {
      const opened = await openStatsd({ ...settings.statsd, intake, clock });
      part('statsd', 'well');
      return opened;
    } catch (error) {
      part('statsd', 'troubled', messageOf(error));
      return null;
    }
  }

  return {
    series,
    sink,
    intake,
    scraper,
    families: () =>
      exchangeFigures({
        intake: intake.counts(),
        statsd: statsd?.counts() ?? null,
        remote: remoteWriter?.state() ?? null,
      }),
    begin() {
      scraper.replace(fleet.scrapes());
      stopListening = fleet.onChange((change) => {
        if (change.kind === 'event' && change.event.type === 'config.applied')
          scraper.replace(fleet.scrapes());
      });
    },
    async close() {
      stopListening();
      scraper.close();
      await statsd?.close();
      await remoteWriter?.close();
    },
  };
}
