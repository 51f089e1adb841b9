import { useNow } from '../data/use-now.ts';
import { shownState } from '../data/standing.ts';
import type { Worker } from '../data/types.ts';
import { type Text, useText } from '../i18n/index.ts';

/** Why a worker is in its state and what is being done about it, in words; the agent's own words follow. */
export function Reason({ worker }: { worker: Worker }) {
  const text = useText();
  // Counts down, so the text is made anew each second only while it changes.
  const doing = useNow((now) => whatIsDone(text, worker, now));
  const at = worker.fresh ? worker.nextStartAt : worker.seenAt;
  return (
    <>
      {doing !== '' && <span title={at === null ? undefined : text.format.utc(at)}>{doing}</span>}
      {doing !== '' && worker.reason !== '' && <span aria-hidden="true"> · </span>}
      {text.say(worker.reason)}
    </>
  );
}

function whatIsDone({ t, format }: Text, worker: Worker, now: number): string {
  if (!worker.fresh) return t('reason.lastSeen', { time: format.time(worker.seenAt) });
  const state = shownState(worker);
  if (state === 'backoff' && worker.nextStartAt !== null) {
    const waitMs = Date.parse(worker.nextStartAt) - now;
    return waitMs > 999
      ? t('reason.restartIn', { wait: format.duration(Math.ceil(waitMs / 1000) * 1000) })
      : t('reason.restartNow');
  }
  if (state === 'stopped' && worker.nextStartAt !== null)
    return t('reason.runsNext', { time: format.clock(worker.nextStartAt) });
  if (worker.crashLoop) return t('reason.crashLoop');
  return '';
}
