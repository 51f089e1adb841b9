import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Box, cellAt, layOutTower, neighbour, placesOf, type TowerLayout } from './layout.ts';

const desktop: Box = { width: 1000, height: 500, smallest: 8 };
const phone: Box = { width: 366, height: 460, smallest: 12 };

function overlaps(layout: TowerLayout): boolean {
  const seen = new Set<string>();
  return placesOf(layout).some(({ x, y }) => {
    const key = `${x}:${y}`;
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
}

describe('the cells of the tower view', () => {
  it('are large with few workers and fill the width', () => {
    const layout = layOutTower(desktop, [5], false);
    expect(layout).toMatchObject({ size: 'large', height: 124 });
    expect(layout.cellWidth).toBe(193);
    expect(layout.blocks).toEqual([{ x: 0, y: 0, width: 5 * 193 + 4 * 8, columns: 5, count: 5 }]);
  });

  it('are as tall as leaves them all in view', () => {
    const layout = layOutTower(desktop, [2, 2, 1, 1, 2, 2], true);
    expect(layout).toMatchObject({ size: 'large', cellHeight: 124, height: 2 * (28 + 124) + 16 });
    expect(layout.blocks.map(({ y }) => y)).toEqual([0, 0, 0, 168, 168, 168]);
    const low = layOutTower({ ...desktop, height: 300 }, [2, 2, 1, 1, 2, 2], true);
    expect([low.cellHeight, low.height]).toEqual([114, 300]);
  });

  it('do not grow beyond what is good to read', () => {
    expect(layOutTower(desktop, [1], false).cellWidth).toBe(320);
  });

  it('are still named with forty workers in ten teams', () => {
    const layout = layOutTower(
      desktop,
      Array.from({ length: 10 }, () => 4),
      true,
    );
    expect(layout.size).toBe('medium');
    expect(layout.height).toBeLessThanOrEqual(500);
  });

  it('fit a thousand without scrolling, in groups or not', () => {
    for (const counts of [[1000], [400, 300, 150, 100, 50], Array.from({ length: 12 }, () => 84)]) {
      const layout = layOutTower(desktop, counts, counts.length > 1);
      expect(layout.size).toBe('small');
      expect(layout.cellWidth).toBeGreaterThanOrEqual(12);
      expect(layout.height).toBeLessThanOrEqual(500);
    }
  });

  it('stay large enough for fingers and let the page scroll instead', () => {
    const layout = layOutTower(phone, [500, 500], true);
    expect(layout.cellWidth).toBe(12);
    expect(layout.height).toBeGreaterThan(460);
    expect(layout.width).toBeLessThanOrEqual(366);
  });

  it('are named on a phone with a handful of workers', () => {
    expect(layOutTower(phone, [2, 2, 1, 1, 2, 2], true).size).toBe('medium');
    expect(layOutTower(phone, [5], false).size).toBe('large');
  });

  it('are larger where type is larger', () => {
    const layout = layOutTower({ ...desktop, scale: 1.25 }, [5], false);
    expect([layout.size, layout.cellHeight]).toEqual(['large', 155]);
    expect(layOutTower({ ...desktop, scale: 1.25 }, [2, 2], true).headHeight).toBe(35);
    expect(layout.scale).toBe(1.25);
    // Names in smaller type before none at all.
    const many = layOutTower({ ...desktop, scale: 1.5 }, [8, 8, 8, 8], true);
    expect([many.size, many.scale]).toEqual(['medium', 1.2]);
  });

  it('need no room when there are none', () => {
    expect(layOutTower(desktop, [], true)).toMatchObject({ blocks: [], height: 0 });
  });

  it('never overlap, never stick out, and are found again where they stand', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 200, max: 1900 }),
        fc.integer({ min: 100, max: 1000 }),
        fc.boolean(),
        (counts, width, height, titled) => {
          const layout = layOutTower({ width, height, smallest: 8 }, counts, titled);
          const places = placesOf(layout);
          expect(places).toHaveLength(counts.reduce((sum, count) => sum + count, 0));
          expect(overlaps(layout)).toBe(false);
          const { cellWidth, cellHeight } = layout;
          const bad = places.filter(
            ({ x, y }, at) =>
              x < 0 ||
              x + cellWidth > width ||
              y + cellHeight > layout.height ||
              cellAt(layout, x + 1, y + 1) !== at ||
              cellAt(layout, x + cellWidth - 1, y + cellHeight - 1) !== at,
          );
          expect(bad).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are not where titles and empty places are', () => {
    const layout = layOutTower(desktop, [3, 1], true);
    expect(cellAt(layout, 5, 5)).toBe(-1);
    expect(cellAt(layout, 5, layout.height + 20)).toBe(-1);
    expect(cellAt(layout, -20, 40)).toBe(-1);
  });
});

describe('the arrow keys', () => {
  // Two lines: cells 0 to 3 and 4 to 6.
  const places = placesOf(layOutTower({ width: 236, height: 100, smallest: 44 }, [7], false));

  it('lead along the order to the sides and stop at the ends', () => {
    expect(neighbour(places, 0, 'right')).toBe(1);
    expect(neighbour(places, 0, 'left')).toBe(0);
    expect(neighbour(places, 3, 'right')).toBe(4);
    expect(neighbour(places, 6, 'right')).toBe(6);
    expect(neighbour(places, 3, 'first')).toBe(0);
    expect(neighbour(places, 3, 'last')).toBe(6);
  });

  it('lead to the nearest cell above and below', () => {
    expect(neighbour(places, 1, 'down')).toBe(5);
    expect(neighbour(places, 3, 'down')).toBe(6);
    expect(neighbour(places, 5, 'up')).toBe(1);
    expect(neighbour(places, 5, 'down')).toBe(5);
    expect(neighbour(places, 2, 'up')).toBe(2);
  });
});
