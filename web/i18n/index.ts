/** The page's words in the language in use; only that one's texts are loaded. */
import i18next, { type TFunction } from 'i18next';
import { remember } from '../data/memory.ts';
import { createStore } from '../data/store.ts';
import { useStore } from '../data/use-store.ts';
import { createFormat, type Format, type Language } from '../format/index.ts';
import type en from './en/index.ts';
import { wantedLanguage, wordsOf } from './language.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'page';
    resources: { page: typeof en };
  }
}

export const languages: Record<Language, string> = { ja: '日本語', en: 'English' };

const formats: Record<Language, Format> = { ja: createFormat('ja'), en: createFormat('en') };

export function startLanguage(): Promise<void> {
  void i18next.init({
    // The texts come by `speak`: there is nothing to wait for.
    initAsync: false,
    defaultNS: 'page',
    fallbackLng: false,
    interpolation: { escapeValue: false },
    resources: {},
  });
  return speak(wantedLanguage());
}

export async function chooseLanguage(language: Language): Promise<void> {
  remember('language', language);
  await speak(language);
}

async function speak(language: Language): Promise<void> {
  const { default: texts, sayOfAgent } = await wordsOf(language);
  i18next.addResourceBundle(language, 'page', texts);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
  inUse.set(textOf(language, sayOfAgent));
}

export interface Text {
  t: TFunction;
  format: Format;
  language: Language;
  /** What the agent says of a worker, in this language and with local times. */
  say: (sentence: string) => string;
}

function textOf(language: Language, sayOfAgent = (sentence: string) => sentence): Text {
  const format = formats[language];
  const say = (sentence: string) => sayOfAgent(format.localTimes(sentence));
  return { t: keepPlain(i18next.getFixedT(language, 'page')), format, language, say };
}

/** Texts without values in them are looked up once: hundreds are shown each second, and each takes the library as long as a cell takes to draw. */
function keepPlain(translate: TFunction): TFunction {
  const plain = new Map<string, string>();
  const t = (...asked: Parameters<TFunction>): string => {
    const [key] = asked;
    if (asked.length > 1 || typeof key !== 'string') return translate(...asked);
    const text = plain.get(key) ?? translate(...asked);
    plain.set(key, text);
    return text;
  };
  return t as TFunction;
}

/** One for the whole page: every cell of a table asks for it, so asking must cost nothing. */
const inUse = createStore<Text>(textOf('en'));

/** The texts and the formats of the language in use. */
export function useText(): Text {
  return useStore(inUse, (text) => text);
}
