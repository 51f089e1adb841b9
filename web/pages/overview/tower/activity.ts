import { type Figures, recentSeconds } from '../../../data/live/fleet-state.ts';

/**
 * The last minute's CPU of many workers at once: for each of `names` so many heights from 0 to 1, oldest first; NaN where nothing was
 * measured. A core is 1, and heights go with the square root, so that a worker at one percent still shows life and all are comparable.
 */
export function activityOf(figures: Figures, names: readonly string[], bars: number): Float32Array {
  const heights = new Float32Array(names.length * bars).fill(Number.NaN);
  const { minute } = figures;
  const seconds = recentSeconds / bars;
  names.forEach((name, row) => {
    // From second to second everybody mostly keeps their place.
    let index: Figures['index'] | null = null;
    let place: number | undefined;
    for (let bar = 0; bar < bars; bar++) {
      // Counted from the newest, which stands at the right.
      const from = minute.length - Math.round((bars - bar) * seconds);
      const to = minute.length - Math.round((bars - bar - 1) * seconds);
      let sum = 0;
      let known = 0;
      for (let at = Math.max(0, from); at < to; at++) {
        const second = minute[at];
        if (!second) continue;
        if (second.index !== index) {
          index = second.index;
          place = index.get(name);
        }
        const value = place === undefined ? undefined : second.cpuRatio[place];
        if (value === undefined || Number.isNaN(value)) continue;
        sum += value;
        known++;
      }
      if (known > 0) heights[row * bars + bar] = Math.sqrt(Math.min(1, sum / known));
    }
  });
  return heights;
}
