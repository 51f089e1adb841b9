/** Where each cell of the tower view stands: as large as the box allows, each group a block of its own. Pure. */

/** `large` holds a name, figures and a curve; `medium` a name and a curve; `small` is a square that only shows state and life. */
export type CellSize = 'large' | 'medium' | 'small';

export interface Block {
  /** Of its title; the cells begin `headHeight` below. */
  x: number;
  y: number;
  width: number;
  columns: number;
  count: number;
}

export interface TowerLayout {
  size: CellSize;
  /** By how much cells with names are larger than usual; what the box asked for, or less where they would lose their names otherwise. */
  scale: number;
  cellWidth: number;
  cellHeight: number;
  gap: number;
  headHeight: number;
  /** One for each group, in the order of the counts. */
  blocks: Block[];
  width: number;
  height: number;
}

export interface Box {
  width: number;
  /** What the cells should fit into; more is taken when even the smallest do not. */
  height: number;
  /** The side of the smallest squares: larger where fingers point. */
  smallest: number;
  /** Of cells with names, for larger type. */
  scale?: number;
}

interface Candidate {
  size: CellSize;
  scale: number;
  leastWidth: number;
  mostWidth: number;
  height: number;
  /** What is left of the box makes the curves taller, up to this. */
  mostHeight: number;
  gap: number;
  /** Between blocks that stand side by side. */
  blockGap: number;
  /** A title needs this much. */
  leastBlock: number;
}

const named: readonly Candidate[] = [
  {
    size: 'large',
    scale: 1,
    leastWidth: 172,
    mostWidth: 320,
    height: 92,
    mostHeight: 124,
    gap: 8,
    blockGap: 16,
    leastBlock: 0,
  },
  {
    size: 'medium',
    scale: 1,
    leastWidth: 132,
    mostWidth: 240,
    height: 48,
    mostHeight: 48,
    gap: 6,
    blockGap: 14,
    leastBlock: 0,
  },
];
/** More cells than this are not worth an element each. */
const mostNamed = 120;
const squares = [
  72, 64, 56, 50, 44, 40, 36, 32, 28, 26, 24, 22, 20, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8,
];
const titleHeight = 28;

function square(side: number): Candidate {
  const gap = side >= 28 ? 4 : side >= 14 ? 3 : 2;
  return {
    size: 'small',
    scale: 1,
    leastWidth: side,
    mostWidth: side,
    height: side,
    mostHeight: side,
    gap,
    blockGap: 20,
    leastBlock: 88,
  };
}

function scaled(candidate: Candidate, scale: number): Candidate {
  return {
    ...candidate,
    scale,
    leastWidth: Math.round(candidate.leastWidth * scale),
    mostWidth: Math.round(candidate.mostWidth * scale),
    height: Math.round(candidate.height * scale),
    mostHeight: Math.round(candidate.mostHeight * scale),
  };
}

/** A name in smaller type says more than a square. */
const lesserScales = [1.2, 1];

function namedFor(scale: number): Candidate[] {
  const smallest = named.filter(({ size }) => size === 'medium');
  return [
    ...named.map((candidate) => scaled(candidate, scale)),
    ...lesserScales
      .filter((lesser) => lesser < scale)
      .flatMap((lesser) => smallest.map((candidate) => scaled(candidate, lesser))),
  ];
}

/** `counts` are the members of each group, `titled` whether the groups have titles. */
export function layOutTower(box: Box, counts: readonly number[], titled: boolean): TowerLayout {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const candidates = [
    ...(total <= mostNamed ? namedFor(box.scale ?? 1) : []),
    ...squares.filter((side) => side >= box.smallest).map(square),
  ];
  let layout: TowerLayout | null = null;
  for (const candidate of candidates) {
    layout = fit(candidate, box, counts, titled);
    if (layout.height <= box.height) return heighten(candidate, box, layout);
  }
  return layout ?? fit(square(box.smallest), box, counts, titled);
}

/** The lowest of the arrangements that differ in how many rows a block may have. */
function fit(candidate: Candidate, box: Box, counts: readonly number[], titled: boolean): TowerLayout {
  const { leastWidth, gap } = candidate;
  const most = Math.max(1, Math.floor((box.width + gap) / (leastWidth + gap)));
  const largest = Math.max(1, ...counts);
  const rowBounds = new Set<number>();
  for (let columns = Math.min(most, largest); columns >= 1; columns--)
    rowBounds.add(Math.ceil(largest / columns));
  let best: TowerLayout | null = null;
  for (const rows of rowBounds) {
    const layout = pack(candidate, box, counts, titled, rows, leastWidth);
    if (best === null || layout.height < best.height) best = layout;
    // Each further row makes it higher once the blocks stand in one line.
    if (layout.blocks.every((block) => block.y === 0)) break;
  }
  return widen(candidate, box, counts, titled, best ?? pack(candidate, box, counts, titled, 1, leastWidth));
}

/** Blocks of at most so many rows (unless they would be wider than the box), from left to right in lines. */
function pack(
  candidate: Candidate,
  box: Box,
  counts: readonly number[],
  titled: boolean,
  mostRows: number,
  cellWidth: number,
): TowerLayout {
  const { height: cellHeight, gap, blockGap, leastBlock, size, scale } = candidate;
  const headHeight = titled ? Math.round(titleHeight * (box.scale ?? 1)) : 0;
  const most = Math.max(1, Math.floor((box.width + gap) / (cellWidth + gap)));
  const blocks: Block[] = [];
  let x = 0;
  let y = 0;
  let lineHeight = 0;
  let width = 0;
  for (const count of counts) {
    const columns = Math.max(1, Math.min(most, Math.ceil(count / mostRows)));
    const cells = columns * (cellWidth + gap) - gap;
    const blockWidth = Math.min(box.width, Math.max(cells, titled ? leastBlock : 0));
    if (x > 0 && x + blockWidth > box.width) {
      x = 0;
      y += lineHeight + blockGap;
      lineHeight = 0;
    }
    blocks.push({ x, y, width: blockWidth, columns, count });
    const rows = Math.ceil(count / columns);
    lineHeight = Math.max(lineHeight, headHeight + rows * (cellHeight + gap) - gap);
    width = Math.max(width, x + blockWidth);
    x += blockWidth + blockGap;
  }
  return { size, scale, cellWidth, cellHeight, gap, headHeight, blocks, width, height: y + lineHeight };
}

/** The same arrangement with cells as wide as the box allows. */
function widen(
  candidate: Candidate,
  box: Box,
  counts: readonly number[],
  titled: boolean,
  layout: TowerLayout,
): TowerLayout {
  if (candidate.mostWidth === candidate.leastWidth || layout.blocks.length === 0) return layout;
  const lines = [...new Set(layout.blocks.map(({ y }) => y))];
  const room = lines.map((y) => {
    const line = layout.blocks.filter((block) => block.y === y);
    const columns = line.reduce((sum, block) => sum + block.columns, 0);
    const gaps = (line.length - 1) * candidate.blockGap + (columns - line.length) * candidate.gap;
    return (box.width - gaps) / columns;
  });
  const cellWidth = Math.min(candidate.mostWidth, Math.floor(Math.min(...room)));
  if (cellWidth <= layout.cellWidth) return layout;
  const rows = Math.max(...layout.blocks.map((block) => Math.ceil(block.count / block.columns)));
  const wider = pack(candidate, box, counts, titled, rows, cellWidth);
  return wider.height <= layout.height ? wider : layout;
}

/** The same arrangement with cells as tall as the box allows. */
function heighten(candidate: Candidate, box: Box, layout: TowerLayout): TowerLayout {
  const lines = [...new Set(layout.blocks.map(({ y }) => y))];
  const rowsOf = (y: number) =>
    Math.max(
      ...layout.blocks
        .filter((block) => block.y === y)
        .map(({ count, columns }) => Math.ceil(count / columns)),
    );
  const rows = lines.reduce((sum, y) => sum + rowsOf(y), 0);
  const spare = rows === 0 ? 0 : Math.floor((box.height - layout.height) / rows);
  const more = Math.min(spare, candidate.mostHeight - layout.cellHeight);
  if (more <= 0) return layout;
  const blocks = layout.blocks.map((block) => ({
    ...block,
    y: block.y + more * lines.filter((y) => y < block.y).reduce((sum, y) => sum + rowsOf(y), 0),
  }));
  return { ...layout, cellHeight: layout.cellHeight + more, height: layout.height + rows * more, blocks };
}

export interface Place {
  x: number;
  y: number;
}

/** The upper left corner of a cell of a block. */
export function placeOf(layout: TowerLayout, block: Block, at: number): Place {
  return {
    x: block.x + (at % block.columns) * (layout.cellWidth + layout.gap),
    y: block.y + layout.headHeight + Math.floor(at / block.columns) * (layout.cellHeight + layout.gap),
  };
}

/** Every cell's corner, group after group. */
export function placesOf(layout: TowerLayout): Place[] {
  return layout.blocks.flatMap((block) =>
    Array.from({ length: block.count }, (_, at) => placeOf(layout, block, at)),
  );
}

/** Index of the cell at a point, half of the gap around it included; -1 where there is none. */
export function cellAt(layout: TowerLayout, x: number, y: number): number {
  const { cellWidth, cellHeight, gap } = layout;
  let first = 0;
  for (const block of layout.blocks) {
    const column = Math.floor((x - block.x + gap / 2) / (cellWidth + gap));
    const row = Math.floor((y - block.y - layout.headHeight + gap / 2) / (cellHeight + gap));
    if (column >= 0 && column < block.columns && row >= 0) {
      const at = row * block.columns + column;
      if (at < block.count) return first + at;
    }
    first += block.count;
  }
  return -1;
}

export type Step = 'left' | 'right' | 'up' | 'down' | 'first' | 'last';

/** The cell to which a key leads: along the order to the sides, to the nearest one above or below. */
export function neighbour(places: readonly Place[], from: number, step: Step): number {
  const last = places.length - 1;
  const here = places[from];
  if (!here || step === 'first') return 0;
  if (step === 'last') return last;
  if (step === 'left') return Math.max(0, from - 1);
  if (step === 'right') return Math.min(last, from + 1);
  const way = step === 'down' ? 1 : -1;
  let best = from;
  let bestDistance = Number.POSITIVE_INFINITY;
  places.forEach((place, at) => {
    const ahead = (place.y - here.y) * way;
    if (ahead <= 0) return;
    // A line that is nearer wins over a cell that is straighter ahead.
    const distance = ahead * 10_000 + Math.abs(place.x - here.x);
    if (distance < bestDistance) [best, bestDistance] = [at, distance];
  });
  return best;
}
