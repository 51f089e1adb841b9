import type { Clock, Timer } from '../../../shared/clock.ts';
import type { Fleet } from '../../fleet/index.ts';
import type { Episode } from './episode.ts';
import type { Change } from './flow.ts';

/** Events of one kind in a minute; the rest is told in one. */
const eventsInAMinute = 20;
const minuteMs = 60_000;

type Kind = 'alert.firing' | 'alert.resolved';

/** Tells as events what became worth telling, and what of it is over. */
export function createEventTeller(fleet: Pick<Fleet, 'record'>, clock: Clock) {
  const noted: { kind: Kind; episode: Episode }[] = [];
  const told = new Map<Kind, { minute: number; count: number }>();
  const timers = new Map<Kind, Timer>();

  function record(kind: Kind, { id, rule, severity, labels, annotations, isTest }: Episode): void {
    const minute = Math.floor(clock.monotonic() / minuteMs);
    const before = told.get(kind);
    const count = before?.minute === minute ? before.count + 1 : 1;
    told.set(kind, { minute, count });
    if (count > eventsInAMinute) {
      if (!timers.has(kind))
        timers.set(
          kind,
          clock.setTimeout(
            () => {
              timers.delete(kind);
              const more = (told.get(kind)?.count ?? count) - eventsInAMinute;
              if (more > 0) fleet.record(kind, null, { more, detail: `${more} more within a minute` });
            },
            minuteMs - (clock.monotonic() % minuteMs),
          ),
        );
      return;
    }
    fleet.record(kind, labels['worker'] ?? null, {
      alert: String(id),
      rule,
      severity,
      detail: annotations['summary'] ?? rule,
      ...(isTest && { test: true }),
    });
  }

  return {
    note({ from, to }: Change): void {
      if (to.noticedAtMs !== null && (from?.noticedAtMs ?? null) === null)
        noted.push({ kind: 'alert.firing', episode: to });
      if (to.isResolved && from?.isResolved === false && to.noticedAtMs !== null)
        noted.push({ kind: 'alert.resolved', episode: to });
    },
    /** Once it is on disk. */
    tell(): void {
      for (const { kind, episode } of noted.splice(0)) record(kind, episode);
    },
    close: () => {
      for (const timer of timers.values()) clock.clearTimeout(timer);
    },
  };
}
