/** How time is cut: samples lie in windows, and each tier keeps blocks of whole windows. */

export const windowMs = 2 * 3_600_000;
export const windowOf = (timeMs: number) => Math.floor(timeMs / windowMs);

/** A window is closed this long after its end: until then samples may still come out of order. */
export const lateMs = 300_000;

/** From fine to coarse. `stepMs` 0: each sample as it came. */
export const tiers = [
  { name: 'raw', stepMs: 0, windowsPerBlock: 1 },
  { name: 'medium', stepMs: 15_000, windowsPerBlock: 1 },
  { name: 'coarse', stepMs: 300_000, windowsPerBlock: 48 },
] as const;

export type Tier = (typeof tiers)[number];
export type TierName = Tier['name'];

export const blockOf = ({ windowsPerBlock }: Tier, window: number) => Math.floor(window / windowsPerBlock);
/** The first window of a block. */
export const blockStart = ({ windowsPerBlock }: Tier, block: number) => block * windowsPerBlock;
