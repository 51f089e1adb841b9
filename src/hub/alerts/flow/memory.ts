import type { Episode } from './episode.ts';

/** The episodes that are open, and those that are over and remembered: one for each key. */
export interface Memory {
  all(): Iterable<Episode>;
  open(): Episode[];
  ofKey(key: string): Episode | undefined;
  ofId(id: number): Episode | undefined;
  keep(episode: Episode): void;
  forget(episode: Episode): void;
  /** By the monotonic clock: when it ceased, and when it came back last. */
  readonly ceasedAt: Map<string, number>;
  readonly returnedAt: Map<string, number>;
}

export function createMemory(): Memory {
  const byKey = new Map<string, Episode>();
  const byId = new Map<number, Episode>();
  const ceasedAt = new Map<string, number>();
  const returnedAt = new Map<string, number>();
  const forget = ({ key, id }: Episode) => {
    byKey.delete(key);
    byId.delete(id);
    ceasedAt.delete(key);
    returnedAt.delete(key);
  };
  return {
    all: () => byKey.values(),
    open: () => [...byKey.values()].filter(({ isResolved }) => !isResolved),
    ofKey: (key) => byKey.get(key),
    ofId: (id) => byId.get(id),
    keep(episode) {
      const before = byKey.get(episode.key);
      if (before && before.id !== episode.id) forget(before);
      byKey.set(episode.key, episode);
      byId.set(episode.id, episode);
    },
    forget,
    ceasedAt,
    returnedAt,
  };
}
