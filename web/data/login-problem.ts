import type { Text } from '../i18n/index.ts';
import { ApiProblem } from './api.ts';

/** Why nobody was signed in, in words. */
export function loginProblem({ t }: Pick<Text, 't'>, error: Error): string {
  if (!(error instanceof ApiProblem)) return error.message;
  if (error.code === 'unreachable') return t('login.unreachable');
  if (error.code === 'too_many_requests') return t('login.tooMany');
  return error.status === 401 ? t('login.wrong') : error.message;
}
