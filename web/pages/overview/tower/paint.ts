/** Draws a thousand cells on one canvas. A state is drawn once for each size and colour, then copied. */
import { stateShapes } from '../../../components/state-shapes.ts';
import { lookOf, type Tone } from '../../../data/standing.ts';
import type { Worker, WorkerState } from '../../../data/types.ts';
import type { Place } from './layout.ts';

export interface Palette {
  surface: string;
  strong: Record<Tone, string>;
  soft: Record<Tone, string>;
}

const tones: readonly Tone[] = ['well', 'busy', 'warn', 'bad', 'rest'];

/** A canvas knows no custom properties, so the browser is asked what the tokens are now. */
export function readPalette(element: HTMLElement): Palette {
  const probe = document.createElement('span');
  element.append(probe);
  const colour = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const palette: Palette = {
    surface: colour('--surface'),
    strong: Object.fromEntries(tones.map((tone) => [tone, colour(`--${tone}`)])) as Palette['strong'],
    soft: Object.fromEntries(tones.map((tone) => [tone, colour(`--${tone}-soft`)])) as Palette['soft'],
  };
  probe.remove();
  return palette;
}

export interface CellLook {
  tone: Tone;
  /** Null for one that is well: it shows its life instead. */
  shape: WorkerState | null;
}

const unseen: CellLook = { tone: 'rest', shape: 'unknown' };

export function cellLookOf(worker: Worker | undefined): CellLook {
  if (!worker) return unseen;
  const { tone, state } = lookOf(worker);
  return { tone, shape: tone === 'well' ? null : state };
}

export interface Painter {
  /** `looks` and `places` go together; `heights` has `bars` for each of them. Sizes are in CSS pixels. */
  paint(canvas: HTMLCanvasElement, cells: Cells): void;
}

export interface Cells {
  side: number;
  width: number;
  height: number;
  places: readonly Place[];
  looks: readonly CellLook[];
  heights: Float32Array;
  bars: number;
}

/** As many bars as stay apart in a square of this side. */
export function barsFor(side: number): number {
  return Math.max(3, Math.floor((side - 4) / 2));
}

export function createPainter(palette: Palette, density: number): Painter {
  const sprites = new Map<string, HTMLCanvasElement>();

  function sprite({ tone, shape }: CellLook, side: number): HTMLCanvasElement {
    const key = `${tone} ${shape} ${side}`;
    const known = sprites.get(key);
    if (known) return known;
    const made = document.createElement('canvas');
    made.width = side;
    made.height = side;
    const context = made.getContext('2d');
    if (context) drawState(context, palette, { tone, shape }, side);
    sprites.set(key, made);
    return made;
  }

  /** What stands on the canvas, so that only cells that look different are drawn again: most of a thousand do the same as before. */
  let painted: Cells | null = null;

  return {
    paint(canvas, cells) {
      const { side, width, height, places, looks, heights, bars } = cells;
      const context = canvas.getContext('2d');
      if (!context) return;
      const px = (css: number) => Math.round(css * density);
      const before = painted?.places === places && painted.side === side ? painted : null;
      if (!before) {
        // Setting its size clears it.
        canvas.width = px(width);
        canvas.height = px(height);
      }
      const cell = px(side);
      const margin = Math.max(1, px(side >= 14 ? 2 : 1));
      const inside = cell - 2 * margin;
      context.fillStyle = palette.strong.well;
      places.forEach(({ x, y }, at) => {
        const look = looks[at] ?? unseen;
        if (before && isSameCell(before, cells, at)) return;
        const [left, top] = [px(x), px(y)];
        context.clearRect(left, top, cell, cell);
        context.drawImage(sprite(look, cell), left, top);
        if (look.shape !== null) return;
        for (let bar = 0; bar < bars; bar++) {
          const share = heights[at * bars + bar] ?? Number.NaN;
          if (Number.isNaN(share)) continue;
          const from = Math.round((bar * inside) / bars);
          const to = Math.round(((bar + 1) * inside) / bars);
          const tall = Math.max(1, Math.round(share * inside));
          context.fillRect(
            left + margin + from,
            top + cell - margin - tall,
            Math.max(1, to - from - 1),
            tall,
          );
        }
      });
      painted = cells;
    },
  };
}

function isSameCell(a: Cells, b: Cells, at: number): boolean {
  const [was, is] = [a.looks[at], b.looks[at]];
  if (was?.tone !== is?.tone || was?.shape !== is?.shape || a.bars !== b.bars) return false;
  // One that shows no bars may do what it likes.
  if (is?.shape !== null) return true;
  for (let bar = at * b.bars; bar < (at + 1) * b.bars; bar++) {
    if (!Object.is(a.heights[bar], b.heights[bar])) return false;
  }
  return true;
}

function drawState(context: CanvasRenderingContext2D, palette: Palette, look: CellLook, side: number): void {
  const { tone, shape } = look;
  context.fillStyle = palette.soft[tone];
  context.beginPath();
  context.roundRect(0, 0, side, side, Math.min(4, side / 6));
  context.fill();
  if (shape === null) return;
  const { fill, line, dashes, cut } = stateShapes[shape];
  const scale = Math.min(side, 40) / 16;
  const shift = (side - 16 * scale) / 2;
  context.setTransform(scale, 0, 0, scale, shift, shift);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.fillStyle = palette.strong[tone];
  context.strokeStyle = palette.strong[tone];
  context.lineWidth = 1.5;
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- no array is filled here
  if (fill !== undefined) context.fill(new Path2D(fill));
  if (line !== undefined) context.stroke(new Path2D(line));
  if (dashes !== undefined) {
    context.setLineDash([2.4, 2.6]);
    context.stroke(new Path2D(dashes));
    context.setLineDash([]);
  }
  if (cut !== undefined) {
    context.strokeStyle = palette.soft[tone];
    context.lineWidth = 1.6;
    context.stroke(new Path2D(cut));
  }
}
