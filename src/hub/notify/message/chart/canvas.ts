/** A picture in memory, and lines on it with smooth edges. */

/** x, y, x, y, … */
export type Path = readonly number[];
export type Colour = readonly [red: number, green: number, blue: number];

export interface Canvas {
  readonly pixels: Uint8Array;
  /** All paths at once, so that they do not become darker where they meet. */
  stroke(paths: readonly Path[], width: number, colour: Colour): void;
}

export function createCanvas(width: number, height: number, background: Colour): Canvas {
  const pixels = new Uint8Array(width * height * 3);
  for (let i = 0; i < pixels.length; i += 3) pixels.set(background, i);
  /** How much of each pixel the lines that are being drawn cover, and which ones they touch. */
  const covered = new Float32Array(width * height);
  let touched: number[] = [];
  const blend = (at: number, colour: Colour, share: number) => {
    for (let part = 0; part < 3; part++) {
      const before = pixels[at * 3 + part] ?? 0;
      pixels[at * 3 + part] = Math.round(before + ((colour[part] ?? 0) - before) * share);
    }
  };
  return {
    pixels,
    stroke(paths, lineWidth, colour) {
      const reach = lineWidth / 2 + 1;
      const segment = (ax: number, ay: number, bx: number, by: number) => {
        const [fromX, toX] = [
          Math.max(0, Math.floor(Math.min(ax, bx) - reach)),
          Math.min(width - 1, Math.ceil(Math.max(ax, bx) + reach)),
        ];
        const [fromY, toY] = [
          Math.max(0, Math.floor(Math.min(ay, by) - reach)),
          Math.min(height - 1, Math.ceil(Math.max(ay, by) + reach)),
        ];
        const [dx, dy] = [bx - ax, by - ay];
        const length = dx * dx + dy * dy || 1;
        for (let y = fromY; y <= toY; y++) {
          for (let x = fromX; x <= toX; x++) {
            const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
            const share =
              lineWidth / 2 + 0.5 - Math.sqrt((x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2);
            const at = y * width + x;
            const before = covered[at] as number;
            if (share <= before) continue;
            if (before === 0) touched.push(at);
            covered[at] = Math.min(1, share);
          }
        }
      };
      for (const path of paths) {
        for (let i = 3; i < path.length; i += 2) {
          segment(path[i - 3] as number, path[i - 2] as number, path[i - 1] as number, path[i] as number);
        }
      }
      for (const at of touched) {
        blend(at, colour, covered[at] as number);
        covered[at] = 0;
      }
      touched = [];
    },
  };
}
