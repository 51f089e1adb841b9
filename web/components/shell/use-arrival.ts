/** What a new document would do by itself: a title, and a focus that tells a screen reader where one has come to. */
import type { AnyRouter } from '@tanstack/react-router';
import { useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useSummary } from '../../data/use-fleet.ts';
import { useText } from '../../i18n/index.ts';
import { usePlaces } from './places.ts';

/** Pages that are loaded when they are first opened have their heading a moment later. */
const headingWaitMs = 3_000;
const linkWaitMs = 800;

/** Moves the focus to the heading of the page that one has come to, or back to the link that one had left by. */
export function useArrival(router: AnyRouter): void {
  useEffect(() => {
    let settle: (() => void) | null = null;
    const unsubscribe = router.subscribe('onRendered', ({ fromLocation, toLocation }) => {
      // The first page is the browser's business, and a list that is narrowed keeps the focus in its field.
      if (!fromLocation || fromLocation.pathname === toLocation.pathname) return;
      settle?.();
      const isGoingBack = fromLocation.state.__TSR_index > toLocation.state.__TSR_index;
      settle = focusWhenThere(fromLocation.pathname, isGoingBack);
    });
    return () => {
      settle?.();
      unsubscribe();
    };
  }, [router]);
}

/** Answers how to give up. */
function focusWhenThere(cameFrom: string, goingBack: boolean): () => void {
  const main = document.getElementById('main');
  if (!main) return () => {};
  const link = () =>
    [...main.querySelectorAll<HTMLAnchorElement>('a[href]')].find(
      (each) => new URL(each.href).pathname === cameFrom,
    );
  /** Rows of a long list are drawn a moment after the page. */
  let waitsForLink = goingBack;
  const arrive = (): boolean => {
    // Whoever has gone on meanwhile is not called back.
    if (document.activeElement !== document.body && document.activeElement !== main) return true;
    const there = (goingBack ? link() : undefined) ?? (waitsForLink ? null : main.querySelector('h1'));
    if (!(there instanceof HTMLElement)) return false;
    if (!there.matches('a[href]')) there.tabIndex = -1;
    there.focus({ preventScroll: true });
    return true;
  };
  if (!main.contains(document.activeElement)) main.focus({ preventScroll: true });
  const watch = new MutationObserver(() => arrive() && stop());
  const soon = setTimeout(() => {
    waitsForLink = false;
    if (arrive()) stop();
  }, linkWaitMs);
  const late = setTimeout(stop, headingWaitMs);
  watch.observe(main, { childList: true, subtree: true });
  function stop(): void {
    clearTimeout(soon);
    clearTimeout(late);
    watch.disconnect();
  }
  if (arrive()) stop();
  return stop;
}

/** The tab says where one is, and how many workers are in trouble, so that it can be left in the background. */
export function useTitle(): void {
  const { t } = useText();
  const places = usePlaces();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const troubled = useSummary()?.troubled.length ?? 0;
  const worker = /^\/workers\/([^/]+)/.exec(path)?.[1];
  const place = places.find(({ to }) => to !== '/' && to === path)?.name;
  const here = worker !== undefined ? decodeURIComponent(worker) : place && t(`nav.${place}`);
  const title = `${troubled > 0 ? `(${troubled}) ` : ''}${here ? `${here} – ` : ''}Yagura`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
