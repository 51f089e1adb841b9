import type { Paint } from './paint.ts';
import { cutToWidth, padToWidth, textWidth } from './width.ts';

export interface Column {
  title: string;
  align?: 'left' | 'right';
  /** Gives up its width when the terminal is narrow, the last such column first. */
  flexible?: boolean;
}

/** Plain text, and how to colour it once it is cut and padded. */
export interface Cell {
  text: string;
  paint?: (text: string) => string;
}

const gap = '  ';
const leastFlexibleWidth = 8;

/** Lines of a table that is at most `width` columns wide as far as its flexible columns allow. */
export function table(
  columns: Column[],
  rows: Cell[][],
  options: { width: number; paint: Paint; ellipsis?: string },
): string[] {
  const widths = columns.map((column, at) =>
    Math.max(textWidth(column.title), ...rows.map((row) => textWidth(row[at]?.text ?? ''))),
  );
  let excess =
    widths.reduce((sum, width) => sum + width, 0) + gap.length * (columns.length - 1) - options.width;
  for (const [at, column] of [...columns.entries()].toReversed()) {
    if (!column.flexible || excess <= 0) continue;
    const width = widths[at] ?? 0;
    const less = Math.min(excess, Math.max(0, width - leastFlexibleWidth));
    widths[at] = width - less;
    excess -= less;
  }
  const line = (cells: Cell[]) =>
    columns
      .map(({ align = 'left' }, at) => {
        const { text, paint } = cells[at] ?? { text: '' };
        const width = widths[at] ?? 0;
        const fitted = cutToWidth(text, width, options.ellipsis);
        const shown =
          at === columns.length - 1 && align === 'left'
            ? fitted
            : padToWidth(fitted, width, align === 'left' ? 'left' : 'right');
        return paint ? paint(shown) : shown;
      })
      .join(gap)
      .trimEnd();
  const titles = columns.map(({ title }) => ({
    text: title,
    paint: (text: string) => options.paint('dim', text),
  }));
  return [line(titles), ...rows.map(line)];
}
