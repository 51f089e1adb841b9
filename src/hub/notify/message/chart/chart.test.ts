import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { timeTicks, valueText, valueTicks } from './axis.ts';
import { drawChart } from './index.ts';

const fromMs = Date.UTC(2026, 10, 26, 7);
const toMs = fromMs + 3_600_000;
const times = Array.from({ length: 61 }, (_, i) => fromMs + i * 60_000);

/** The picture in a PNG that has one chunk of rows without filters. */
function pixelsOf(png: Uint8Array) {
  const bytes = Buffer.from(png);
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const rows = inflateSync(bytes.subarray(41, 41 + bytes.readUInt32BE(33)));
  const at = (x: number, y: number) => [...rows.subarray(y * (width * 3 + 1) + 1 + x * 3).subarray(0, 3)];
  const find = (isWanted: (red: number, green: number, blue: number) => boolean) => {
    const found: [x: number, y: number][] = [];
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const [red = 0, green = 0, blue = 0] = at(x, y);
        if (isWanted(red, green, blue)) found.push([x, y]);
      }
    return found;
  };
  return { width, height, find };
}
const isBlue = (red: number, green: number, blue: number) => blue > 200 && red < 90 && green < 130;
const isRed = (red: number, green: number, blue: number) => red > 180 && green < 100 && blue < 100;

const draw = (values: number[], threshold: number | null = null) => {
  const png = drawChart({ fromMs, toMs, series: [{ times, values }], threshold, timeZone: 'UTC' });
  if (png === null) throw new Error('nothing was drawn');
  return png;
};

describe('a chart', () => {
  it('is a PNG with the curve where its values are, and the threshold above it', () => {
    const png = draw(
      times.map((_, i) => i / 60),
      1.5,
    );
    expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const { width, height, find } = pixelsOf(png);
    expect([width, height]).toEqual([720, 280]);
    const curve = find(isBlue);
    const left = curve.filter(([x]) => x < 120).map(([, y]) => y);
    const right = curve.filter(([x]) => x > 640).map(([, y]) => y);
    expect(Math.min(...left)).toBeGreaterThan(Math.max(...right));
    const line = find(isRed).map(([, y]) => y);
    expect(line.length).toBeGreaterThan(300);
    expect(Math.max(...line)).toBeLessThan(Math.min(...right));
  });

  it('is broken where nothing was known, and shows a point that is alone', () => {
    const values = times.map((_, i) => (i > 20 && i < 40 ? Number.NaN : 1));
    const { find } = pixelsOf(draw(values));
    const columns = new Set(find(isBlue).map(([x]) => x));
    expect([...columns].filter((x) => x > 300 && x < 440)).toEqual([]);
    expect(columns.size).toBeGreaterThan(300);
    const alone = times.map((_, i) => (i === 30 ? 1 : Number.NaN));
    expect(pixelsOf(draw(alone)).find(isBlue).length).toBeGreaterThan(0);
  });

  it('takes any values', () => {
    for (const value of [0, -5, 1e15, 1e-9]) expect(draw(times.map(() => value)).length).toBeGreaterThan(500);
    expect(draw([Number.POSITIVE_INFINITY, 1, -1e300], 1e300).length).toBeGreaterThan(500);
  });

  it('is not there when there is nothing to show', () => {
    expect(drawChart({ fromMs, toMs, series: [], threshold: 1 })).toBeNull();
    expect(
      drawChart({ fromMs, toMs, series: [{ times, values: times.map(() => Number.NaN) }], threshold: null }),
    ).toBeNull();
    expect(
      drawChart({ fromMs, toMs: fromMs, series: [{ times, values: times }], threshold: null }),
    ).toBeNull();
  });
});

describe('axes', () => {
  it('have round figures', () => {
    expect(valueTicks(0, 0.92, 4)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(valueTicks(-3, 17, 4)).toEqual([-5, 0, 5, 10, 15, 20]);
    expect(valueTicks(7, 7, 4).length).toBeLessThan(10);
    expect([1500, 0.02, 2.5e9, -1e6].map(valueText)).toEqual(['1.5k', '0.02', '2.5G', '-1M']);
  });

  it('have round times, of the right zone', () => {
    const texts = (zone: string, from = fromMs, to = toMs) =>
      timeTicks(from, to, 7, zone).map(({ text }) => text);
    expect(texts('Asia/Tokyo')).toEqual(['16:00', '16:10', '16:20', '16:30', '16:40', '16:50', '17:00']);
    expect(texts('UTC', fromMs, fromMs + 7 * 86_400_000)[0]).toBe('11-27');
  });
});
