/** How much a sender may send: so many a second on average, what ten seconds hold at once. */
export interface Rate {
  /** Takes one; else seconds (whole, at least one) after which there is room again. */
  take(perSecond: number, nowMs: number): number | null;
}

const burstSeconds = 10;

export function createRate(): Rate {
  let spent = 0;
  let at = 0;
  return {
    take(perSecond, nowMs) {
      spent = Math.max(0, spent - (Math.max(0, nowMs - at) / 1000) * perSecond);
      at = nowMs;
      const most = Math.max(1, perSecond * burstSeconds);
      if (spent + 1 > most) return Math.max(1, Math.ceil((spent + 1 - most) / perSecond));
      spent += 1;
      return null;
    },
  };
}
