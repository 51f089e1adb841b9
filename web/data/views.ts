/** Arrangements of the list under a name: some come with the page, others people keep in their browser. */
import { type ListSearch, validListSearch } from './list-search.ts';
import { recall, remember } from './memory.ts';
import { createStore } from './store.ts';

export const builtInViews = {
  all: {},
  trouble: { q: 'is:trouble' },
  lately: { q: 'restarts>0 exited<15m', sort: '-exit' },
  heaviest: { sort: '-memory' },
} as const satisfies Record<string, ListSearch>;
export type BuiltInView = keyof typeof builtInViews;

export interface OwnView {
  name: string;
  search: ListSearch;
}

/** More would not be found again in a menu. */
export const mostViews = 30;
export const longestViewName = 60;

export const ownViews = createStore<readonly OwnView[]>(readViews(recall('views')));

/** What a browser remembers may have been written by anybody. */
export function readViews(text: string | null): OwnView[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(value)) return [];
    return value
      .filter(
        (each: unknown): each is OwnView =>
          typeof each === 'object' &&
          each !== null &&
          'name' in each &&
          typeof each.name === 'string' &&
          each.name.trim() !== '' &&
          'search' in each &&
          typeof each.search === 'object' &&
          each.search !== null,
      )
      .slice(0, mostViews)
      .map(({ name, search }) => ({
        name: name.slice(0, longestViewName),
        search: validListSearch({ ...search }),
      }));
  } catch {
    return [];
  }
}

/** One of the same name is replaced. Answers whether there was room. */
export function keepView(view: OwnView): boolean {
  const others = ownViews.get().filter(({ name }) => name !== view.name);
  if (others.length >= mostViews) return false;
  write([...others, view]);
  return true;
}

export function forgetView(name: string): void {
  write(ownViews.get().filter((view) => view.name !== name));
}

function write(views: readonly OwnView[]): void {
  ownViews.set(views);
  remember('views', JSON.stringify(views));
}

/** The view that this arrangement is; null when it is one without a name. */
export function viewOf(search: ListSearch, own: readonly OwnView[]): BuiltInView | OwnView | null {
  const found = own.find((view) => isSame(view.search, search));
  if (found) return found;
  const builtIn = Object.keys(builtInViews) as BuiltInView[];
  return builtIn.find((id) => isSame(builtInViews[id], search)) ?? null;
}

const parts = ['q', 'sort', 'cols', 'group'] as const;

function isSame(a: ListSearch, b: ListSearch): boolean {
  return parts.every((part) => (a[part] ?? '').trim() === (b[part] ?? '').trim());
}
