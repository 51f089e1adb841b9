import { createHash } from 'node:crypto';
import { isoTime } from '../../../shared/clock.ts';
import type { Alert } from './alert.ts';
import { isFlapping } from './damp.ts';
import { beginning, type Episode, isNoticeable } from './episode.ts';
import type { Sign } from './sign.ts';

/** `value`: the newest, which changes more often than an episode does. */
export function alertView(episode: Episode, value: number | null = episode.value): Alert {
  const { id, key, rule, severity, labels, annotations, source, generatorUrl, page, isTest } = episode;
  const { isResolved, ceasedAtMs, noticedAtMs } = episode;
  return {
    id: String(id),
    key,
    rule,
    severity,
    labels: { ...labels },
    annotations: { ...annotations },
    value,
    state: isResolved ? 'resolved' : 'firing',
    startsAt: isoTime(episode.startsAtMs),
    endsAt: isResolved && ceasedAtMs !== null ? isoTime(ceasedAtMs) : null,
    ceasedAt: ceasedAtMs === null ? null : isoTime(ceasedAtMs),
    source,
    generatorUrl,
    silencedBy: [...episode.silencedBy],
    inhibitedBy: [...episode.inhibitedBy],
    flapping: isFlapping(episode),
    returns: episode.returns,
    noticeable: isNoticeable(episode),
    noticedAt: noticedAtMs === null ? null : isoTime(noticedAtMs),
    updatedAt: isoTime(episode.updatedAtMs),
    page,
    isTest,
  };
}

/** It has no episode, and so no id that lasts. */
export function pendingView(sign: Sign, silencedBy: readonly string[], nowMs: number): Alert {
  return {
    ...alertView({ ...beginning(sign, 0, nowMs), silencedBy }),
    id: `pending-${createHash('sha256').update(sign.key).digest('hex').slice(0, 16)}`,
    state: 'pending',
    noticeable: false,
  };
}
