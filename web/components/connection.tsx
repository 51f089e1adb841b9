import { useEffect } from 'react';
import { useNow } from '../data/clock.ts';
import { liveClient } from '../data/live/index.ts';
import { useLiveStatus, useStaleSeconds } from '../data/use-fleet.ts';
import { useText } from '../i18n/index.ts';

/** Whether what is shown is the present: a quiet word while it is, a plain one when it isn't. */
export function Connection() {
  const { t, format } = useText();
  const { phase, retryAt } = useLiveStatus();
  const stale = useStaleSeconds();
  const retryIn = useNow(() =>
    retryAt === null ? 0 : Math.max(0, Math.ceil((retryAt - Date.now()) / 1000)),
  );
  useEffect(() => {
    if (phase === 'signed-out') location.assign(`/login?next=${encodeURIComponent(location.pathname)}`);
  }, [phase]);
  const live = phase === 'live' && stale === null;
  return (
    <div role="status" className="flex items-center gap-2 text-sm">
      {live || phase === 'paused' ? (
        <span className="inline-flex items-center gap-1.5 text-ink-soft">
          <span aria-hidden="true" className="size-2 rounded-full bg-well" />
          <span className="max-sm:sr-only">{t('connection.live')}</span>
        </span>
      ) : (
        <span className="figures inline-flex items-center gap-1.5 rounded-sm bg-warn-soft px-2 py-1 text-warn text-xs">
          <span aria-hidden="true" className="breathe size-2 bg-warn" />
          {phase === 'connecting' ? t('connection.connecting') : t('connection.reconnecting')}
          {stale !== null && t('connection.age', { age: format.duration(stale * 1000) })}
          {retryIn > 2 && (
            <button
              type="button"
              className="underline underline-offset-2"
              onClick={() => liveClient().retryNow()}
            >
              {t('common.retry')}
            </button>
          )}
        </span>
      )}
    </div>
  );
}
