import { type RefObject, useEffect, useImperativeHandle } from 'react';
import { Problem } from '../../components/block.tsx';
import { useWindowRows } from '../../components/use-window-rows.ts';
import type { useErrorList } from '../../data/errors.ts';
import type { Selection } from '../../data/selection.ts';
import type { ErrorGroup } from '../../data/types.ts';
import type { RowScroller } from '../../data/use-row-cursor.ts';
import { useText } from '../../i18n/index.ts';
import { GroupRow, rowColumns } from './group-row.tsx';

/** Asks for more while this many rows are still to come. */
const aheadRows = 20;
const usualRowPx = 65;
/** The bars at the top and at the bottom cover so much of what is scrolled into view. */
const coveredPx = 72;

interface GroupListProps {
  groups: readonly ErrorGroup[];
  shown: readonly string[];
  selection: Selection;
  selectable: boolean;
  query: ReturnType<typeof useErrorList>['query'];
  handle: RefObject<RowScroller | null>;
}

/** Only the rows in view exist, so a thousand cost no more than twenty. */
export function GroupList({ groups, shown, selection, selectable, query, handle }: GroupListProps) {
  const { t } = useText();
  const { body, top, virtual } = useWindowRows<HTMLOListElement>({
    count: groups.length,
    estimateSize: () => usualRowPx,
    getItemKey: (at) => groups[at]?.id ?? at,
    overscan: 6,
  });
  useImperativeHandle(
    handle,
    () => ({
      scrollTo: (at) => {
        const row = virtual.getVirtualItems().find(({ index }) => index === at);
        const isInView =
          row &&
          row.start >= window.scrollY + coveredPx &&
          row.end <= window.scrollY + window.innerHeight - coveredPx;
        if (!isInView) virtual.scrollToIndex(at, { align: 'center' });
      },
    }),
    [virtual],
  );
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? -1;
  const { hasNextPage, isFetchingNextPage, fetchNextPage, error } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && error === null && last >= groups.length - aheadRows)
      void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, error, last, groups.length]);
  return (
    <>
      <div
        aria-hidden="true"
        className={`hidden border-line border-t bg-ground px-4 py-1.5 text-ink-faint text-xs md:grid ${rowColumns}`}
      >
        <span className="col-start-2">{t('errors.columns.kind')}</span>
        <span>{t('errors.columns.trend')}</span>
        <span>{t('errors.columns.curve')}</span>
        <span className="text-right">{t('errors.columns.count')}</span>
        <span className="text-right">{t('errors.columns.lastSeen')}</span>
      </div>
      <ol
        ref={body}
        aria-label={t('errors.list')}
        className="relative"
        style={{ height: virtual.getTotalSize() }}
      >
        {rows.map(({ key, index, start }) => {
          const group = groups[index];
          return (
            group !== undefined && (
              <li
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                aria-setsize={hasNextPage ? -1 : groups.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0 border-line border-t"
                style={{ transform: `translateY(${start - top}px)` }}
              >
                <GroupRow group={group} shown={shown} selection={selection} selectable={selectable} />
              </li>
            )
          );
        })}
      </ol>
      {error !== null ? (
        <Problem error={error} retry={() => void fetchNextPage()} />
      ) : (
        <p role="status" className="border-line border-t px-4 py-3 text-center text-ink-faint text-xs">
          {t(hasNextPage ? 'common.loading' : 'errors.end')}
        </p>
      )}
    </>
  );
}
