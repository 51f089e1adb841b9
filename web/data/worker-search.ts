/** What the page of a worker shows of it, as it stands in the address. Pure. */

/** How much of its past is shown, in ms. */
export const ranges = { '1h': 3_600_000, '6h': 6 * 3_600_000, '24h': 24 * 3_600_000 } as const;
export type Range = keyof typeof ranges;

export interface WorkerSearch {
  /** A text in its log. */
  find?: string;
  /** A moment of its log (ISO, UTC). */
  at?: string;
  /** 24 hours when it is not there. */
  range?: Exclude<Range, '24h'>;
}

/** What goes along from one worker to the next. */
export function rangeIn(range: Range): Pick<WorkerSearch, 'range'> {
  return range === '24h' ? {} : { range };
}

/** Leaves out what makes no sense, so that an old or mistyped address still shows something. */
export function workerSearch({ find, at, range }: Record<string, unknown>): WorkerSearch {
  return {
    // An address of digits only is parsed as a number.
    ...((typeof find === 'string' && find !== '') || typeof find === 'number' ? { find: String(find) } : {}),
    ...(typeof at === 'string' && !Number.isNaN(Date.parse(at)) ? { at: new Date(at).toISOString() } : {}),
    ...(range === '1h' || range === '6h' ? { range } : {}),
  };
}
