/** Draws the cells of the rows in view on one canvas. */
import { scaleThreshold } from 'd3-scale';
import { heatSteps } from '../../data/heat.ts';

export interface HeatColours {
  /** From nothing to the most. */
  steps: string[];
  /** Around the chosen cell. */
  mark: string;
  /** Where nothing is known. */
  unknown: string;
  /** Of the whole fleet. */
  bar: string;
}

/** A canvas knows no custom properties, so the browser is asked what the tokens are now. */
export function readHeatColours(element: HTMLElement): HeatColours {
  const probe = document.createElement('span');
  element.append(probe);
  const colour = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    steps: Array.from({ length: heatSteps }, (_, step) => colour(`--heat-${step}`)),
    mark: colour('--ink'),
    unknown: colour('--line-strong'),
    bar: colour('--heat-4'),
  };
  probe.remove();
  return colours;
}

export interface HeatPicture {
  rows: readonly { values: Float64Array }[];
  /** Of each row that is drawn, the upper edge in CSS pixels. */
  topOf: (row: number) => number;
  /** First row, and the one after the last. */
  first: number;
  end: number;
  rowHeight: number;
  width: number;
  height: number;
  columns: number;
  thresholds: readonly number[];
  marked: { row: number; column: number } | null;
}

/** Draws on a canvas of this size in CSS pixels, sharp on every screen. */
function contextOf(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const density = devicePixelRatio;
  const [wide, high] = [Math.round(width * density), Math.round(height * density)];
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
  const context = canvas.getContext('2d');
  context?.setTransform(density, 0, 0, density, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}

/** The whole fleet as bars: the highest fills the height. */
export function paintFleet(
  canvas: HTMLCanvasElement,
  { values, width, height }: { values: Float64Array; width: number; height: number },
  colours: HeatColours,
): void {
  const context = contextOf(canvas, width, height);
  if (!context) return;
  const most = mostOf(values);
  const column = width / Math.max(1, values.length);
  context.fillStyle = colours.unknown;
  context.fillRect(0, height - 1, width, 1);
  context.fillStyle = colours.bar;
  values.forEach((value, at) => {
    if (!(value > 0)) return;
    const high = Math.max(2, (value / most) * (height - 1));
    context.fillRect(at * column, height - high, Math.max(1, column - 1), high);
  });
}

/** The largest that is known; 0 when nothing is. */
export function mostOf(values: Float64Array): number {
  return values.reduce((most, value) => (value > most ? value : most), 0);
}

export function paintHeat(canvas: HTMLCanvasElement, picture: HeatPicture, colours: HeatColours): void {
  const { rows, first, end, rowHeight, width, height, columns, thresholds, marked, topOf } = picture;
  const density = devicePixelRatio;
  const context = contextOf(canvas, width, height);
  if (!context) return;
  const colourOf = scaleThreshold<number, string>().domain(thresholds).range(colours.steps);
  // Edges are whole device pixels, so that no seam shows between two cells.
  const edge = (column: number) => Math.round((column / columns) * width * density) / density;
  const inside = rowHeight > 10 ? rowHeight - 2 : rowHeight - 1;
  for (let row = first; row < end; row++) {
    const values = rows[row]?.values;
    if (!values) continue;
    const top = topOf(row);
    let from = 0;
    let shade: string | null | undefined = shadeOf(values[0]);
    for (let column = 1; column <= columns; column++) {
      const next = column < columns ? shadeOf(values[column]) : undefined;
      if (next === shade && column < columns) continue;
      if (shade === null) drawUnknown(edge(from), edge(column), top, inside);
      else if (shade !== undefined) {
        context.fillStyle = shade;
        context.fillRect(edge(from), top, edge(column) - edge(from), inside);
      }
      from = column;
      shade = next;
    }
  }
  if (marked) {
    const [left, right] = [edge(marked.column), edge(marked.column + 1)];
    context.strokeStyle = colours.mark;
    context.lineWidth = 1.5;
    context.strokeRect(left - 1.5, topOf(marked.row) - 1.5, right - left + 3, inside + 3);
  }

  function shadeOf(value: number | undefined): string | null {
    return value === undefined || Number.isNaN(value) ? null : colourOf(value);
  }
  /** Nobody saw it: a thin line instead of a cell, so that it is not taken for nothing. */
  function drawUnknown(left: number, right: number, top: number, high: number): void {
    if (!context) return;
    context.fillStyle = colours.unknown;
    context.globalAlpha = 0.5;
    context.fillRect(left, Math.round(top + high / 2), right - left, 1);
    context.globalAlpha = 1;
  }
}
