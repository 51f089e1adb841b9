import { isoTime } from '../../../../shared/clock.ts';
import type { Message } from '../../message/index.ts';

const timeOf = (ms: number | null) => (ms === null ? null : isoTime(ms));

/** A message as Yagura's own JSON. Fields are only ever added to it. */
export function ownBody({ notice, headline, lines, facts, links }: Message) {
  const { startsAtMs, endsAtMs, atMs, chart: _, ...rest } = notice;
  return {
    version: 1,
    ...rest,
    headline,
    lines,
    facts,
    links: Object.fromEntries(links.map(({ act, url }) => [act, url])),
    startsAt: timeOf(startsAtMs),
    endsAt: timeOf(endsAtMs),
    time: timeOf(atMs),
  };
}
