/** The signs that figures and times are written with, as strokes four wide and six high: a server has no font. */
import type { Path } from './canvas.ts';

const glyphs: Record<string, readonly Path[]> = {
  '0': [[1, 0, 3, 0, 4, 1, 4, 5, 3, 6, 1, 6, 0, 5, 0, 1, 1, 0]],
  '1': [
    [0.8, 1.2, 2.2, 0, 2.2, 6],
    [0.8, 6, 3.6, 6],
  ],
  '2': [[0, 1.2, 1, 0, 3, 0, 4, 1, 4, 2.2, 0, 6, 4, 6]],
  '3': [
    [0, 1, 1, 0, 3, 0, 4, 1, 4, 2, 3, 2.9, 4, 3.8, 4, 5, 3, 6, 1, 6, 0, 5],
    [1.5, 2.9, 3, 2.9],
  ],
  '4': [[3, 6, 3, 0, 0, 4.2, 4, 4.2]],
  '5': [[3.8, 0, 0.4, 0, 0.2, 2.6, 3, 2.4, 4, 3.4, 4, 5, 3, 6, 1, 6, 0, 5.2]],
  '6': [[3.5, 0, 1.8, 0.4, 0, 2.6, 0, 5, 1, 6, 3, 6, 4, 5, 4, 3.6, 3, 2.6, 1, 2.6, 0, 3.6]],
  '7': [[0, 0, 4, 0, 1.5, 6]],
  '8': [
    [1, 0, 3, 0, 4, 1, 4, 2, 3, 2.9, 1, 2.9, 0, 2, 0, 1, 1, 0],
    [1, 2.9, 0, 3.9, 0, 5, 1, 6, 3, 6, 4, 5, 4, 3.9, 3, 2.9],
  ],
  '9': [[4, 2.4, 3, 3.4, 1, 3.4, 0, 2.4, 0, 1, 1, 0, 3, 0, 4, 1, 4, 3.4, 2.2, 5.6, 0.5, 6]],
  '.': [[1, 5.9, 1, 6]],
  ':': [
    [1, 1.9, 1, 2],
    [1, 4.7, 1, 4.8],
  ],
  '-': [[0.5, 3, 3.5, 3]],
  k: [
    [0.4, 0, 0.4, 6],
    [3.4, 2, 0.4, 4.2],
    [1.6, 3.4, 3.6, 6],
  ],
  M: [[0, 6, 0, 0, 2, 3, 4, 0, 4, 6]],
  G: [[4, 1, 3, 0, 1, 0, 0, 1, 0, 5, 1, 6, 3, 6, 4, 5, 4, 3.2, 2.4, 3.2]],
  T: [
    [0, 0, 4, 0],
    [2, 0, 2, 6],
  ],
};

/** Narrow signs. */
const widthOf = (sign: string) => (sign === '.' || sign === ':' ? 2 : sign === ' ' ? 3 : 4);
const gap = 1.6;

/** Of the text, in the units of its height. */
export function textWidth(text: string, height: number): number {
  return (text.split('').reduce((sum, sign) => sum + widthOf(sign) + gap, -gap) * height) / 6;
}

/** The strokes of a text whose upper left corner is there; signs that are not known are left out. */
export function textPaths(text: string, x: number, y: number, height: number): Path[] {
  const scale = height / 6;
  const paths: Path[] = [];
  let left = x;
  for (const sign of text) {
    for (const path of glyphs[sign] ?? [])
      paths.push(path.map((value, index) => (index % 2 === 0 ? left : y) + value * scale));
    left += (widthOf(sign) + gap) * scale;
  }
  return paths;
}
