/** Which language is wanted and where its texts are: asked for before the program is here that shows them. */
import { recall } from '../data/memory.ts';
import type { Language } from '../format/index.ts';

const texts: Record<Language, () => Promise<{ default: object }>> = {
  ja: () => import('./ja/index.ts'),
  en: () => import('./en/index.ts'),
};

/** Loaded once, however often they are asked for. */
export async function textsOf(language: Language): Promise<object> {
  return (await texts[language]()).default;
}

/** Chosen by the reader, else by the browser. */
export function wantedLanguage(): Language {
  const chosen = recall('language');
  if (chosen === 'ja' || chosen === 'en') return chosen;
  return navigator.languages.find((tag) => /^(ja|en)\b/.test(tag))?.startsWith('ja') ? 'ja' : 'en';
}
