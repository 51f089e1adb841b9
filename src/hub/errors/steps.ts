/** In which steps occurrences are counted, and how long each is kept. */
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

export const steps = [
  { stepMs: minuteMs, keptMs: dayMs + 2 * hourMs },
  { stepMs: 15 * minuteMs, keptMs: 32 * dayMs },
  { stepMs: dayMs, keptMs: 400 * dayMs },
] as const;

/** The finest step that is kept for so long, and how many of them are one point of at most `points`. */
export function stepFor(spanMs: number, points: number): { countedMs: number; stepMs: number } {
  const { stepMs } = steps.find((step) => spanMs <= step.keptMs) ?? steps[2];
  return { countedMs: stepMs, stepMs: stepMs * Math.max(1, Math.ceil(spanMs / stepMs / points)) };
}
