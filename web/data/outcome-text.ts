/** What came of a start, stop or restart, in words. Pure. */
import type { Text } from '../i18n/index.ts';
import type { Action, Outcome } from './outcome.ts';

/** `healthyAt`: when a check first said so of the new process, ms since the epoch; null while none has. */
export function outcomeText(
  { t, format, say }: Pick<Text, 't' | 'format' | 'say'>,
  action: Action,
  outcome: Outcome,
  healthyAt: number | null,
): string {
  if (outcome.phase === 'asked') return t(`outcome.asked.${action}`);
  if (outcome.phase === 'under-way') return t(`outcome.underWay.${action}`);
  if (outcome.phase === 'failed') return t('outcome.failed', { detail: say(outcome.detail) });
  const done =
    outcome.tookMs === null
      ? t(`outcome.done.${action}`)
      : t(`outcome.doneIn.${action}`, { took: format.duration(outcome.tookMs) });
  if (outcome.health === null) return done;
  if (outcome.health === 'awaited') return done + t('outcome.awaitsHealth');
  const afterMs = (healthyAt ?? 0) - (outcome.startedAt ?? 0);
  return (
    done +
    (afterMs > 0 ? t('outcome.healthyAfter', { after: format.duration(afterMs) }) : t('outcome.healthy'))
  );
}
