import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useText } from '../i18n/index.ts';
import { Problem } from './block.tsx';
import { Button } from './button.tsx';
import { useWindowRows } from './use-window-rows.ts';

interface EndlessListProps<Item> {
  /** Names the list for those who don't see it. */
  label: string;
  items: readonly Item[];
  keyOf: (item: Item) => string | number;
  children: (item: Item) => ReactNode;
  /** What a row usually takes, in pixels, until it was measured. */
  rowHeight: number;
  /** What is asked for when the end comes near. */
  pages: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => unknown;
    error: Error | null;
  };
  /** Said below the last item. */
  end: string;
}

/** Asks for more while this many rows are still to come. */
const aheadRows = 20;
/** So many pages that add nothing to what is seen are asked for by themselves: all of them may belong to one story, or nothing may match. */
const mostInVain = 12;

/** A list that is longer than anybody reads: only the rows in view exist, and older ones are asked for as one nears the end. */
export function EndlessList<Item>({
  label,
  items,
  keyOf,
  children,
  rowHeight,
  pages,
  end,
}: EndlessListProps<Item>) {
  const { t } = useText();
  const { body, top, virtual } = useWindowRows<HTMLOListElement>({
    count: items.length,
    estimateSize: () => rowHeight,
    getItemKey: (at) => {
      const item = items[at];
      return item === undefined ? at : keyOf(item);
    },
    overscan: 8,
  });
  const shown = virtual.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? -1;
  const { hasNextPage, isFetchingNextPage, fetchNextPage, error } = pages;
  // What was asked for since the list grew last, and whether to go on is left to the reader.
  const inVain = useRef({ length: 0, count: 0 });
  const [tired, setTired] = useState(false);
  useEffect(() => {
    const isNear = lastShown >= items.length - aheadRows;
    if (!hasNextPage || isFetchingNextPage || error !== null || !isNear || tired) return;
    if (items.length > inVain.current.length) inVain.current = { length: items.length, count: 0 };
    if (++inVain.current.count > mostInVain) setTired(true);
    else void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, error, lastShown, items.length, tired]);
  return (
    <>
      <ol ref={body} aria-label={label} className="relative" style={{ height: virtual.getTotalSize() }}>
        {shown.map(({ key, index, start }) => {
          const item = items[index];
          return (
            item !== undefined && (
              <li
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                aria-setsize={hasNextPage ? -1 : items.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0 border-line border-t"
                style={{ transform: `translateY(${start - top}px)` }}
              >
                {children(item)}
              </li>
            )
          );
        })}
      </ol>
      {error !== null ? (
        <Problem error={error} retry={() => void fetchNextPage()} />
      ) : hasNextPage && tired ? (
        <div className="border-line border-t p-3 text-center">
          <Button
            onClick={() => {
              inVain.current = { length: items.length, count: 0 };
              setTired(false);
            }}
          >
            {t('stories.older')}
          </Button>
        </div>
      ) : (
        <p role="status" className="border-line border-t px-4 py-3 text-center text-ink-faint text-xs">
          {hasNextPage ? t('common.loading') : end}
        </p>
      )}
    </>
  );
}
