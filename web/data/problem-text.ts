/** Why the server did not do what it was asked, in the reader's words. */
import type { Text } from '../i18n/index.ts';
import type en from '../i18n/en/index.ts';
import { ApiProblem } from './api.ts';

type Known = keyof typeof en.problem.codes;

/** Codes whose detail names the place of a mistake, which no other sentence can. */
const namesPlace = new Set(['bad_request', 'config_invalid']);

/** The server speaks English; elsewhere its code is put into words. */
export function problemText(
  { t, language, say }: Pick<Text, 't' | 'language' | 'say'>,
  error: unknown,
): string {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof ApiProblem)) return message;
  const detail = say(message);
  const words = t(`problem.codes.${error.code as Known}`, { defaultValue: detail });
  if (error.code === 'unreachable' || detail === '') return words;
  if (language === 'en' || detail !== message) return detail;
  return namesPlace.has(error.code) ? t('problem.with', { words, detail }) : words;
}
