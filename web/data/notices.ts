/** Short messages about what came of something that was done, for as long as somebody may want to read them. */
import { createStore } from './store.ts';

export interface Notice {
  id: number;
  tone: 'busy' | 'well' | 'warn' | 'bad';
  text: string;
  /** Something to do about it, such as undoing it. */
  action?: { text: string; run: () => void };
  /** How much is done, 0 to 1, of something that takes a while. */
  progress?: number;
  /** More to be read on demand: a heading, and who it is about. */
  details?: { text: string; lines: readonly { name: string; text: string }[] };
}

/** More would cover what the page is for. */
const mostAtOnce = 4;
let lastId = 0;

export const notices = createStore<readonly Notice[]>([]);

/** Shows a message and answers its id, with which `renotify` replaces it. */
export function notify(notice: Omit<Notice, 'id'>): number {
  const id = ++lastId;
  notices.set([...notices.get(), { ...notice, id }].slice(-mostAtOnce));
  return id;
}

/** Replaces a message that is still shown, else shows it anew: an outcome must not be missed. */
export function renotify(id: number, notice: Omit<Notice, 'id'>): void {
  const shown = notices.get();
  if (shown.some((each) => each.id === id))
    notices.set(shown.map((each) => (each.id === id ? { ...notice, id } : each)));
  else notices.set([...shown, { ...notice, id }].slice(-mostAtOnce));
}

export function dismiss(id: number): void {
  notices.set(notices.get().filter((notice) => notice.id !== id));
}
