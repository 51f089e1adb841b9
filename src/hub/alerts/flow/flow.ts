import type { Fleet } from '../../fleet/index.ts';
import type { Cover } from '../silences/index.ts';
import { damp, type DampingBounds, dampingBounds, holdOf, memoryOf } from './damp.ts';
import { defaultInhibitRules } from './default-inhibit-rules.ts';
import { beginning, type Episode, isNoticeable } from './episode.ts';
import { compileInhibitRules, type Inhibitable, inhibit, type InhibitRule, lingerMs } from './inhibit.ts';
import { createKinship } from './kinship.ts';
import type { Memory } from './memory.ts';
import { labelsOf, type Sign } from './sign.ts';

export interface FlowSettings {
  /** Beside Yagura's own. */
  inhibit: readonly InhibitRule[];
  /** The least time for which an alert that ceased waits whether it comes back before it is resolved. */
  holdMs: number;
}

/** All that a step looks at, besides the episodes. */
export interface Present {
  wallMs: number;
  monotonicMs: number;
  signs: ReadonlyMap<string, Sign>;
  cover: Cover;
  workers: ReturnType<Fleet['workers']>;
  hosts: ReturnType<Fleet['hosts']>;
  /** The hub has just started: what is not said yet may still be so. */
  isEarly: boolean;
}

export interface Change {
  from: Episode | null;
  to: Episode;
}

export interface Step {
  changes: Change[];
  /** In how many ms something changes by itself. */
  dueMs: number;
  /** Signs that were left out, since there are too many. */
  leftOut: number;
}

const mostSilencesNamed = 10;

/** The steps from what is wrong to what is worth telling, over the whole present. Doing one twice changes nothing. */
export function createFlow(memory: Memory, mostOpen: number, settings: FlowSettings) {
  const kinship = createKinship();
  let damping: DampingBounds = dampingBounds;
  let inhibitRules = compileInhibitRules(defaultInhibitRules);
  let lastId = 0;
  /** Whom silences cover stays the same while the same ones hold. */
  let coverVersion = 0;

  function configure({ inhibit: more, holdMs }: FlowSettings): void {
    inhibitRules = compileInhibitRules([...defaultInhibitRules, ...more]);
    damping = { ...dampingBounds, holdMs };
  }
  configure(settings);

  /** What was persisted. A wall clock that was set meanwhile makes no hold longer than it is. */
  function takeUp(
    loaded: { episodes: readonly Episode[]; lastId: number },
    { wallMs, monotonicMs }: Pick<Present, 'wallMs' | 'monotonicMs'>,
  ): void {
    lastId = loaded.lastId;
    for (const episode of loaded.episodes) {
      const { key, ceasedAtMs, returnedAtMs, isResolved } = episode;
      memory.keep(episode);
      const longest = holdOf(episode, damping) + (isResolved ? memoryOf(episode, damping) : 0);
      const ago = (ms: number, most: number) => monotonicMs - Math.min(Math.max(wallMs - ms, 0), most);
      if (ceasedAtMs !== null) memory.ceasedAt.set(key, ago(ceasedAtMs, longest));
      if (returnedAtMs !== null) memory.returnedAt.set(key, ago(returnedAtMs, damping.calmMs));
    }
  }

  /** What changed and was handed to nobody yet: a step that fails half-way is told of by the next one. */
  let from = new Map<number, Episode | null>();

  function step(present: Present): Step {
    const { wallMs, monotonicMs, signs, cover } = present;
    const change = (before: Episode | null, to: Episode) => {
      if (!from.has(to.id)) from.set(to.id, before);
      memory.keep(to);
    };

    for (const episode of memory.all()) dampOne(episode, present, change);
    const leftOut = begin(present, change);

    const isOtherCover = cover.version !== coverVersion;
    coverVersion = cover.version;
    const kinLingersMs = kinship.look(present.workers, present.hosts, monotonicMs);
    const open = memory.open();
    const inhibitors = inhibit(
      open.map((episode) => inhibitable(episode, memory.ceasedAt.get(episode.key), monotonicMs)),
      inhibitRules,
      kinship,
    );
    for (const episode of open) {
      const silencedBy =
        isOtherCover || from.has(episode.id)
          ? cover.silencedBy(labelsOf(episode)).slice(0, mostSilencesNamed)
          : episode.silencedBy;
      const next = withReasons(episode, silencedBy, inhibitors.get(episode.id) ?? [], wallMs);
      if (next !== episode) change(episode, next);
    }
    const changes = [...from].flatMap(([id, before]) => {
      const to = memory.ofId(id);
      return to ? [{ from: before, to: { ...to, value: signs.get(to.key)?.value ?? to.value } }] : [];
    });
    const dueMs = nextDue(present, kinLingersMs);
    from = new Map();
    return { changes, leftOut, dueMs };
  }

  function dampOne(
    episode: Episode,
    { wallMs, monotonicMs, signs, isEarly }: Present,
    change: (before: Episode, to: Episode) => void,
  ): void {
    const { key } = episode;
    const { ceasedAt, returnedAt } = memory;
    const now = {
      wallMs,
      sinceCeasedMs: monotonicMs - (ceasedAt.get(key) ?? monotonicMs),
      sinceReturnMs: monotonicMs - (returnedAt.get(key) ?? monotonicMs),
      isEarly,
    };
    const next = damp(episode, signs.get(key), now, damping);
    if (next === null) return memory.forget(episode);
    if (next === episode) return;
    if (next.ceasedAtMs === null) ceasedAt.delete(key);
    else if (episode.ceasedAtMs === null) ceasedAt.set(key, monotonicMs);
    if (next.returns > episode.returns) returnedAt.set(key, monotonicMs);
    change(episode, next);
  }

  /** Answers how many could not be taken up. */
  function begin({ signs, wallMs }: Present, change: (before: null, to: Episode) => void): number {
    let open = memory.open().length;
    let leftOut = 0;
    for (const sign of signs.values()) {
      if (sign.isPending || memory.ofKey(sign.key)) continue;
      if (open >= mostOpen) leftOut += 1;
      else {
        lastId += 1;
        open += 1;
        change(null, beginning(sign, lastId, wallMs));
      }
    }
    return leftOut;
  }

  function nextDue({ cover, wallMs, monotonicMs }: Present, kinLingersMs: number | null): number {
    let dueMs = Number.POSITIVE_INFINITY;
    if (cover.changesAtMs !== null) dueMs = cover.changesAtMs - wallMs;
    if (kinLingersMs !== null) dueMs = Math.min(dueMs, kinLingersMs + 1);
    for (const [key, at] of memory.ceasedAt) {
      const episode = memory.ofKey(key);
      if (!episode || episode.isResolved) continue;
      dueMs = Math.min(dueMs, at + holdOf(episode, damping) - monotonicMs);
      const lingersMs = at + lingerMs + 1 - monotonicMs;
      if (lingersMs > 0) dueMs = Math.min(dueMs, lingersMs);
    }
    return dueMs;
  }

  return {
    configure,
    takeUp,
    step,
    /** What ended earlier than this long ago is of no use any more. */
    longestMemoryMs: () => damping.longestHoldMs + Math.max(damping.longestHoldMs, damping.rememberMs),
  };
}

const inhibitable = (episode: Episode, ceasedAtMs: number | undefined, monotonicMs: number): Inhibitable => ({
  id: episode.id,
  severity: episode.severity,
  startsAtMs: episode.startsAtMs,
  isSource: !episode.isTest && (ceasedAtMs === undefined || monotonicMs - ceasedAtMs <= lingerMs),
  labels: labelsOf(episode),
});

function withReasons(
  episode: Episode,
  silencedBy: readonly string[],
  inhibitors: readonly number[],
  wallMs: number,
): Episode {
  const inhibitedBy = inhibitors.map(String);
  const isSame = sameIds(silencedBy, episode.silencedBy) && sameIds(inhibitedBy, episode.inhibitedBy);
  const next = isSame ? episode : { ...episode, silencedBy, inhibitedBy, updatedAtMs: wallMs };
  return next.noticedAtMs === null && isNoticeable(next) ? { ...next, noticedAtMs: wallMs } : next;
}

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
