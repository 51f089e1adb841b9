import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { Empty, Loading } from '../../components/block.tsx';
import { Button } from '../../components/button.tsx';
import { StateIcon } from '../../components/icon.tsx';
import type { Filter } from '../../data/filter/parse.ts';
import { askForLabel } from '../../data/filter/edit.ts';
import { arrangementOf, type ListArrangement, type ListSearch, searchOf } from '../../data/list-search.ts';
import { listWishes, wishColumns, wishDensity } from '../../data/list-wishes.ts';
import { useKeys } from '../../data/keys.ts';
import { type RowScroller, useRowCursor } from '../../data/use-row-cursor.ts';
import { useStore } from '../../data/use-store.ts';
import { useMedia } from '../../data/use-media.ts';
import { useWorkerList } from '../../data/use-worker-list.ts';
import { lastList, lastSearch } from '../../data/walk.ts';
import { type ColumnId, usualColumns } from '../../data/worker-list.ts';
import { useText } from '../../i18n/index.ts';
import { ActionBar } from './action-bar.tsx';
import { FilterField } from './filter-field.tsx';
import { type Line, linesOf } from './lines.ts';
import { createSelection, type Selection } from '../../data/selection.ts';
import { StateChips } from './state-chips.tsx';
import { GroupMenu, SortMenu, TableMenu } from './table-menu.tsx';
import { ViewMenu } from './view-menu.tsx';
import { WorkerCards } from './worker-cards.tsx';
import { WorkerGrid } from './worker-grid.tsx';

interface WorkersProps {
  search: ListSearch;
  /** `replace`: not a step that the back button goes back. */
  onSearch: (search: ListSearch, how?: { replace?: boolean }) => void;
}

/** Every declared worker, dead or alive: find, choose, act. */
export function Workers({ search, onSearch }: WorkersProps) {
  const { t, format } = useText();
  const wide = useMedia('(min-width: 768px)');
  const wishes = useStore(listWishes, (value) => value);
  const arrangement = useMemo(() => arrangementOf({ ...search }), [search]);
  const [caret, setCaret] = useState<number | null>(null);
  const { sorted, total, filter, vocabulary } = useWorkerList(arrangement, caret);
  const lines = useMemo(() => sorted && linesOf(sorted, arrangement.group), [sorted, arrangement.group]);
  const names = useNames(lines);
  // A worker's page leads to the one before and after it in this order.
  useEffect(() => lastList.set(names), [names]);
  useEffect(() => lastSearch.set(search), [search]);
  const [selection] = useState(createSelection);
  const [selecting, setSelecting] = useState(false);
  const someChosen = useStore(selection.names, (chosen) => chosen.size > 0);
  const acting = someChosen || selecting;
  const endSelecting = useCallback(() => {
    setSelecting(false);
    selection.clear();
  }, [selection]);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const handle = useRef<RowScroller>(null);
  const { move, current } = useRowCursor(
    list,
    handle,
    lines?.length ?? 0,
    (at) => lines?.[at]?.kind === 'worker',
  );
  const nameAt = (at: number) => {
    const line = lines?.[at];
    return line?.kind === 'worker' ? line.name : null;
  };
  const shown = arrangement.columns ?? wishes.columns ?? usualColumns;

  const change = (next: Partial<ListArrangement>, how?: { replace?: boolean }) =>
    onSearch(searchOf({ ...arrangement, ...next }), how);
  const showColumns = (columns: readonly ColumnId[] | null) => {
    wishColumns(columns);
    change({ columns });
  };
  const onLabel = useLatest((label: string, value: string) =>
    change({ q: askForLabel(arrangement.q, label, value) }),
  );

  useKeys([
    { keys: '/', group: 'list', text: t('workers.keys.find'), run: () => input.current?.focus() },
    { keys: 'j', group: 'list', text: t('workers.keys.next'), run: () => move(1) },
    { keys: 'k', group: 'list', text: t('workers.keys.previous'), run: () => move(-1) },
    {
      keys: 'x',
      group: 'list',
      text: t('workers.keys.select'),
      run: () => toggle(selection, nameAt(current()), null),
    },
    {
      keys: 'Shift+x',
      group: 'list',
      text: t('workers.keys.selectTo'),
      run: () => toggle(selection, nameAt(current()), names),
    },
    { keys: 'Shift+a', group: 'list', text: t('workers.keys.selectAll'), run: () => selection.set(names) },
    ...(acting
      ? [{ keys: 'Escape', group: 'list' as const, text: t('selection.clear'), run: endSelecting }]
      : []),
  ]);

  const bar = <ActionBar selection={selection} names={names} onClose={endSelecting} />;
  return (
    <section
      aria-label={t('workers.title')}
      className="card flex min-w-0 flex-col md:max-h-[calc(100dvh-var(--bar)-32px)]"
    >
      <header className="flex flex-col gap-2 px-4 pt-3 pb-2">
        <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
          <h1 className="flex min-h-10 items-center gap-2 font-semibold text-base sm:min-h-9">
            {t('workers.title')}
            <span role="status" className="figures font-normal text-ink-faint text-sm">
              {sorted !== null &&
                (sorted.length === total
                  ? format.count(total)
                  : t('workers.shown', { shown: format.count(sorted.length), total: format.count(total) }))}
            </span>
          </h1>
          <div className="order-last w-full md:order-none md:w-auto md:min-w-64 md:flex-1">
            <FilterField
              text={arrangement.q}
              onText={(q) => change({ q }, { replace: true })}
              onCaret={setCaret}
              filter={filter}
              vocabulary={vocabulary}
              input={input}
              onDone={() => move(0)}
            />
          </div>
          <div className="flex min-h-9 items-center gap-2 max-md:ml-auto">
            <ViewMenu search={search} onSearch={onSearch} />
            <GroupMenu
              grouping={arrangement.group}
              onGrouping={(group) => change({ group })}
              vocabulary={vocabulary}
            />
            {wide ? (
              <TableMenu
                shown={shown}
                onShown={showColumns}
                density={wishes.density}
                onDensity={wishDensity}
              />
            ) : (
              <>
                <SortMenu sort={arrangement.sort} onSort={(sort) => change({ sort })} />
                <Button
                  icon="select"
                  iconOnly
                  aria-pressed={acting}
                  onClick={() => (acting ? endSelecting() : setSelecting(true))}
                >
                  {t('selection.start')}
                </Button>
              </>
            )}
          </div>
        </div>
        <div className="flex min-h-8 items-center">
          {wide && acting ? (
            <div className="min-w-0 flex-1">{bar}</div>
          ) : (
            <StateChips text={arrangement.q} onText={(q) => change({ q })} vocabulary={vocabulary} />
          )}
        </div>
      </header>
      <div ref={list} className="flex min-h-0 flex-col">
        {lines === null ? (
          <Loading lines={10} />
        ) : lines.length === 0 ? (
          <Nobody empty={total === 0} looked={filter} onClear={() => change({ q: '' })} />
        ) : wide ? (
          <WorkerGrid
            lines={lines}
            names={names}
            shown={shown}
            onShown={showColumns}
            sort={arrangement.sort}
            onSort={(sort) => change({ sort })}
            density={wishes.density}
            selection={selection}
            onLabel={onLabel}
            handle={handle}
          />
        ) : (
          <WorkerCards
            lines={lines}
            selecting={acting}
            onSelecting={() => setSelecting(true)}
            selection={selection}
            handle={handle}
          />
        )}
      </div>
      {!wide && acting && <div className="h-28" />}
      {!wide &&
        acting &&
        // Not inside the page: where that is greyed, nothing can be fixed to the screen.
        createPortal(
          <div className="fixed inset-x-0 bottom-[calc(var(--bottom-bar)+env(safe-area-inset-bottom))] z-20 border-line border-t bg-raised p-3 text-ink shadow-raised">
            {bar}
          </div>,
          document.body,
        )}
    </section>
  );
}

function toggle(selection: Selection, name: string | null, range: readonly string[] | null): void {
  if (name === null) return;
  if (range === null) selection.toggle(name);
  else selection.extendTo(name, range);
}

function Nobody({ empty, looked, onClear }: { empty: boolean; looked: Filter; onClear: () => void }) {
  const { t } = useText();
  if (empty) return <Empty>{t('workers.empty')}</Empty>;
  const [only, ...others] = looked.terms;
  const forTrouble =
    only?.kind === 'choice' && only.values.includes('trouble') && !only.not && others.length === 0;
  return (
    <div className="flex flex-col items-center gap-3 border-line border-t px-4 py-12 text-center">
      {forTrouble ? (
        <p className="inline-flex items-center gap-2 font-medium text-well">
          <StateIcon state="running" />
          {t('workers.noTrouble')}
        </p>
      ) : (
        <>
          <p className="font-medium">{t('workers.noneMatches')}</p>
          <p className="text-ink-soft text-sm">{t('workers.noneMatchesText')}</p>
        </>
      )}
      <Button onClick={onClear}>{t('filter.clear')}</Button>
    </div>
  );
}

/** A function that stays the same and does the newest thing, so that rows need not be drawn again for it. */
function useLatest<Args extends unknown[]>(run: (...args: Args) => void): (...args: Args) => void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  return useCallback((...args: Args) => latest.current(...args), []);
}

/** The same array while the same stand in the same order, so that rows are not drawn anew when one of them changes. */
function useNames(lines: readonly Line[] | null): readonly string[] {
  const joined = lines?.flatMap((line) => (line.kind === 'worker' ? [line.name] : [])).join('\n') ?? '';
  return useMemo(() => (joined === '' ? [] : joined.split('\n')), [joined]);
}
