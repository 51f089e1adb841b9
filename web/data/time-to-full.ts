/** When something that fills up will be full, told only where an hour of data supports saying it. Pure. */

/** What has been watched for less shows no trend yet. */
const leastWatchedMs = 20 * 60_000;
const leastPoints = 30;
/** More points say little more, and their pairs grow with the square. */
const mostPoints = 240;
/** Nothing is foretold further ahead than so many times as long as it was watched. */
const farthest = 24;
/** Two-sided 95 % of the normal distribution. */
const z95 = 1.96;
/** Scales the median of absolute deviations to a standard deviation of normal noise. */
const madToSigma = 1.4826;

interface Point {
  time: number;
  value: number;
}

/**
 * Milliseconds from the newest of `times` (ms, ascending) until `values` reach `full`, in their unit; null where no trend may be claimed.
 *
 * The slope is Theil–Sen's, the median of the slopes of all pairs of points: up to 29 % of them may be outliers without moving it far.
 * It counts as a trend when Sen's 95 % interval for the slope lies above zero, when the rise over the whole time stands out from the
 * noise around the line, and when both halves rise (a single step is not a trend, nor is a sawtooth that comes down again).
 *
 * P. K. Sen: Estimates of the regression coefficient based on Kendall's tau. Journal of the American Statistical Association 63 (324),
 * 1968, pages 1379–1389. The interval is that of his section 5, with the normal approximation of Kendall's S.
 */
export function timeToFullMs(
  times: readonly number[],
  values: readonly (number | null)[],
  full: number,
): number | null {
  const points = thin(knownPoints(times, values));
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length < leastPoints) return null;
  const watchedMs = last.time - first.time;
  if (watchedMs < leastWatchedMs) return null;
  const { slope, least } = theilSen(points);
  if (least <= 0) return null;
  const offsets = points.map(({ time, value }) => value - slope * (time - last.time));
  const now = median(offsets);
  const noise = madToSigma * median(offsets.map((offset) => Math.abs(offset - now)));
  if (slope * watchedMs < 2 * noise) return null;
  const middle = Math.floor(points.length / 2);
  const halves = [points.slice(0, middle), points.slice(middle)];
  if (halves.some((half) => theilSen(half).slope < slope / 4)) return null;
  const leftMs = (full - now) / slope;
  if (leftMs > farthest * watchedMs) return null;
  return Math.max(0, leftMs);
}

function knownPoints(times: readonly number[], values: readonly (number | null)[]): Point[] {
  return times.flatMap((time, at) => {
    const value = values[at] ?? null;
    return value === null ? [] : [{ time, value }];
  });
}

/** Every n-th point, the newest always among them. */
function thin(points: Point[]): Point[] {
  const every = Math.ceil(points.length / mostPoints);
  return points.filter((_, at) => (points.length - 1 - at) % every === 0);
}

/** The median slope of all pairs, and the lower end of its 95 % interval; in the value's unit per ms. */
function theilSen(points: readonly Point[]): { slope: number; least: number } {
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2);
  let count = 0;
  points.forEach((a, at) => {
    for (const b of points.slice(at + 1)) {
      if (b.time > a.time) slopes[count++] = (b.value - a.value) / (b.time - a.time);
    }
  });
  const sorted = slopes.subarray(0, count).sort();
  const n = points.length;
  const width = z95 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const lower = Math.max(0, Math.floor((count - width) / 2));
  return { slope: middleOf(sorted), least: sorted[lower] ?? 0 };
}

function median(values: readonly number[]): number {
  return middleOf(Float64Array.from(values).sort());
}

function middleOf(sorted: Float64Array): number {
  const at = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(at)] ?? 0) + (sorted[Math.ceil(at)] ?? 0)) / 2;
}
