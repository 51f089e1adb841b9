/** Which notices go when too many wait for a channel. */
import type { NoticeKind } from '../notice.ts';

interface Candidate {
  id: number;
  thread: string;
  kind: NoticeKind;
}

/**
 * Ids of those to drop so that `most` remain; `waiting` is in order of age. First the oldest of what only goes along (updates, reminders,
 * digests), then the oldest threads that are over before anybody was told of them, both messages, then the oldest.
 */
export function chooseDropped(waiting: readonly Candidate[], most: number): number[] {
  const tooMany = waiting.length - most;
  if (tooMany <= 0) return [];
  const opened = new Set(waiting.filter(({ kind }) => kind === 'opened').map(({ thread }) => thread));
  const resolved = new Set(waiting.filter(({ kind }) => kind === 'resolved').map(({ thread }) => thread));
  const rank = ({ kind, thread }: Candidate): number => {
    if (kind !== 'opened' && kind !== 'resolved') return 0;
    if (opened.has(thread) && resolved.has(thread)) return 1;
    return kind === 'opened' ? 2 : 3;
  };
  const ranked = waiting
    .map((one) => ({ ...one, rank: rank(one) }))
    .sort((a, b) => a.rank - b.rank || a.id - b.id);
  const dropped = ranked.slice(0, tooMany);
  // Nobody is told that something is over which they were never told of.
  const halves = new Set(dropped.filter(({ rank }) => rank === 1).map(({ thread }) => thread));
  return [
    ...dropped,
    ...ranked.slice(tooMany).filter(({ rank, thread }) => rank === 1 && halves.has(thread)),
  ].map(({ id }) => id);
}
