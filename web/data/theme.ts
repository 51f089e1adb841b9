import { recall, remember } from './memory.ts';
import { createStore } from './store.ts';

export type Theme = 'system' | 'light' | 'dark';

function recalled(): Theme {
  const theme = recall('theme');
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

export const theme = createStore<Theme>(recalled());

export function chooseTheme(next: Theme): void {
  remember('theme', next);
  if (next === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = next;
  theme.set(next);
  colourTheBrowser();
}

/** The bar that a phone draws around the page has the colour of the page's own bar, also when the theme is not the system's. */
function colourTheBrowser(): void {
  for (const scheme of ['light', 'dark'] as const) {
    const meta = document.querySelector<HTMLMetaElement>(`meta[name=theme-color][data-theme=${scheme}]`);
    if (meta)
      meta.media =
        theme.get() === 'system'
          ? `(prefers-color-scheme: ${scheme})`
          : theme.get() === scheme
            ? 'all'
            : 'not all';
  }
}
