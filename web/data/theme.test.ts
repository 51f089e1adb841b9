import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

let kept: Map<string, string>;
let root: { dataset: Record<string, string> };
let metas: Record<'light' | 'dark', { media: string }>;

beforeEach(() => {
  kept = new Map();
  root = { dataset: {} };
  metas = { light: { media: '' }, dark: { media: '' } };
  vi.resetModules();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  vi.stubGlobal('document', {
    documentElement: root,
    querySelector: (selector: string) =>
      Object.entries(metas).find(([scheme]) => selector.endsWith(`[data-theme=${scheme}]`))?.[1] ?? null,
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** The page, loaded anew. */
const load = () => import('./theme.ts');

describe('the theme', () => {
  it('is that of the system until somebody chooses, also where something else was remembered', async () => {
    expect((await load()).theme.get()).toBe('system');
    vi.resetModules();
    kept.set('yagura.theme', 'sepia');
    expect((await load()).theme.get()).toBe('system');
  });

  it.each(['light', 'dark'] as const)('that was chosen is still there the next time: %s', async (choice) => {
    const { chooseTheme, theme } = await load();
    chooseTheme(choice);
    expect(theme.get()).toBe(choice);
    expect(root.dataset).toEqual({ theme: choice });
    vi.resetModules();
    expect((await load()).theme.get()).toBe(choice);
  });

  it('lasts as long as the page where nothing can be remembered', async () => {
    const blocked = () => {
      throw new Error('blocked');
    };
    vi.stubGlobal('localStorage', { getItem: blocked, setItem: blocked });
    const { chooseTheme, theme } = await load();
    chooseTheme('dark');
    expect(theme.get()).toBe('dark');
    expect(root.dataset).toEqual({ theme: 'dark' });
  });

  it("colours the browser's bar as well, and follows the system again when told to", async () => {
    const { chooseTheme } = await load();
    chooseTheme('dark');
    expect(metas).toEqual({ light: { media: 'not all' }, dark: { media: 'all' } });
    chooseTheme('light');
    expect(metas).toEqual({ light: { media: 'all' }, dark: { media: 'not all' } });
    chooseTheme('system');
    expect(root.dataset).toEqual({});
    expect(metas).toEqual({
      light: { media: '(prefers-color-scheme: light)' },
      dark: { media: '(prefers-color-scheme: dark)' },
    });
  });
});
