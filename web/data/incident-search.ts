/** Which incidents are looked for, as it stands in the address. Pure. */
import { type Change, given, textIn } from './time-range.ts';
import type { Operations } from './types.ts';

const otherViews = ['resolved', 'quiet', 'all'] as const;
/** `open` stands in no address: what is not over. `quiet`: over without anybody having been told. */
export const incidentViews = ['open', ...otherViews] as const;
export type IncidentView = (typeof incidentViews)[number];

export interface IncidentSearch {
  /** Part of the title or of a worker's name. */
  q?: string;
  view?: (typeof otherViews)[number];
}

export const longestIncidentText = 200;

/** Leaves out what makes no sense, so that an old or mistyped address still shows something. */
export function incidentSearch(asked: Record<string, unknown>): IncidentSearch {
  return given({
    q: textIn(asked['q'], longestIncidentText),
    view: otherViews.find((each) => each === asked['view']),
  });
}

export const noIncidentFilter: Change<IncidentSearch> = { q: undefined, view: undefined };

/** As the server is asked. */
export function incidentQuestion(search: IncidentSearch): Operations['GET /api/v1/incidents']['query'] {
  const { q, view = 'open' } = search;
  return given({
    q: q?.trim(),
    ...(view === 'open' ? { status: 'open,acknowledged' } : {}),
    ...(view === 'resolved' ? { status: 'resolved', paged: 'true' as const } : {}),
    ...(view === 'quiet' ? { paged: 'false' as const } : {}),
  });
}
