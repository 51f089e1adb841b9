/** The server's time as far as the page knows it, ticking once a second while somebody looks. */
import { createStore, type Store } from './store.ts';

/** Below this the difference is network delay rather than a wrong clock. */
const toleratedSkewMs = 1_000;

/** By how much the server's clock is ahead of this one's, ms; 0 as long as that may be the network. */
export const clockSkew: Store<number> = createStore(0);
/** The present in whole steps of a second. */
export const seconds: Store<number> = createStore(Date.now());

/** Learns from a message that the server stamped just now. */
export function noteServerTime(serverMs: number, localMs: number): void {
  const difference = serverMs - localMs;
  clockSkew.set(Math.abs(difference) > toleratedSkewMs ? difference : 0);
}

export function serverNow(): number {
  return Date.now() + clockSkew.get();
}

/** Once a second while somebody looks. */
export const onTick = seconds.subscribe;

export function startTicking(): () => void {
  const timer = setInterval(() => {
    if (!document.hidden) seconds.set(serverNow());
  }, 1_000);
  return () => clearInterval(timer);
}
