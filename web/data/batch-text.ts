/** How far an action on many workers has come, in words. Pure. */
import type { Text } from '../i18n/index.ts';
import { isOver, type Tally, type Verdict } from './batch.ts';
import type { Notice } from './notices.ts';
import type { Action } from './outcome.ts';

type Words = Pick<Text, 't' | 'format' | 'say'>;

/** `live`: false while the page hears nothing. `tookMs`: since the request. */
export function batchText(
  { t, format, say }: Words,
  action: Action,
  sum: Tally,
  { live, tookMs }: { live: boolean; tookMs: number },
): string {
  const counts = { done: format.count(sum.done), total: format.count(sum.total) };
  const [only] = sum.failed;
  if (isOver(sum) && sum.failed.length === 0) {
    return t(`batch.all.${action}`, { count: sum.total, took: format.duration(tookMs) });
  }
  const parts = [t(`batch.some.${action}`, counts)];
  if (sum.awaitsHealth > 0) parts.push(t('batch.awaitsHealth', { count: sum.awaitsHealth }));
  if (sum.underWay > 0) parts.push(t('batch.underWay', { count: sum.underWay }));
  if (sum.unclear > 0) parts.push(t('batch.unclear', { count: sum.unclear }));
  if (sum.failed.length > 0) parts.push(t('batch.failed', { count: sum.failed.length }));
  const sentence = format.list(parts);
  if (!live && !isOver(sum)) return `${sentence}${t('batch.lostSight')}`;
  if (only && sum.failed.length === 1)
    return t('batch.because', {
      sentence,
      name: only.worker,
      why: verdictText({ t, say }, action, only.verdict),
    });
  return sentence;
}

export function verdictText({ t, say }: Omit<Words, 'format'>, action: Action, verdict: Verdict): string {
  switch (verdict.standing) {
    case 'refused':
      return `${t('actions.refused')} ${verdict.detail}`;
    case 'lost':
      return t(`pursuit.neverArrived.${action}`);
    case 'gone':
      return t('pursuit.gone');
    default:
      return say(verdict.detail);
  }
}

export function batchTone(sum: Tally, live: boolean): Notice['tone'] {
  if (sum.unclear > 0 || (!live && !isOver(sum))) return 'warn';
  if (!isOver(sum)) return 'busy';
  return sum.failed.length > 0 ? 'bad' : 'well';
}
