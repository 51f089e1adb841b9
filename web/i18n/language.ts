/** Which language is wanted and where its texts are: asked for before the program is here that shows them. */
import { recall } from '../data/memory.ts';
import type { Language } from '../format/index.ts';

interface Words {
  default: object;
  /** Says in this language what the agent says in English; absent where that is the language. */
  sayOfAgent?: (sentence: string) => string;
}

const words: Record<Language, () => Promise<Words>> = {
  ja: () => import('./ja/index.ts'),
  en: () => import('./en/index.ts'),
};

/** Loaded once, however often they are asked for. */
export function wordsOf(language: Language): Promise<Words> {
  return words[language]();
}

/** Chosen by the reader, else by the browser. */
export function wantedLanguage(): Language {
  const chosen = recall('language');
  if (chosen === 'ja' || chosen === 'en') return chosen;
  return navigator.languages.find((tag) => /^(ja|en)\b/.test(tag))?.startsWith('ja') ? 'ja' : 'en';
}
