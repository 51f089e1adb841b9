import type { Text } from '../i18n/index.ts';
import { ApiProblem } from './api.ts';
import { problemText } from './problem-text.ts';

/** Why nobody was signed in, in words. */
export function loginProblem(text: Pick<Text, 't' | 'language' | 'say'>, error: Error): string {
  const { t } = text;
  if (!(error instanceof ApiProblem)) return error.message;
  if (error.code === 'too_many_requests') return t('login.tooMany');
  return error.status === 401 ? t('login.wrong') : problemText(text, error);
}
