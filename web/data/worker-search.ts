/** What the page of a worker shows of it, as it stands in the address. Pure. */
import { type PeriodSearch, periodSearch } from './period.ts';

export interface WorkerSearch extends PeriodSearch {
  /** A text in its log. */
  find?: string;
  /** A moment of its log (ISO, UTC). */
  at?: string;
}

/** Leaves out what makes no sense, so that an old or mistyped address still shows something. */
export function workerSearch({ find, at, ...period }: Record<string, unknown>): WorkerSearch {
  return {
    // An address of digits only is parsed as a number.
    ...((typeof find === 'string' && find !== '') || typeof find === 'number' ? { find: String(find) } : {}),
    ...(typeof at === 'string' && !Number.isNaN(Date.parse(at)) ? { at: new Date(at).toISOString() } : {}),
    ...periodSearch(period),
  };
}
