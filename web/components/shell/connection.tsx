import { useNow } from '../../data/use-now.ts';
import { liveClient } from '../../data/live/index.ts';
import { useLiveStatus, useStaleSeconds } from '../../data/use-fleet.ts';
import { type Text, useText } from '../../i18n/index.ts';

/** The first connection is allowed this long before it is called slow, ms since the page was opened. */
const patienceMs = 3_000;

/**
 * Whether what is shown is the present: a quiet word while it is, a plain one when it isn't. On narrow screens the whole bar says so, on
 * middling ones it hangs from the bar; nothing moves when it comes or goes.
 */
export function Connection() {
  const { t } = useText();
  const phase = useLiveStatus((status) => status.phase);
  const stale = useStaleSeconds();
  const isSlow = useNow(() => performance.now() > patienceMs);
  const isPresent = (phase === 'live' && stale === null) || phase === 'paused';
  const isOpening = phase === 'connecting' && !isSlow;
  return (
    <div role="status" className="flex items-center text-sm">
      {isPresent || isOpening ? (
        <span className="inline-flex h-8 items-center gap-1.5 px-1 text-ink-soft">
          <span
            aria-hidden="true"
            className={`size-2 rounded-full ${isPresent ? 'bg-well' : 'border border-line-strong'}`}
          />
          <span className="max-xl:sr-only">{t(isPresent ? 'connection.live' : 'connection.connecting')}</span>
        </span>
      ) : (
        <Lost />
      )}
    </div>
  );
}

function Lost() {
  const text = useText();
  const phase = useLiveStatus((status) => status.phase);
  const retryAt = useLiveStatus((status) => status.retryAt);
  const stale = useStaleSeconds();
  const retryIn = useNow(() =>
    retryAt === null ? 0 : Math.max(0, Math.ceil((retryAt - Date.now()) / 1000)),
  );
  return (
    <div className="arrive max-lg:absolute max-lg:inset-x-0 max-lg:flex max-sm:inset-y-0 max-sm:z-10 max-lg:justify-center sm:pointer-events-none sm:max-lg:top-full">
      <LostSign
        text={lostText(text, phase)}
        age={stale === null ? '' : text.t('connection.age', { age: text.format.duration(stale * 1000) })}
        {...(retryIn > 2 ? { onRetry: () => liveClient().retryNow() } : {})}
      />
    </div>
  );
}

/** Says that something is not the present any more. `age`: of what is shown; it changes every second, which is not said aloud. */
export function LostSign({ text, age, onRetry }: { text: string; age: string; onRetry?: () => void }) {
  const { t } = useText();
  return (
    <span className="figures pointer-events-auto inline-flex min-h-8 items-center gap-2 bg-warn-soft px-3 font-medium text-sm text-warn max-sm:flex-1 max-sm:justify-center sm:rounded-sm sm:whitespace-nowrap">
      <span aria-hidden="true" className="breathe size-2 shrink-0 bg-warn" />
      <span>
        {text}
        <span aria-live="off">{age}</span>
      </span>
      {onRetry && (
        <button
          type="button"
          className="min-h-8 whitespace-nowrap underline underline-offset-2"
          onClick={onRetry}
        >
          {t('common.retry')}
        </button>
      )}
    </span>
  );
}

function lostText({ t }: Text, phase: string): string {
  if (phase === 'signed-out') return t('connection.signedOut');
  return t(phase === 'connecting' ? 'connection.connecting' : 'connection.reconnecting');
}
