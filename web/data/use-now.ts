import { seconds } from './clock.ts';
import { useStore } from './use-store.ts';

/** Renders again only when what is made of the time changes, so a row that says "3h" does so once an hour. */
export function useNow<T>(select: (now: number) => T): T {
  return useStore(seconds, select);
}
