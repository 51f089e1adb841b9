import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { contrast, difference, parseHex, type Rgb, seenWith, visions } from './colours.ts';

const web = fileURLToPath(new URL('..', import.meta.url));
const css = readFileSync(`${web}design/tokens.css`, 'utf8');
const pairs = new Map(
  [...css.matchAll(/--([\w-]+):\s*light-dark\(\s*(#\w+),\s*(#\w+)\s*\)/g)].map(
    ([, name, light, dark]) => [name ?? '', { light: light ?? '', dark: dark ?? '' }] as const,
  ),
);
const themes = ['light', 'dark'] as const;
type Theme = (typeof themes)[number];
function colour(name: string, theme: Theme): Rgb {
  const pair = pairs.get(name);
  if (!pair) throw new Error(`tokens.css has no colour --${name}`);
  return parseHex(pair[theme]);
}

const surfaces = ['ground', 'surface', 'raised', 'sunken', 'hover'];
const states = ['well', 'busy', 'warn', 'bad', 'rest'];
const texts = ['ink', 'ink-soft', 'ink-faint', 'accent', ...states];

/** Pairs of which one is too alike, with how alike, so that a failure says which to mend. */
function below(least: number, measured: [string, number][]): [string, number][] {
  return measured.filter(([, value]) => value < least);
}

describe.each(themes)('the colours in the %s', (theme) => {
  it('keep 4.5:1 for every text on every surface', () => {
    const measured = texts.flatMap((text) =>
      surfaces.map((surface): [string, number] => [
        `${text} on ${surface}`,
        contrast(colour(text, theme), colour(surface, theme)),
      ]),
    );
    expect(measured).toHaveLength(texts.length * surfaces.length);
    expect(below(4.5, measured)).toEqual([]);
  });

  it('keep 4.5:1 for a state on its own ground and for what stands on the accent or on danger', () => {
    const measured = [
      ...states.map((state) => [state, `${state}-soft`] as const),
      ['accent', 'accent-soft'] as const,
      ['ink', 'accent-soft'] as const,
      ['on-accent', 'accent'] as const,
      ['on-accent', 'bad'] as const,
    ].map(([text, ground]): [string, number] => [
      `${text} on ${ground}`,
      contrast(colour(text, theme), colour(ground, theme)),
    ]);
    expect(below(4.5, measured)).toEqual([]);
  });

  it('keep 3:1 for the edge of a field and for the lamp', () => {
    const measured = ['line-strong', 'lamp'].flatMap((name) =>
      ['ground', 'surface', 'raised'].map((surface): [string, number] => [
        `${name} on ${surface}`,
        contrast(colour(name, theme), colour(surface, theme)),
      ]),
    );
    expect(below(3, measured)).toEqual([]);
  });

  // 7 in OKLab × 100 is several times what is just noticeable. Tritanopia is a hundred times as rare as the other two: shapes serve it.
  it.each([
    ['common sight', null, 9],
    ['protanopia', visions.protanopia, 7],
    ['deuteranopia', visions.deuteranopia, 7],
    ['tritanopia', visions.tritanopia, 3.5],
  ] as const)('keep the states apart for %s', (_, vision, least) => {
    const seen = (state: string) => {
      const own = colour(state, theme);
      return vision === null ? own : seenWith(vision, own);
    };
    const measured = states.flatMap((a, at) =>
      states.slice(at + 1).map((b): [string, number] => [`${a} and ${b}`, difference(seen(a), seen(b))]),
    );
    expect(measured).toHaveLength(10);
    expect(below(least, measured)).toEqual([]);
  });
});

describe.each(themes)('the colours of how much in the %s', (theme) => {
  const steps = ['surface', 'heat-0', 'heat-1', 'heat-2', 'heat-3', 'heat-4', 'heat-5'];
  const white: Rgb = [1, 1, 1];

  it('go from the surface one way in lightness, for every eye and in print', () => {
    const lightness = steps.map((name) => contrast(white, colour(name, theme)));
    const sorted = lightness.toSorted((a, b) => (theme === 'light' ? a - b : b - a));
    expect(lightness).toEqual(sorted);
  });

  it.each([null, ...Object.values(visions)])('differ from step to step', (vision) => {
    const seen = (name: string) => {
      const own = colour(name, theme);
      return vision === null ? own : seenWith(vision, own);
    };
    const measured = steps
      .slice(2)
      .map((name, at): [string, number] => [name, difference(seen(name), seen(steps[at + 1] ?? ''))]);
    expect(below(6, measured)).toEqual([]);
  });
});

describe('the tokens', () => {
  it('name a light and a dark colour each', () => {
    const colours = [...css.matchAll(/--([\w-]+):[^;]*(?:#[0-9a-f]{3,8}\b|rgb\()/gi)].map(([, name]) => name);
    const both = [...css.matchAll(/--([\w-]+):[^;]*light-dark\(/g)].map(([, name]) => name);
    expect(colours.filter((name) => !both.includes(name))).toEqual([]);
    expect(both.length).toBeGreaterThan(25);
  });

  it('are the only place with a colour', () => {
    const literal =
      /#[0-9a-f]{6}\b|#[0-9a-f]{3}\b(?=['";)\s])|\b(?:rgb|rgba|hsl|hsla|oklch|oklab|lab|lch)\(/gi;
    const found = readdirSync(web, { recursive: true, encoding: 'utf8' })
      .filter(
        (path) => /\.(tsx?|css)$/.test(path) && !/\.test\.|generated|design\/(tokens|colours)\./.test(path),
      )
      .flatMap((path) =>
        (readFileSync(web + path, 'utf8').match(literal) ?? []).map((text) => `${path}: ${text}`),
      );
    expect(found).toEqual([]);
  });

  it('agree with what the browser is told before it has read them', () => {
    const html = readFileSync(`${web}index.html`, 'utf8');
    for (const theme of themes) {
      const told = new RegExp(`theme-color" content="(#\\w+)" media="\\(prefers-color-scheme: ${theme}`).exec(
        html,
      )?.[1];
      expect(told).toBe(pairs.get('surface')?.[theme]);
    }
    const manifest = JSON.parse(readFileSync(`${web}public/manifest.webmanifest`, 'utf8')) as Record<
      string,
      string
    >;
    expect(manifest['theme_color']).toBe(pairs.get('surface')?.light);
    expect(manifest['background_color']).toBe(pairs.get('ground')?.light);
  });
});

describe('colours as numbers', () => {
  it('agree with values that are known', () => {
    const [black, white, grey] = ['#000000', '#ffffff', '#777777'].map(parseHex) as [Rgb, Rgb, Rgb];
    expect(contrast(black, white)).toBeCloseTo(21, 5);
    expect(contrast(white, grey)).toBeCloseTo(4.478, 3);
    expect(difference(black, white)).toBeCloseTo(100, 1);
    expect(difference(grey, grey)).toBe(0);
    // Pure red and a dark olive are far apart for most, and close for those who see no red.
    const [red, olive] = [parseHex('#ff0000'), parseHex('#6b5f00')] as const;
    expect(difference(red, olive)).toBeGreaterThan(25);
    expect(difference(seenWith(visions.protanopia, red), seenWith(visions.protanopia, olive))).toBeLessThan(
      8,
    );
    expect(() => parseHex('red')).toThrow('red');
  });
});
