/** Round figures for the side of a chart, and round times for its foot. */

/** About `most` figures in round steps from at most `min` to at least `max`. */
export function valueTicks(min: number, max: number, most: number): number[] {
  const span = max - min || Math.abs(max) || 1;
  const rough = span / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.floor(min / step);
  const last = Math.ceil(max / step);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

const units = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** `1.5k`, `0.02`. */
export function valueText(value: number): string {
  const [size, sign] = units.find(([size]) => Math.abs(value) >= size) ?? [1, ''];
  return `${Number((value / size).toPrecision(3))}${sign}`;
}

const minuteMs = 60_000;
const stepsMs = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080].map(
  (minutes) => minutes * minuteMs,
);

/** At most `most` times in round steps, and their texts: the hour and minute, beyond two days the month and day. */
export function timeTicks(
  fromMs: number,
  toMs: number,
  most: number,
  timeZone: string | undefined,
): { ms: number; text: string }[] {
  const stepMs = stepsMs.find((step) => (toMs - fromMs) / step <= most) ?? toMs - fromMs;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    ...(toMs - fromMs > 2880 * minuteMs
      ? { month: '2-digit', day: '2-digit' }
      : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  });
  const textOf = (ms: number) => {
    const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
    return parts['hour'] === undefined
      ? `${parts['month']}-${parts['day']}`
      : `${parts['hour']}:${parts['minute']}`;
  };
  const ticks: { ms: number; text: string }[] = [];
  for (let ms = Math.ceil(fromMs / stepMs) * stepMs; ms <= toMs; ms += stepMs)
    ticks.push({ ms, text: textOf(ms) });
  return ticks;
}
