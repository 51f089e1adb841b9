import { useSyncExternalStore } from 'react';
import type { Store } from './store.ts';

/** `select` must return a primitive or something that the store itself keeps, never a fresh object. */
export function useStore<T, S>(store: Store<T>, select: (value: T) => S): S {
  const read = () => select(store.get());
  return useSyncExternalStore(store.subscribe, read, read);
}
