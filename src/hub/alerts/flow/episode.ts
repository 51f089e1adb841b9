import type { Sign } from './sign.ts';

/** An alert as it is kept. Never changed: the next one takes its place. Times are ms since the epoch. */
export interface Episode extends Omit<Sign, 'isPending' | 'sinceMs'> {
  id: number;
  startsAtMs: number;
  /** Nothing said so any more since then; null: it lasts. */
  ceasedAtMs: number | null;
  isResolved: boolean;
  returns: number;
  returnedAtMs: number | null;
  silencedBy: readonly string[];
  inhibitedBy: readonly string[];
  noticedAtMs: number | null;
  updatedAtMs: number;
}

export function isNoticeable({
  isResolved,
  ceasedAtMs,
  silencedBy,
  inhibitedBy,
}: Pick<Episode, 'isResolved' | 'ceasedAtMs' | 'silencedBy' | 'inhibitedBy'>): boolean {
  return !isResolved && ceasedAtMs === null && silencedBy.length === 0 && inhibitedBy.length === 0;
}

/** The first of an episode. */
export function beginning(sign: Sign, id: number, nowMs: number): Episode {
  const { key, rule, severity, labels, annotations, value, source, generatorUrl, untilMs, page, isTest } =
    sign;
  return {
    id,
    key,
    rule,
    severity,
    labels,
    annotations,
    value,
    source,
    generatorUrl,
    untilMs,
    page,
    isTest,
    startsAtMs: Math.min(sign.sinceMs, nowMs),
    ceasedAtMs: null,
    isResolved: false,
    returns: 0,
    returnedAtMs: null,
    silencedBy: [],
    inhibitedBy: [],
    noticedAtMs: null,
    updatedAtMs: nowMs,
  };
}
