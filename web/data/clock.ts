/** The server's time as far as the page knows it, ticking once a second while somebody looks. */
import { createStore, type Store, useStore } from './store.ts';

/** Below this the difference is network delay rather than a wrong clock. */
const toleratedSkewMs = 1_000;

let skewMs = 0;
const seconds: Store<number> = createStore(Date.now());

/** Learns from a message that the server stamped just now. */
export function noteServerTime(serverMs: number, localMs = Date.now()): void {
  const difference = serverMs - localMs;
  skewMs = Math.abs(difference) > toleratedSkewMs ? difference : 0;
}

function serverNow(): number {
  return Date.now() + skewMs;
}

export function startTicking(): () => void {
  const timer = setInterval(() => {
    if (!document.hidden) seconds.set(serverNow());
  }, 1_000);
  return () => clearInterval(timer);
}

/** Renders again only when what is made of the time changes, so a row that says "3h" does so once an hour. */
export function useNow<T>(select: (now: number) => T): T {
  return useStore(seconds, select);
}
