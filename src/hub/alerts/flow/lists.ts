/** What is told of alerts to whoever asks: pages of them, and how many there are of what. */
import { Failure } from '../../../shared/failure.ts';
import { compileMatchers } from '../../metrics/index.ts';
import type { Cover } from '../silences/index.ts';
import type { AlertBook } from './alert-book.ts';
import { alertView, pendingView } from './alert-view.ts';
import type { Alert, AlertCounts } from './alert.ts';
import type { AlertQuery } from './alerts.ts';
import { isFlapping } from './damp.ts';
import { type Episode, isNoticeable } from './episode.ts';
import type { Memory } from './memory.ts';
import { labelsOf, type Sign } from './sign.ts';

const endedAtATime = 500;
/** Of those that are over, so many are looked through for one page. */
const mostLookedThrough = 20_000;

export interface Lists {
  view(episode: Episode): Alert;
  /** The newest first. */
  firing(): Alert[];
  pending(): Alert[];
  page(query: AlertQuery): { alerts: Alert[]; next: string | null };
  counts(): AlertCounts;
}

export function createLists(options: {
  memory: Memory;
  book: AlertBook;
  /** What is wrong now. */
  signs: () => ReadonlyMap<string, Sign>;
  cover: () => Cover;
  nowMs: () => number;
}): Lists {
  const { memory, book, signs, cover, nowMs } = options;

  const view = (episode: Episode) =>
    alertView(
      episode,
      episode.ceasedAtMs === null ? (signs().get(episode.key)?.value ?? episode.value) : episode.value,
    );

  const pendingSigns = () =>
    [...signs().values()].filter(
      ({ key, isPending }) => isPending && (memory.ofKey(key)?.isResolved ?? true),
    );

  function pending(): Alert[] {
    const { silencedBy } = cover();
    return pendingSigns()
      .sort((a, b) => b.sinceMs - a.sinceMs || (a.key < b.key ? -1 : 1))
      .map((sign) => pendingView(sign, silencedBy(labelsOf(sign)), nowMs()));
  }

  /** Those that are over and not in memory, newest first. */
  function* ended(query: AlertQuery, before: number): Generator<Episode, undefined> {
    let last = before;
    for (let looked = 0; looked < mostLookedThrough; looked += endedAtATime) {
      const some = book.ended(query, last, endedAtATime);
      for (const episode of some) if (!memory.ofId(episode.id)) yield episode;
      if (some.length < endedAtATime) return;
      last = some.at(-1)?.id ?? 0;
    }
  }

  function* episodes(query: AlertQuery, before: number, wants: (state: Alert['state']) => boolean) {
    const known = [...memory.all()]
      .filter(({ id, isResolved }) => id < before && wants(isResolved ? 'resolved' : 'firing'))
      .sort((a, b) => b.id - a.id);
    if (!wants('resolved')) return yield* known;
    let at = 0;
    for (const old of ended(query, before)) {
      for (let next = known[at]; next && next.id > old.id; next = known[at]) {
        at += 1;
        yield next;
      }
      yield old;
    }
    return yield* known.slice(at);
  }

  return {
    view,
    pending,
    firing: () =>
      memory
        .open()
        .sort((a, b) => b.id - a.id)
        .map(view),
    page(query) {
      const { state, limit, cursor, noticeable } = query;
      const isWanted = filterOf(query);
      const wants = (one: Alert['state']) =>
        (!state || state.includes(one)) && (noticeable !== true || one === 'firing');
      const { skip, before } = positionOf(cursor);
      const found: { alert: Alert; position: string }[] = [];
      const waiting = before === null && wants('pending') ? pending().filter(isWanted) : [];
      for (const [index, alert] of waiting.entries())
        if (index >= skip) found.push({ alert, position: `pending ${index + 1}` });
      for (const episode of episodes(query, before ?? Number.MAX_SAFE_INTEGER, wants)) {
        if (found.length > limit) break;
        const alert = view(episode);
        if (isWanted(alert)) found.push({ alert, position: alert.id });
      }
      const shown = found.slice(0, limit);
      const isMore = found.length > limit;
      return {
        alerts: shown.map(({ alert }) => alert),
        next: isMore ? (shown.at(-1)?.position ?? null) : null,
      };
    },
    counts() {
      const open = memory.open();
      const noticeable = open.filter(isNoticeable);
      const ofSeverity = (severity: Alert['severity']) =>
        noticeable.filter((episode) => episode.severity === severity).length;
      return {
        critical: ofSeverity('critical'),
        warning: ofSeverity('warning'),
        info: ofSeverity('info'),
        silenced: open.filter(({ silencedBy }) => silencedBy.length > 0).length,
        inhibited: open.filter(({ inhibitedBy }) => inhibitedBy.length > 0).length,
        flapping: open.filter(isFlapping).length,
        firing: open.length,
        pending: pendingSigns().length,
      };
    },
  };
}

/** `pending N`: so many are shown already; a number: what is older than this episode. */
function positionOf(cursor: string | undefined): { skip: number; before: number | null } {
  if (cursor === undefined) return { skip: 0, before: null };
  const [, waiting, id] = /^(?:pending (\d{1,9})|(\d{1,15}))$/.exec(cursor) ?? [];
  if (id !== undefined) return { skip: 0, before: Number(id) };
  if (waiting !== undefined) return { skip: Number(waiting), before: null };
  throw new Failure('bad_cursor', 'use a cursor as it was answered');
}

function filterOf(query: AlertQuery): (alert: Alert) => boolean {
  const { severity, rule, worker, host, source, noticeable, matchers, q } = query;
  const matches = matchers && compileMatchers(matchers);
  const text = q?.toLowerCase();
  return (alert) =>
    (!severity || severity.includes(alert.severity)) &&
    (rule === undefined || alert.rule === rule) &&
    (worker === undefined || alert.labels['worker'] === worker) &&
    (host === undefined || alert.labels['host'] === host) &&
    (source === undefined || alert.source === source) &&
    (noticeable === undefined || alert.noticeable === noticeable) &&
    (!matches || matches(labelsOf(alert))) &&
    (text === undefined || textOf(alert).includes(text));
}

const textOf = ({ rule, labels, annotations }: Alert) =>
  [rule, ...Object.values(labels), ...Object.values(annotations)].join('\n').toLowerCase();
