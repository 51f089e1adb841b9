/** Durations as people write them: a number and its unit, `500ms 10s 5m 2h 7d`. */

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export const durationPattern = /^(\d{1,12}(?:\.\d{1,6})?)(ms|s|m|h|d)$/;

/** Whole milliseconds, or null when the text is not a duration. */
export function parseDuration(text: string): number | null {
  const match = durationPattern.exec(text);
  return match && Math.round(Number(match[1]) * unitMs[match[2] as keyof typeof unitMs]);
}

/** The shortest exact form: 90,000 is `90s`, 120,000 is `2m`. */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0s';
  // Every whole number of milliseconds divides by the last of them.
  const [unit, factor] = Object.entries(unitMs).findLast(([, factor]) => ms % factor === 0) as [
    string,
    number,
  ];
  return `${ms / factor}${unit}`;
}
