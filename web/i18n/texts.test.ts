import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import en from './en/index.ts';
import ja from './ja/index.ts';

type Tree = { [key: string]: string | Tree };

const web = fileURLToPath(new URL('..', import.meta.url));

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value] as const] : [...flatten(value, `${prefix}${key}.`)],
    ),
  );
}

const texts = { en: flatten(en), ja: flatten(ja) };
const plural = /(?:_ordinal)?_(?:zero|one|two|few|many|other)$/;
const baseKeys = (language: 'en' | 'ja') =>
  new Set([...texts[language].keys()].map((key) => key.replace(plural, '')));

const sources = readdirSync(web, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.includes('.test.') && !path.includes('generated'))
  .map((path) => readFileSync(web + path, 'utf8'))
  .join('\n');

/** Keys as they stand in the source, and the fixed beginnings of those that are put together. */
const literal = new Set(
  [...sources.matchAll(/['"`]([a-zA-Z]+(?:\.[\w-]+)+)['"`]/g)].map((match) => match[1] ?? ''),
);
const sections = new Set(Object.keys(en));
const beginnings = [...sources.matchAll(/`([a-zA-Z]+(?:\.[\w-]+)*\.)\$\{/g)]
  .map((match) => match[1] ?? '')
  .filter((beginning) => sections.has(beginning.split('.')[0] ?? ''));
const asked = [...sources.matchAll(/\bt\(\s*['"]([\w.-]+)['"]/g)].map((match) => match[1] ?? '');

describe('texts', () => {
  it('exist in both languages', () => {
    expect([...baseKeys('ja')].filter((key) => !baseKeys('en').has(key))).toEqual([]);
    expect([...baseKeys('en')].filter((key) => !baseKeys('ja').has(key))).toEqual([]);
  });

  it('have every plural form that their language needs, and no other', () => {
    for (const language of ['en', 'ja'] as const) {
      const formsOf = (type: 'cardinal' | 'ordinal') =>
        new Intl.PluralRules(language, { type }).resolvedOptions().pluralCategories.toSorted();
      const counting = formsOf('cardinal');
      const ordering = formsOf('ordinal').map((form) => `ordinal_${form}`);
      for (const base of baseKeys(language)) {
        const forms = [...texts[language].keys()]
          .filter((key) => plural.test(key) && key.replace(plural, '') === base)
          .map((key) => key.slice(base.length + 1));
        const needed = forms[0]?.startsWith('ordinal_') ? ordering : counting;
        if (forms.length > 0) expect([language, base, forms.toSorted()]).toEqual([language, base, needed]);
      }
    }
  });

  it('are asked for by keys that exist', () => {
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter((key) => !baseKeys('en').has(key))).toEqual([]);
    const known = [...baseKeys('en')];
    expect(beginnings.filter((beginning) => !known.some((key) => key.startsWith(beginning)))).toEqual([]);
  });

  it('are all used', () => {
    const unused = [...baseKeys('en')].filter(
      (key) => !literal.has(key) && !beginnings.some((beginning) => key.startsWith(beginning)),
    );
    expect(unused).toEqual([]);
  });

  it('have the same values to fill in', () => {
    const values = (text: string) => new Set([...text.matchAll(/\{\{(\w+)/g)].map((match) => match[1]));
    for (const [key, text] of texts.ja) {
      const other = texts.en.get(key);
      if (other !== undefined) expect([key, values(text)]).toEqual([key, values(other)]);
    }
  });
});
