/** How Yagura itself is: each part is well, troubled or down, and since when. */
import { type Clock, isoTime } from '../../shared/clock.ts';
import { wordOf } from './mend.ts';
import type { Part } from './views.ts';

export interface Parts {
  set(name: string, state: Part['state'], detail?: string): void;
  /** The troubles of one source, one part for each first word of a code; parts it no longer mentions are well again. */
  replace(source: string, problems: readonly { code: string; detail: string }[]): void;
  list(): Part[];
  onChange(listener: (parts: Part[]) => void): void;
}

export function createParts(clock: Clock, names: readonly string[]): Parts {
  const parts = new Map<string, Part>(
    names.map((name) => [name, { name, state: 'well', detail: '', since: null }]),
  );
  const reported = new Map<string, Set<string>>();
  let listener: (parts: Part[]) => void = () => {};
  const list = () => [...parts.values()];
  const set: Parts['set'] = (name, state, detail = '') => {
    const before = parts.get(name);
    if (before?.state === state && before.detail === detail) return;
    const since = before?.state === state ? before.since : isoTime(clock.now());
    parts.set(name, { name, state, detail, since });
    listener(list());
  };
  return {
    set,
    replace(source, problems) {
      const details = new Map<string, string[]>();
      for (const { code, detail } of problems) {
        const name = wordOf(code);
        details.set(name, [...(details.get(name) ?? []), detail]);
      }
      for (const name of reported.get(source) ?? []) if (!details.has(name)) set(name, 'well');
      for (const [name, texts] of details) set(name, 'troubled', texts.join('; '));
      reported.set(source, new Set(details.keys()));
    },
    list,
    onChange(next) {
      listener = next;
    },
  };
}
