import { createHash } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import { Failure, messageOf } from '../../shared/failure.ts';
import type { Fleet } from '../fleet/index.ts';
import type { SeriesSource } from '../metrics/index.ts';
import { shownDays, statusOf } from './status.ts';
import { countDays, type DayCounts, dayMs, dayOf } from './uptime.ts';
import type { Language } from './words.ts';

export interface StatusPageSettings {
  title: string;
  path: string;
  groups: { name: string; workers: string[] }[];
}

/** An incident that is not over, as far as it is told to everybody. */
export interface OpenTrouble {
  workers: readonly string[];
  startsAtMs: number;
  acknowledged: boolean;
}

export interface StatusPage {
  configure(settings: StatusPageSettings | null): void;
  /** Null: nobody asked for one. */
  path(): string | null;
  /** At most fifteen seconds old. Throws `not_found` without settings, `too_many_requests` when it is asked for too often. */
  page(language: Language): Promise<{ html: string; etag: string; policy: string; maxAgeSeconds: number }>;
}

const pageMs = 15_000;
/** Days that are over do not change; the present one is counted anew this often. */
const historyMs = 60_000;
/** Of all visitors together: behind a proxy all have one address. */
const perSecond = 200;

export function createStatusPage(options: {
  fleet: Pick<Fleet, 'workers'>;
  source: SeriesSource;
  troubles: () => readonly OpenTrouble[];
  clock: Clock;
  log: (text: string) => void;
}): StatusPage {
  const { fleet, source, clock, log } = options;
  let settings: StatusPageSettings | null = null;
  const pages = new Map<Language, { at: number; made: ReturnType<StatusPage['page']> }>();
  let past: { names: string; day: number; counts: DayCounts } | null = null;
  let recent: { at: number; counts: Promise<DayCounts | null> } | null = null;
  let tokens = { left: perSecond, at: clock.monotonic() };

  function takeToken(): boolean {
    const now = clock.monotonic();
    tokens = { left: Math.min(perSecond, tokens.left + ((now - tokens.at) / 1_000) * perSecond), at: now };
    if (tokens.left < 1) return false;
    tokens.left -= 1;
    return true;
  }

  async function countAll(names: readonly string[]): Promise<DayCounts | null> {
    try {
      const today = dayOf(clock.now());
      const from = (today - (shownDays - 1)) * dayMs;
      const key = names.join();
      if (past?.day !== today || past.names !== key)
        past = { names: key, day: today, counts: await countDays(source, names, from, today * dayMs - 1) };
      const now = await countDays(source, names, today * dayMs, clock.now());
      for (const [name, days] of past.counts) for (const [day, count] of days) now.get(name)?.set(day, count);
      return now;
    } catch (error) {
      log(`the history of the status page cannot be read: ${messageOf(error)}`);
      return null;
    }
  }

  function counts(names: readonly string[]): Promise<DayCounts | null> {
    if (!recent || clock.monotonic() - recent.at >= historyMs)
      recent = { at: clock.monotonic(), counts: countAll(names) };
    return recent.counts;
  }

  async function make(shown: StatusPageSettings, language: Language): ReturnType<StatusPage['page']> {
    // Who has no such page never loads it.
    const { policy, renderStatus } = await import('./render.ts');
    const names = [...new Set(shown.groups.flatMap(({ workers }) => workers))];
    const view = statusOf({
      ...shown,
      counts: await counts(names),
      workers: fleet.workers(),
      troubles: options.troubles(),
      nowMs: clock.now(),
    });
    const html = renderStatus(view, language);
    const etag = `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`;
    return { html, etag, policy, maxAgeSeconds: pageMs / 1_000 };
  }

  return {
    configure(next) {
      if (JSON.stringify(next) === JSON.stringify(settings)) return;
      settings = next;
      pages.clear();
      past = null;
      recent = null;
    },
    path: () => settings?.path ?? null,
    async page(language) {
      if (!settings) throw new Failure('not_found', 'there is no status page');
      if (!takeToken()) throw new Failure('too_many_requests', 'the status page is asked for too often');
      const known = pages.get(language);
      if (known && clock.monotonic() - known.at < pageMs) return known.made;
      const made = make(settings, language);
      pages.set(language, { at: clock.monotonic(), made });
      made.catch(() => pages.delete(language));
      return made;
    },
  };
}
