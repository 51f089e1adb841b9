/** Whom an incident touched, and for how long. Pure. */
import type { Member } from './member.ts';
import { both, sayDuration, sayWorkers } from './say.ts';
import type { Impact } from './views.ts';

export function impactOf(
  members: Iterable<Member>,
  { fleet, nowMs, endMs }: { fleet: number; nowMs: number; endMs: number | null },
): Impact {
  const spans = new Map<string, { from: number; to: number }>();
  let from = Number.POSITIVE_INFINITY;
  let to = 0;
  for (const { worker, startsMs, endsMs, dismissed } of members) {
    const ends = endsMs ?? (dismissed ? (endMs ?? nowMs) : nowMs);
    from = Math.min(from, startsMs);
    to = Math.max(to, ends);
    if (worker === null) continue;
    const span = spans.get(worker);
    spans.set(worker, {
      from: Math.min(span?.from ?? startsMs, startsMs),
      to: Math.max(span?.to ?? ends, ends),
    });
  }
  const workers = spans.size;
  const durationMs = Math.max(0, (endMs ?? to) - (Number.isFinite(from) ? from : nowMs));
  const workerMs = [...spans.values()].reduce((sum, span) => sum + Math.max(0, span.to - span.from), 0);
  const fleetRatio = fleet > 0 ? Math.min(1, workers / fleet) : null;
  const time = sayDuration(durationMs);
  const percent = fleetRatio === null ? 0 : Math.max(1, Math.round(fleetRatio * 100));
  const share =
    workers > 1 && fleetRatio !== null
      ? both(` (${percent} % of the fleet)`, `（全体の ${percent} %）`)
      : both('', '');
  const touched = sayWorkers(workers);
  return {
    workers,
    fleetRatio,
    durationMs,
    workerMs,
    text:
      workers === 0
        ? both(`for ${time.en}`, `${time.ja}間`)
        : both(`${touched.en}${share.en} for ${time.en}`, `${touched.ja}${share.ja}、${time.ja}間`),
  };
}
