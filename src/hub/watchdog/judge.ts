/** From readings to how the tower's own parts are. Pure. */
import type { Part } from '../fleet/index.ts';

export interface Readings {
  /** The longest that one of the hub's timers came too late lately, ms. */
  lateMs: number;
  /** The newest jump of the wall clock, as long as it is recent; forward is positive. */
  jumpMs: number | null;
  /** The hub's clock minus the agent's, by machine; null where that is not known. */
  skewsMs: Readonly<Record<string, number | null>>;
  /** How long what is due has waited, by step from a figure to a message, ms. */
  lagsMs: Readonly<Record<string, number>>;
  /** What waits somewhere, as a share of what may wait there. */
  fillRatios: Readonly<Record<string, number>>;
}

export type Verdict = Pick<Part, 'name' | 'state' | 'detail'>;

/** Above these it is a trouble; above the second, nothing comes through any more. */
export const limits = {
  lateMs: 2_000,
  skewMs: 2_000,
  lagMs: { troubled: 5_000, down: 30_000 },
  fillRatio: { troubled: 0.5, down: 1 },
};

export function judge({ lateMs, jumpMs, skewsMs, lagsMs, fillRatios }: Readings): Verdict[] {
  const skewed = Object.entries(skewsMs).flatMap(([host, ms]) =>
    ms !== null && Math.abs(ms) > limits.skewMs ? [[host, ms] as const] : [],
  );
  const full = Object.entries(fillRatios).filter(([, ratio]) => ratio >= limits.fillRatio.troubled);
  return [
    verdict('hub', lateMs > limits.lateMs ? [`the hub stood still for ${seconds(lateMs)}`] : []),
    verdict('clock', [
      ...(jumpMs === null
        ? []
        : [`the clock jumped ${seconds(Math.abs(jumpMs))} ${jumpMs > 0 ? 'forward' : 'back'}`]),
      ...skewed.map(
        ([host, ms]) => `the clock of ${host} is ${seconds(Math.abs(ms))} ${ms > 0 ? 'behind' : 'ahead'}`,
      ),
    ]),
    verdict(
      'queues',
      full.map(([name, ratio]) => `${name} ${Math.round(ratio * 100)} % full`),
      full.some(([, ratio]) => ratio >= limits.fillRatio.down),
    ),
    ...Object.entries(lagsMs).map(([step, ms]) =>
      verdict(step, ms > limits.lagMs.troubled ? [`${seconds(ms)} behind`] : [], ms > limits.lagMs.down),
    ),
  ];
}

function verdict(name: string, details: readonly string[], isDown = false): Verdict {
  const state = details.length === 0 ? 'well' : isDown ? 'down' : 'troubled';
  return { name, state, detail: details.join('; ') };
}

/** Rounded, so that a trouble that lasts is not told anew each second. */
function seconds(ms: number): string {
  const s = ms / 1_000;
  if (s < 10) return `${Math.round(s)} s`;
  if (s < 120) return `${Math.round(s / 10) * 10} s`;
  return s < 7_200 ? `${Math.round(s / 60)} min` : `${Math.round(s / 3_600)} h`;
}
