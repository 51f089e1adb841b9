import { type RefObject, useRef } from 'react';

/** Brings a row into view, also one that does not exist yet. */
export interface RowScroller {
  scrollTo: (at: number) => void;
}

/** Rows come into being while the list moves; a few frames are enough. */
const framesToWait = 12;

/** The row that has the focus, moved with the keyboard also to where no row exists yet. */
export function useRowCursor(
  list: RefObject<HTMLElement | null>,
  handle: RefObject<RowScroller | null>,
  count: number,
  isRow: (at: number) => boolean,
) {
  const last = useRef(-1);
  const current = () => {
    const row = document.activeElement?.closest<HTMLElement>('[data-index]');
    if (row && list.current?.contains(row)) last.current = Number(row.dataset['index']);
    return last.current;
  };
  const focus = (at: number, frames: number) => {
    const row = list.current?.querySelector<HTMLElement>(`[data-index="${at}"]`);
    // What opens the row, where a row says which that is.
    const target =
      row?.querySelector<HTMLElement>('[data-row]') ??
      row?.querySelector<HTMLElement>('a, button[role=checkbox]:only-child');
    if (row) target?.focus({ preventScroll: true });
    else if (frames > 0) requestAnimationFrame(() => focus(at, frames - 1));
  };
  const move = (step: -1 | 0 | 1) => {
    const from = current();
    // What was there may have left the list since.
    let at = from >= count ? count - 1 : from + step;
    if (step === 0) at = Math.max(0, Math.min(at, count - 1));
    while (at >= 0 && at < count && !isRow(at)) at += step || 1;
    if (at < 0 || at >= count) return;
    last.current = at;
    handle.current?.scrollTo(at);
    focus(at, framesToWait);
  };
  return { move, current };
}
