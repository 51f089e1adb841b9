/** Which rows of a list, by name, are chosen for an action. A row renders again only when its own tick changes. */
import { createStore, type Store } from './store.ts';

export interface Selection {
  readonly names: Store<ReadonlySet<string>>;
  toggle(name: string): void;
  /** From the one that was toggled last to this one, in the order shown. */
  extendTo(name: string, shown: readonly string[]): void;
  set(names: Iterable<string>): void;
  clear(): void;
}

export function createSelection(): Selection {
  const names = createStore<ReadonlySet<string>>(new Set());
  let anchor: string | null = null;
  return {
    names,
    toggle(name) {
      const next = new Set(names.get());
      if (!next.delete(name)) next.add(name);
      anchor = name;
      names.set(next);
    },
    extendTo(name, shown) {
      const [from, to] = [shown.indexOf(anchor ?? name), shown.indexOf(name)].toSorted((a, b) => a - b);
      if (from === undefined || to === undefined || from < 0) {
        this.toggle(name);
        return;
      }
      anchor = name;
      names.set(new Set([...names.get(), ...shown.slice(from, to + 1)]));
    },
    set(chosen) {
      anchor = null;
      names.set(new Set(chosen));
    },
    clear() {
      anchor = null;
      if (names.get().size > 0) names.set(new Set());
    },
  };
}
