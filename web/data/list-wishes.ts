/** How one likes the list of workers: kept by the browser, so that the next visit finds it so. */
import { readColumns, writeColumns } from './list-search.ts';
import { recall, remember } from './memory.ts';
import { createStore } from './store.ts';
import type { ColumnId } from './worker-list.ts';

export type Density = 'roomy' | 'dense';

const keptColumns = recall('columns');
export const listWishes = createStore<{ columns: readonly ColumnId[] | null; density: Density }>({
  columns: keptColumns === null || keptColumns === 'usual' ? null : readColumns(keptColumns),
  density: recall('density') === 'dense' ? 'dense' : 'roomy',
});

export function wishColumns(columns: readonly ColumnId[] | null): void {
  listWishes.set({ ...listWishes.get(), columns });
  remember('columns', columns === null ? 'usual' : writeColumns(columns));
}

export function wishDensity(density: Density): void {
  listWishes.set({ ...listWishes.get(), density });
  remember('density', density);
}
