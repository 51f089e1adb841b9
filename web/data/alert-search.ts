/** Which alerts are looked for, as it stands in the address. Pure. */
import { type Change, given, textIn } from './time-range.ts';
import type { Operations } from './types.ts';

const otherViews = ['muted', 'resolved', 'all'] as const;
/** `open` stands in no address: what is wrong now. */
export const alertViews = ['open', ...otherViews] as const;
export type AlertView = (typeof alertViews)[number];

export const severities = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

export interface AlertSearch {
  /** Part of the rule, of a label or of an annotation. */
  q?: string;
  view?: Exclude<AlertView, 'open'>;
  severity?: Severity;
}

export const longestAlertText = 200;

/** Leaves out what makes no sense, so that an old or mistyped address still shows something. */
export function alertSearch(asked: Record<string, unknown>): AlertSearch {
  const view = otherViews.find((each) => each === asked['view']);
  return given({
    q: textIn(asked['q'], longestAlertText),
    view,
    severity: severities.find((each) => each === asked['severity']),
  });
}

export const noAlertFilter: Change<AlertSearch> = { q: undefined, view: undefined, severity: undefined };

const states: Record<AlertView, string | undefined> = {
  open: 'firing,pending',
  muted: 'firing',
  resolved: 'resolved',
  all: undefined,
};

/** As the server is asked. What is silenced or follows from another is asked for by not being worth telling. */
export function alertQuestion(search: AlertSearch): Operations['GET /api/v1/alerts']['query'] {
  const { q, view = 'open', severity } = search;
  return given({
    q: q?.trim(),
    state: states[view],
    severity,
    ...(view === 'muted' ? { noticeable: 'false' as const } : {}),
  });
}
