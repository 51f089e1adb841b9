/** What of the overview stands in its address, so that it can be sent to somebody and the back button undoes it. */
import { isPlacing, type Placing } from '../../data/grouping.ts';

export interface OverviewSearch {
  /** Into which groups the workers are parted. */
  by?: Placing;
  /** Whose panel is open. */
  worker?: string;
  /** For a screen in the room. */
  wall?: true;
}

export function overviewSearch({ by, worker, wall }: Record<string, unknown>): OverviewSearch {
  // Addresses of earlier versions had a colon.
  const placing = typeof by === 'string' ? by.replace(/^label:/, 'label.') : '';
  return {
    ...(isPlacing(placing) ? { by: placing } : {}),
    ...(typeof worker === 'string' && worker !== '' ? { worker } : {}),
    ...(wall === '' || wall === true || wall === 1 ? { wall: true } : {}),
  };
}
