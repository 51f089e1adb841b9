import type { Clock, Timer } from '../../../shared/clock.ts';
import type { Intake } from '../intake/index.ts';
import { fetchPage } from './fetch-page.ts';
import {
  createTargetReader,
  type ScrapeState,
  type ScrapeTarget,
  type TargetReader,
} from './scrape-target.ts';

export interface Scraper {
  /** These and no others from now on. Those that stay as they are go on undisturbed. */
  replace(targets: readonly ScrapeTarget[]): void;
  /** Null for a worker that has no page. */
  stateOf(worker: string): (ScrapeState & { url: string }) | null;
  /** Stops asking. The series do not end: whoever comes next goes on with them. */
  close(): void;
}

interface Running {
  target: ScrapeTarget;
  reader: TargetReader;
  stop(): void;
}

export function createScraper(options: {
  intake: Intake;
  clock: Clock;
  fetchPage?: typeof fetchPage;
}): Scraper {
  const { intake, clock } = options;
  const running = new Map<string, Running>();

  function start(target: ScrapeTarget): Running {
    const reader = createTargetReader({
      target,
      intake,
      clock,
      fetchPage: options.fetchPage ?? fetchPage,
    });
    let timer: Timer | undefined;
    let stopped = false;
    // Each target has its own place in the interval, so that a thousand are not asked at the same moment.
    let due = clock.monotonic() + placeOf(target.worker) * target.everyMs;
    const wait = () => {
      if (stopped) return;
      timer = clock.setTimeout(() => void ask(), Math.max(0, due - clock.monotonic()));
    };
    const ask = async () => {
      await reader.scrape();
      // What was missed meanwhile, as while the machine slept, is not made up for.
      const missed = Math.floor((clock.monotonic() - due) / target.everyMs);
      due += (Math.max(0, missed) + 1) * target.everyMs;
      wait();
    };
    wait();
    return {
      target,
      reader,
      stop() {
        stopped = true;
        clock.clearTimeout(timer);
        reader.stop();
      },
    };
  }

  return {
    replace(targets) {
      const wanted = new Map(targets.map((target) => [target.worker, target]));
      for (const [worker, known] of running) {
        if (isSame(known.target, wanted.get(worker))) continue;
        known.stop();
        known.reader.end();
        running.delete(worker);
      }
      for (const [worker, target] of wanted) if (!running.has(worker)) running.set(worker, start(target));
    },
    stateOf(worker) {
      const found = running.get(worker);
      return found ? { url: found.target.scrapeUrl, ...found.reader.state } : null;
    },
    close() {
      for (const known of running.values()) known.stop();
      running.clear();
    },
  };
}

function isSame(a: ScrapeTarget, b: ScrapeTarget | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** 0 to 1, spread evenly over names. */
function placeOf(name: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < name.length; index++)
    hash = Math.imul(hash ^ name.charCodeAt(index), 16_777_619) >>> 0;
  return hash / 2 ** 32;
}
