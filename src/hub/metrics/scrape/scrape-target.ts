import { type Clock, isoTime } from '../../../shared/clock.ts';
import { messageOf } from '../../../shared/failure.ts';
import { ExpositionError, type Format, parseExposition, parseSeries } from '../exposition/index.ts';
import { type Intake, type IntakeSource, type Metadata, Refusal } from '../intake/index.ts';
import type { Labels, SeriesRef } from '../samples.ts';
import { withTargetLabels } from './target-labels.ts';

export interface ScrapeTarget {
  worker: string;
  host: string;
  /** The name that the worker is declared under. */
  group: string;
  scrapeUrl: string;
  everyMs: number;
  timeoutMs: number;
}

/** How it went last. */
export interface ScrapeState {
  /** RFC 3339; null before the first time. */
  lastScrapeAt: string | null;
  samples: number;
  /** Why the last one failed, in words, and since when it fails; null: it went well. */
  error: { text: string; since: string } | null;
}

const limits = { samples: 50_000, lineLength: 65_536 };
/** Times of the worker's own are believed in this range around now. */
const oldestMs = 3_600_000;

interface Found {
  series: string;
  value: number;
  timeMs: number | null;
}

/** A series of the page, by the text it has there. */
interface Known {
  ref: SeriesRef;
  /** Number of the scrape that had it last. */
  seen: number;
  /** It comes with times of its own, so that its absence means nothing. */
  timed: boolean;
}

/** One worker's page: what is known of its series, and what becomes of each answer. */
export interface TargetReader {
  readonly state: ScrapeState;
  /** Asks once; never throws. */
  scrape(): Promise<void>;
  /** An answer that is still on its way is not taken any more. */
  stop(): void;
  /** The target is no more: its series end. */
  end(): void;
}

export function createTargetReader(options: {
  target: ScrapeTarget;
  intake: Intake;
  clock: Clock;
  fetchPage: (url: string, timeoutMs: number) => Promise<{ text: string; format: Format }>;
}): TargetReader {
  const { target, intake, clock, fetchPage } = options;
  const { worker, host, group } = target;
  const source = intake.source(`scrape:${worker}`);
  const own: Labels = { worker, host, group };
  const known = new Map<string, Known>();
  const report = createReport(source, own);
  let scrapes = 0;
  let stopped = false;
  let state: ScrapeState = { lastScrapeAt: null, samples: 0, error: null };

  async function scrape(): Promise<void> {
    const at = clock.now();
    const started = clock.monotonic();
    let found: Found[] = [];
    let error: string | null = null;
    try {
      const { text, format } = await fetchPage(target.scrapeUrl, target.timeoutMs);
      if (stopped) return;
      const page = read(text, format);
      found = page.found;
      take(found, at);
      for (const { metric, said } of page.comments) source.describe(metric, said);
    } catch (problem) {
      error = messageOf(problem);
      found = [];
    }
    if (stopped) return;
    if (error !== null) endAll(at);
    report.write(at, {
      up: error === null ? 1 : 0,
      scrape_duration_seconds: (clock.monotonic() - started) / 1000,
      scrape_samples_scraped: found.length,
    });
    const since = state.error?.since ?? isoTime(at);
    state = {
      lastScrapeAt: isoTime(at),
      samples: found.length,
      error: error === null ? null : { text: error, since },
    };
  }

  /** Throws on the first thing that is wrong with the page, before anything of it was taken. */
  function take(found: readonly Found[], at: number): void {
    scrapes++;
    const begun = found.map(({ series }) => known.get(series) ?? begin(series));
    found.forEach(({ value, timeMs }, index) => {
      const series = begun[index];
      if (!series || series instanceof Refusal) {
        if (series) source.refuse(series, 1);
        return;
      }
      // Of a series that the page has twice the first counts.
      if (series.seen === scrapes && timeMs === null) return;
      series.seen = scrapes;
      series.timed = timeMs !== null;
      if (timeMs === null) source.append(series.ref, at, value);
      else if (timeMs < at - oldestMs) source.refuse(tooOld, 1);
      else source.append(series.ref, timeMs, value);
    });
    for (const [text, series] of known) {
      if (series.seen === scrapes) continue;
      if (!series.timed) source.end(series.ref, at);
      known.delete(text);
    }
  }

  function begin(text: string): Known | Refusal {
    // A piece of the page would keep the whole page in memory.
    const copy = Buffer.from(text).toString();
    const ref = source.seriesOf(withTargetLabels(parseSeries(copy), own));
    if (ref instanceof Refusal) return ref;
    const series = { ref, seen: 0, timed: false };
    known.set(copy, series);
    return series;
  }

  function endAll(at: number): void {
    // Of a page that is wrong nothing was taken, so that what it began has nothing to end.
    for (const { ref, timed, seen } of known.values()) if (!timed && seen > 0) source.end(ref, at);
    known.clear();
  }

  return {
    get state() {
      return state;
    },
    scrape,
    stop() {
      stopped = true;
    },
    end() {
      stopped = true;
      endAll(clock.now());
      report.end(clock.now());
    },
  };
}

const tooOld = new Refusal('time', 'the time lies more than an hour back');

interface Comment {
  metric: string;
  said: Partial<Metadata>;
}

function read(text: string, format: Format): { found: Found[]; comments: Comment[] } {
  const found: Found[] = [];
  const comments: Comment[] = [];
  try {
    parseExposition(
      text,
      format,
      limits,
      (series, value, timeMs) => found.push({ series, value, timeMs }),
      (kind, metric, text) => comments.push({ metric, said: saidBy(kind, text) }),
    );
  } catch (error) {
    if (error instanceof ExpositionError)
      throw new Error(`the page cannot be read: ${error.message}`, { cause: error });
    throw error;
  }
  return { found, comments };
}

function saidBy(kind: string, text: string): Partial<Metadata> {
  if (kind === 'TYPE') return { type: text.trim() };
  const plain = text.replaceAll(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
  return kind === 'HELP' ? { help: plain } : { unit: plain };
}

/** The series that Prometheus adds to each target. */
function createReport(source: IntakeSource, own: Labels) {
  const refs = new Map<string, SeriesRef>();
  return {
    write(at: number, values: Record<string, number>): void {
      for (const [name, value] of Object.entries(values)) {
        const ref = refs.get(name) ?? source.seriesOf({ __name__: name, ...own });
        if (ref instanceof Refusal) {
          source.refuse(ref, 1);
          continue;
        }
        refs.set(name, ref);
        source.append(ref, at, value);
      }
    },
    end(at: number): void {
      for (const ref of refs.values()) source.end(ref, at);
      refs.clear();
    },
  };
}
