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
}
