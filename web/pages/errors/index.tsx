import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Block, Loading, Problem } from '../../components/block.tsx';
import { Button } from '../../components/button.tsx';
import { inputBox } from '../../components/field.tsx';
import { StateIcon } from '../../components/icon.tsx';
import { allows } from '../../data/access.ts';
import type { Category } from '../../data/categories.ts';
import { type ErrorAct, useErrorActs } from '../../data/error-acts.ts';
import { errorHeadline } from '../../data/error-headline.ts';
import {
  errorRanges,
  errorSearch,
  type ErrorSearch,
  isNarrowed,
  noErrorFilter,
  usualRange,
} from '../../data/error-search.ts';
import { errorSummaryQuery, newErrorsQuery, useErrorList, useFreshErrors } from '../../data/errors.ts';
import { useKeys } from '../../data/keys.ts';
import { meQuery } from '../../data/queries.ts';
import { createSelection } from '../../data/selection.ts';
import type { Change } from '../../data/time-range.ts';
import type { ErrorGroup } from '../../data/types.ts';
import { useSummary } from '../../data/use-fleet.ts';
import { useHeld } from '../../data/use-held.ts';
import { type RowScroller, useRowCursor } from '../../data/use-row-cursor.ts';
import { useStore } from '../../data/use-store.ts';
import { lastErrorList, lastErrorSearch } from '../../data/walk-errors.ts';
import { useText } from '../../i18n/index.ts';
import { ActingBar } from './acting-bar.tsx';
import { FilterBar } from './filter-bar.tsx';
import { GroupList } from './group-list.tsx';
import { Picture } from './picture.tsx';

/** What kinds of errors the fleet has: which are new, which grow, and what mostly goes wrong. */
export function Errors() {
  const text = useText();
  const { t } = text;
  const search = useSearch({ from: '/shell/errors' });
  const navigate = useNavigate({ from: '/errors' });
  const held = useHeld();
  useFreshErrors(['summary', 'new']);
  const summary = useQuery(errorSummaryQuery(search.range, search.worker));
  const { data: newest } = useQuery(newErrorsQuery);
  const list = useErrorList(search, held);

  const go = useCallback(
    (change: Change<ErrorSearch>, replace = false) =>
      void navigate({
        search: (before) => errorSearch({ ...before, ...change }),
        replace,
        resetScroll: false,
      }),
    [navigate],
  );
  const choose = (category: Category | undefined) => go({ category });

  return (
    <>
      <header className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <p className="text-ink-faint text-sm">{t('errors.title')}</p>
          <h1
            aria-live="polite"
            className="figures max-w-[92ch] text-balance font-semibold text-ink text-lg tracking-tight sm:min-h-(--line-xl) sm:text-xl"
          >
            {summary.data
              ? errorHeadline(text, summary.data, newest?.groups.at(-1)?.firstSeen ?? null)
              : summary.isError
                ? t('errors.title')
                : t('common.loading')}
          </h1>
        </div>
        <Range search={search} onChange={go} />
      </header>
      {summary.data && summary.data.totals.occurrences > 0 && (
        <Block title={t('errors.picture.title')} flush className="mb-4">
          <Picture summary={summary.data} chosen={search.category} onChoose={choose} />
        </Block>
      )}
      <GroupBlock list={list} search={search} onChange={go} />
    </>
  );
}

/** How far back one looks: for the picture, the counts, and which kinds are listed. */
function Range({
  search,
  onChange,
}: {
  search: ErrorSearch;
  onChange: (change: Change<ErrorSearch>) => void;
}) {
  const { t } = useText();
  return (
    <select
      aria-label={t('period.label')}
      value={search.range ?? usualRange}
      onChange={({ target }) => onChange({ range: errorRanges.find((name) => name === target.value) })}
      className={`${inputBox} w-auto!`}
    >
      {errorRanges.map((name) => (
        <option key={name} value={name}>
          {t(`period.presets.${name}`)}
        </option>
      ))}
    </select>
  );
}

interface GroupBlockProps {
  list: ReturnType<typeof useErrorList>;
  search: ErrorSearch;
  onChange: (change: Change<ErrorSearch>, replace?: boolean) => void;
}

const noGroups: readonly ErrorGroup[] = [];

function GroupBlock({ list, search, onChange }: GroupBlockProps) {
  const { t, format } = useText();
  const { data: me } = useQuery(meQuery);
  const mayAct = allows(me?.role, 'operator');
  const acts = useErrorActs();
  const { query, total, waiting, refresh } = list;
  const groups = list.groups ?? noGroups;
  const body = useRef<HTMLDivElement>(null);
  const handle = useRef<RowScroller>(null);
  const [selection] = useState(createSelection);
  const chosenIds = useStore(selection.names, (names) => names);
  const shown = useIds(groups);
  // A group's page leads to the one before and after it in this order, and back to this list.
  useEffect(() => lastErrorList.set(shown.map(Number)), [shown]);
  useEffect(() => lastErrorSearch.set(search), [search]);
  const chosen = useMemo(() => groups.filter(({ id }) => chosenIds.has(String(id))), [groups, chosenIds]);
  const { move, current } = useRowCursor(body, handle, groups.length, (at) => at in groups);
  // What was dealt with leaves the list: the cursor goes on with what takes its place.
  const goesOn = useRef(false);
  useEffect(() => {
    // It still has the focus until it is gone.
    if (!goesOn.current || document.activeElement !== document.body) return;
    goesOn.current = false;
    move(0);
  });
  const act = async (what: ErrorAct) => {
    const at = groups[current()];
    const those = chosen.length > 0 ? chosen : at ? [at] : [];
    if (those.length === 0) return;
    selection.clear();
    await acts.set(what, those);
    goesOn.current = true;
  };
  const keyOf = (at: number) => {
    const group = groups[at];
    return group && String(group.id);
  };
  useKeys([
    { keys: 'j', group: 'list', text: t('errors.keys.next'), run: () => move(1) },
    { keys: 'k', group: 'list', text: t('errors.keys.previous'), run: () => move(-1) },
    { keys: 'Enter', group: 'list', text: t('errors.keys.open'), run: () => move(0) },
    ...(mayAct
      ? [
          {
            keys: 'e',
            group: 'page' as const,
            text: t('errors.keys.resolve'),
            run: () => void act('resolve'),
          },
          { keys: 'i', group: 'page' as const, text: t('errors.keys.ignore'), run: () => void act('ignore') },
          { keys: 'u', group: 'page' as const, text: t('errors.keys.reopen'), run: () => void act('reopen') },
          {
            keys: 'x',
            group: 'list' as const,
            text: t('errors.keys.select'),
            run: () => {
              const id = keyOf(current());
              if (id !== undefined) selection.toggle(id);
            },
          },
        ]
      : []),
    ...(chosen.length > 0
      ? [{ keys: 'Escape', group: 'list' as const, text: t('selection.clear'), run: () => selection.clear() }]
      : []),
  ]);
  return (
    <section aria-label={t('errors.list')} className="card relative min-w-0">
      <header className="flex flex-col gap-2 px-4 py-3">
        <div className="flex min-h-8 items-center">
          {chosen.length > 0 ? (
            <div className="min-w-0 flex-1">
              <ActingBar chosen={chosen} onDone={() => selection.clear()} />
            </div>
          ) : (
            <h2 className="flex items-baseline gap-2 font-semibold text-base">
              {t('errors.list')}
              <span role="status" className="figures font-normal text-ink-faint text-sm">
                {total !== null && format.count(total)}
              </span>
            </h2>
          )}
        </div>
        <FilterBar search={search} onChange={onChange} />
      </header>
      {waiting > 0 && (
        <div className="sticky top-15 z-10 h-0 text-center">
          <Button
            look="main"
            className="figures -translate-y-1 rounded-full shadow-raised"
            onClick={() => {
              refresh();
              window.scrollTo({ top: 0, behavior: 'smooth' });
            }}
          >
            ↑ {t('errors.waiting', { count: waiting })}
          </Button>
        </div>
      )}
      <div ref={body}>
        {list.groups === undefined ? (
          query.isError ? (
            <Problem error={query.error} retry={() => void query.refetch()} />
          ) : (
            <Loading lines={8} />
          )
        ) : groups.length === 0 ? (
          <Nothing search={search} onClear={() => onChange(noErrorFilter)} />
        ) : (
          <GroupList
            groups={groups}
            shown={shown}
            selection={selection}
            selectable={mayAct}
            query={query}
            handle={handle}
          />
        )}
      </div>
    </section>
  );
}

/** The same array while the same stand in the same order, so that rows are not drawn anew when one of them changes. */
function useIds(groups: readonly ErrorGroup[]): readonly string[] {
  const joined = groups.map(({ id }) => id).join(' ');
  return useMemo(() => (joined === '' ? [] : joined.split(' ')), [joined]);
}

/** Nothing goes wrong, or nothing of what is looked for. */
function Nothing({ search, onClear }: { search: ErrorSearch; onClear: () => void }) {
  const { t } = useText();
  const workers = useSummary()?.total ?? 0;
  const narrowed = isNarrowed(search);
  return (
    <div className="flex flex-col items-center gap-3 border-line border-t px-4 py-12 text-center">
      {narrowed ? (
        <>
          <p className="font-medium">{t('errors.noneMatches')}</p>
          <Button onClick={onClear}>{t('range.clear')}</Button>
        </>
      ) : (
        <>
          <p className="inline-flex items-center gap-2 font-medium text-well">
            <StateIcon state="running" />
            {t('errors.none')}
          </p>
          <p className="max-w-[64ch] text-pretty text-ink-soft text-sm">
            {t('errors.watched', { count: workers })}
          </p>
        </>
      )}
    </div>
  );
}
