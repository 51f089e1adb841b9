import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';

interface WindowRows {
  count: number;
  /** What a row takes, in pixels, until it is measured. */
  estimateSize: (at: number) => number;
  getItemKey: (at: number) => string | number;
  overscan: number;
}

/** The rows of a list that the page itself scrolls: only those in view exist. `top`: where the list begins on the page, in pixels. */
export function useWindowRows<Body extends HTMLElement>(rows: WindowRows) {
  const body = useRef<Body>(null);
  const [top, setTop] = useState(0);
  // What stands above the list may grow at any time, and the page with it.
  useLayoutEffect(() => {
    const measure = () =>
      setTop(Math.round((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY));
    const watch = new ResizeObserver(measure);
    watch.observe(document.body);
    return () => watch.disconnect();
  }, []);
  // oxlint-disable-next-line react/incompatible-library -- it warns users of the React compiler, which is not used here
  const virtual = useWindowVirtualizer({ ...rows, scrollMargin: top });
  return { body, top, virtual };
}
