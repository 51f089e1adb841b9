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

const urgency: Record<Notice['tone'], number> = { well: 0, busy: 1, warn: 2, bad: 3 };

/** Where there are too many, the oldest of the least urgent goes. */
function fitting(all: readonly Notice[]): readonly Notice[] {
  if (all.length <= mostAtOnce) return all;
  const least = Math.min(...all.map(({ tone }) => urgency[tone]));
  const first = all.findIndex(({ tone }) => urgency[tone] === least);
  return fitting(all.toSpliced(first, 1));
}

/** Shows a message and answers its id, with which `renotify` replaces it. */
export function notify(notice: Omit<Notice, 'id'>): number {
  const id = ++lastId;
  notices.set(fitting([...notices.get(), { ...notice, id }]));
  return id;
}

/** Replaces a message that is still shown. One that was closed is shown anew only for an outcome, which must not be missed. */
export function renotify(id: number, notice: Omit<Notice, 'id'>): void {
  const shown = notices.get();
  if (shown.some((each) => each.id === id))
    notices.set(shown.map((each) => (each.id === id ? { ...notice, id } : each)));
  else if (notice.tone !== 'busy') notices.set(fitting([...shown, { ...notice, id }]));
}

export function dismiss(id: number): void {
  notices.set(notices.get().filter((notice) => notice.id !== id));
}
