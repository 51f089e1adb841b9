import { timeTicks, valueText, valueTicks } from './axis.ts';
import { type Colour, createCanvas, type Path } from './canvas.ts';
import { textPaths, textWidth } from './glyphs.ts';
import { encodePng } from './png.ts';

export interface Chart {
  fromMs: number;
  toMs: number;
  /** Times in ms, and values at them; a curve is broken where nothing was known. */
  series: readonly { times: ArrayLike<number>; values: ArrayLike<number> }[];
  /** Where it is too much. */
  threshold: number | null;
  /** In which times are told; default: the machine's. */
  timeZone?: string | undefined;
}

const width = 720;
const height = 280;
const edges = { left: 68, right: 32, top: 16, bottom: 40 };
const textHeight = 13;
/** More than these make a tangle. */
const mostCurves = 5;
/** A curve is broken where so many steps are missing. */
const brokenAfterSteps = 3;

const white: Colour = [255, 255, 255];
const grid: Colour = [226, 232, 240];
const ink: Colour = [71, 85, 105];
const red: Colour = [209, 52, 56];
const curves: readonly Colour[] = [
  [37, 99, 235],
  [217, 119, 6],
  [13, 148, 136],
  [147, 51, 234],
  [100, 116, 139],
];

/** A PNG; null when there is nothing to show. */
export function drawChart({ fromMs, toMs, series, threshold, timeZone }: Chart): Uint8Array | null {
  const shown = series.slice(0, mostCurves).filter(({ values }) => Array.from(values).some(Number.isFinite));
  if (shown.length === 0 || toMs <= fromMs) return null;
  const values = [
    ...shown.flatMap(({ values }) => Array.from(values).filter(Number.isFinite)),
    ...(threshold === null ? [] : [threshold]),
  ];
  const lowest = values.reduce((a, b) => Math.min(a, b));
  // A curve over zero shows how much it is.
  const ticks = valueTicks(
    lowest > 0 ? 0 : lowest,
    values.reduce((a, b) => Math.max(a, b)),
    4,
  );
  const [bottom = 0, top = 1] = [ticks[0], ticks.at(-1)];
  const xOf = (ms: number) =>
    edges.left + ((ms - fromMs) / (toMs - fromMs)) * (width - edges.left - edges.right);
  const yOf = (value: number) =>
    height - edges.bottom - ((value - bottom) / (top - bottom || 1)) * (height - edges.top - edges.bottom);

  const canvas = createCanvas(width, height, white);
  const texts: Path[] = [];
  for (const tick of ticks) {
    canvas.stroke([[edges.left, yOf(tick), width - edges.right, yOf(tick)]], 1, grid);
    const text = valueText(tick);
    texts.push(
      ...textPaths(
        text,
        edges.left - 12 - textWidth(text, textHeight),
        yOf(tick) - textHeight / 2,
        textHeight,
      ),
    );
  }
  for (const { ms, text } of timeTicks(fromMs, toMs, 7, timeZone)) {
    canvas.stroke([[xOf(ms), height - edges.bottom, xOf(ms), height - edges.bottom + 5]], 1, ink);
    texts.push(
      ...textPaths(text, xOf(ms) - textWidth(text, textHeight) / 2, height - edges.bottom + 13, textHeight),
    );
  }
  canvas.stroke(texts, 1.6, ink);
  shown.forEach((one, index) => canvas.stroke(pathsOf(one, xOf, yOf), 2.5, curves[index] ?? ink));
  if (threshold !== null) {
    const dashes: Path[] = [];
    for (let x = edges.left; x < width - edges.right; x += 14)
      dashes.push([x, yOf(threshold), Math.min(x + 8, width - edges.right), yOf(threshold)]);
    canvas.stroke(dashes, 2, red);
  }
  return encodePng(canvas.pixels, width, height);
}

function pathsOf(
  { times, values }: Chart['series'][number],
  xOf: (ms: number) => number,
  yOf: (value: number) => number,
): Path[] {
  const stepMs = Math.min(
    ...Array.from({ length: Math.max(0, times.length - 1) }, (_, i) => (times[i + 1] ?? 0) - (times[i] ?? 0)),
  );
  const paths: number[][] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < times.length; i++) {
    const [time, value] = [times[i] as number, values[i] as number];
    if (!Number.isFinite(value)) continue;
    if (time - before > stepMs * brokenAfterSteps) paths.push([]);
    paths.at(-1)?.push(xOf(time), yOf(value));
    before = time;
  }
  // One point alone is still to be seen.
  return paths.map((path) => (path.length === 2 ? [...path, ...path] : path));
}
