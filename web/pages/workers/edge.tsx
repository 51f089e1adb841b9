import { isTroubled, shownState, toneOf } from '../../data/standing.ts';
import type { Worker } from '../../data/types.ts';

/** Trouble is marked at the row's edge too, for eyes that run down the list. */
export function edgeOf(worker: Worker): string {
  if (!isTroubled(worker)) return '';
  return toneOf(shownState(worker)) === 'bad'
    ? 'shadow-[inset_3px_0_0_var(--bad)]'
    : 'shadow-[inset_3px_0_0_var(--warn)]';
}
