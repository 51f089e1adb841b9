/** The list's whole arrangement in the address, so that it can be sent to somebody, kept as a view, and undone by the back button. Pure. */
import { type Grouping, isGrouping } from './grouping.ts';
import { alwaysShown, type ColumnId, isColumn, isMovable, type SortLevel, usualSort } from './worker-list.ts';

/** As it stands in the address; what is as usual is left out. */
export interface ListSearch {
  q?: string;
  /** `-cpu,name`: by CPU, the largest first, then by name. */
  sort?: string;
  /** `reason,cpu,host` from left to right, after those that are always shown. */
  cols?: string;
  group?: string;
}

export interface ListArrangement {
  q: string;
  sort: readonly SortLevel[];
  /** Null: as this browser remembers, or as usual. */
  columns: readonly ColumnId[] | null;
  group: Grouping;
}

/** Only what can be meant is taken from an address that anybody may have typed. */
export function validListSearch(search: Record<string, unknown>): ListSearch {
  return searchOf(arrangementOf(search));
}

export function arrangementOf(search: Record<string, unknown>): ListArrangement {
  const { q, sort, cols, group, state } = search;
  const text = typeof q === 'string' || typeof q === 'number' ? String(q) : '';
  return {
    // Addresses of earlier versions named the state on its own.
    q: typeof state === 'string' && text === '' ? `state:${state}` : text,
    sort: typeof sort === 'string' ? readSort(sort) : usualSort,
    columns: typeof cols === 'string' ? readColumns(cols) : null,
    group: typeof group === 'string' && isGrouping(group) ? group : 'none',
  };
}

export function searchOf({ q, sort, columns, group }: ListArrangement): ListSearch {
  const written = writeSort(sort);
  return {
    ...(q === '' ? {} : { q }),
    ...(written === writeSort(usualSort) ? {} : { sort: written }),
    ...(columns === null ? {} : { cols: writeColumns(columns) }),
    ...(group === 'none' ? {} : { group }),
  };
}

function readSort(text: string): readonly SortLevel[] {
  const levels = text.split(',').flatMap((part): SortLevel[] => {
    const desc = part.startsWith('-');
    const id = desc ? part.slice(1) : part;
    return isColumn(id) ? [{ id, desc }] : [];
  });
  const once = levels.filter(({ id }, at) => levels.findIndex((level) => level.id === id) === at);
  return once.length === 0 ? usualSort : once;
}

function writeSort(levels: readonly SortLevel[]): string {
  return levels.map(({ id, desc }) => (desc ? `-${id}` : id)).join(',');
}

/** In the order asked for, after those that are always shown; of these the state may be elsewhere. */
export function readColumns(text: string): readonly ColumnId[] {
  const asked: readonly ColumnId[] = [...new Set(text.split(','))].filter(isColumn).filter(isMovable);
  return [...alwaysShown.filter((id) => !asked.includes(id)), ...asked];
}

export function writeColumns(columns: readonly ColumnId[]): string {
  return columns.filter((id, at) => id !== alwaysShown[at]).join(',');
}
