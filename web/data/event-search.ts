/** What the events page looks for, as it stands in the address: so it can be sent to somebody, and the back button undoes it. Pure. */
import { serverNow } from './clock.ts';
import { type EventFilter, type EventKind, eventKinds } from './event-filter.ts';
import { type Change, given, instantsOf, textIn, type TimeRange, timeRange } from './time-range.ts';

export interface EventSearch extends TimeRange {
  worker?: string;
  kind?: EventKind;
  q?: string;
  /** Stories when it is not there. */
  view?: 'every';
}

/** Looks for everything; how it is told stays. */
export const noFilter: Change<EventSearch> = {
  worker: undefined,
  kind: undefined,
  q: undefined,
  last: undefined,
  since: undefined,
  until: undefined,
};

/** As the server takes it. */
export const longestQ = 100;

/** Leaves out what makes no sense, so that an old or mistyped address still shows something. */
export function eventSearch(asked: Record<string, unknown>): EventSearch {
  return given({
    ...timeRange(asked),
    worker: textIn(asked['worker']),
    kind: eventKinds.find((kind) => kind === asked['kind']),
    q: textIn(asked['q'], longestQ),
    view: asked['view'] === 'every' ? ('every' as const) : undefined,
  });
}

export function filterOf({ worker, kind, q, ...range }: EventSearch, now = serverNow()): EventFilter {
  return { worker, kind, q: q?.trim(), ...instantsOf(range, now) };
}

export function isFiltered(search: EventSearch): boolean {
  return Object.keys(search).some((key) => key !== 'view');
}
