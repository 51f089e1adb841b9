/** What the page of an error group shows of it, as it stands in the address. Pure. */
import { type ErrorRange, errorRanges, usualRange } from './error-search.ts';
import { given } from './time-range.ts';

export interface GroupSearch {
  /** A day when it is not there. */
  range?: ErrorRange;
}

export function groupSearch({ range }: Record<string, unknown>): GroupSearch {
  return given({ range: errorRanges.find((each) => each === range && each !== usualRange) });
}
