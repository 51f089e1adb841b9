/** What the heat map shows, as it stands in the address. Pure. */
import { type HeatFigure, heatFigures, type HeatOrder, heatOrders } from './heat.ts';
import { type Period, periodIn, type PeriodSearch, periodSearch } from './period.ts';
import { textIn } from './time-range.ts';

export interface HeatSearch extends PeriodSearch {
  /** How long it was not well when it is not there. */
  figure?: HeatFigure;
  /** What hurt most first when it is not there. */
  order?: HeatOrder;
  /** A part of the worker's name. */
  q?: string;
}

export function heatSearch({ figure, order, q, ...period }: Record<string, unknown>): HeatSearch {
  const shown = heatFigures.slice(1).find((each) => each === figure);
  const ordered = heatOrders.slice(1).find((each) => each === order);
  const text = textIn(q);
  return {
    ...(shown && { figure: shown }),
    ...(ordered && { order: ordered }),
    ...(text !== undefined && { q: text }),
    ...periodSearch(period),
  };
}

/** A night's sleep: what one who is called wants to see first. */
export function heatPeriod(search: HeatSearch): Period {
  return search.range === undefined && search.from === undefined ? { last: '24h' } : periodIn(search);
}
