/** What a chart shows, before anything is known of it. */
import type { Figure, Wanted } from '../../data/expressions.ts';
import type { FigureTrends } from '../../data/types.ts';
import type { Format } from '../../format/index.ts';

export interface PlannedLine extends Wanted {
  name: string;
  /** A token's name, such as `--accent`. */
  colour: string;
  dashed?: boolean;
  /** Counted in each point, so that a line between two would say nothing. */
  bars?: boolean;
  /** Left out while it is nothing all the time. */
  onlyWhenUsed?: boolean;
}

export interface ChartPlan {
  title: string;
  note?: string;
  lines: PlannedLine[];
  text: (value: number) => string;
  /** The least that the axis spans, so that noise near zero stays small. */
  least: number;
  /** Powers of two make round numbers of bytes. */
  binary?: boolean;
  limit?: { value: number; text: string } | null;
  /** Whose trend and usual values are drawn along: those of the first line. */
  longRun?: FigureTrends['figure'];
}

/** Makes lines of known figures, by their names. */
export function linesOf<Id extends string>(figures: Readonly<Record<Id, Figure>>) {
  return (id: Id, name: string, colour: string, more: Partial<PlannedLine> = {}): PlannedLine => ({
    id,
    figure: figures[id],
    name,
    colour,
    ...more,
  });
}

const mebibyte = 1024 ** 2;

/** The axis of what takes memory or room on a disk; it spans so many MiB at least. */
export function sizes({ bytes }: Format, leastMebibytes: number) {
  return { text: bytes, least: leastMebibytes * mebibyte, binary: true };
}

/** The axis of what is transferred. */
export function transfers({ bytesPerSecond }: Format) {
  return { text: bytesPerSecond, least: mebibyte / 16, binary: true };
}
