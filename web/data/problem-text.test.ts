import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { failures } from '../../src/shared/failure.ts';
import type { Language } from '../format/index.ts';
import { inJapanese } from '../i18n/agent-words.ts';
import en from '../i18n/en/index.ts';
import ja from '../i18n/ja/index.ts';
import { ApiProblem } from './api.ts';
import { problemText } from './problem-text.ts';

beforeAll(async () => {
  await i18next.init({ defaultNS: 'page', resources: { en: { page: en }, ja: { page: ja } } });
});

const inLanguage = (language: Language, error: unknown) =>
  problemText(
    {
      t: i18next.getFixedT(language),
      language,
      say: language === 'ja' ? inJapanese : (sentence) => sentence,
    },
    error,
  );

describe('what went wrong', () => {
  it('has Japanese words for every code of the server', () => {
    for (const [code, { status, title }] of Object.entries(failures)) {
      expect(inLanguage('ja', new ApiProblem(status, code, title)), code).toMatch(/\p{Script=Hiragana}/u);
    }
  });

  it('is what the server says, in English', () => {
    const error = new ApiProblem(409, 'conflict', 'There is a token "ci" already.');
    expect(inLanguage('en', error)).toBe('There is a token "ci" already.');
    expect(inLanguage('en', new ApiProblem(503, 'agent_away', ''))).toBe(
      'The agent of this machine is not connected.',
    );
  });

  it('is no browser jargon when nobody answers', () => {
    const error = new ApiProblem(0, 'unreachable', 'Failed to fetch');
    expect(inLanguage('en', error)).toBe('Yagura does not answer.');
    expect(inLanguage('ja', error)).toBe('Yagura から応答がありません。');
  });

  it('keeps the place of a mistake, and what nobody knows', () => {
    expect(inLanguage('ja', new ApiProblem(400, 'bad_request', 'name: too long'))).toContain(
      'name: too long',
    );
    expect(inLanguage('ja', new ApiProblem(418, 'teapot', 'I am short'))).toBe('I am short');
    expect(inLanguage('ja', new Error('odd'))).toBe('odd');
  });
});
