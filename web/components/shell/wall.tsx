import { useNavigate } from '@tanstack/react-router';
import { useEffect, useLayoutEffect, useState } from 'react';
import { useNow } from '../../data/use-now.ts';
import { useAgeSeconds, useLiveStatus, useStaleSeconds, useSystem } from '../../data/use-fleet.ts';
import { useText } from '../../i18n/index.ts';
import { Button } from '../button.tsx';
import { Main } from './main.tsx';

/** After a touch or a move the way out is offered for this long. */
const wayOutMs = 4_000;

/** A screen in the room: no controls, larger type, the time, and how old the figures are. It stays lit where the browser allows it. */
export function Wall() {
  const { t, format } = useText();
  const host = useSystem((system) => system.host.name);
  const time = useNow((now) => format.clock(now, now));
  const day = useNow((now) => format.day(now, now));
  useLayoutEffect(() => {
    document.documentElement.dataset['wall'] = '';
    return () => {
      delete document.documentElement.dataset['wall'];
    };
  }, []);
  useEffect(keepAwake, []);
  return (
    <div className="flex min-h-dvh flex-col px-8 py-5">
      <header className="flex h-16 items-center gap-4">
        <span className="truncate text-ink-soft text-lg">{host ?? 'Yagura'}</span>
        <div className="ml-auto flex items-center gap-8">
          <WayOut />
          <Age />
          <span className="text-ink-soft text-lg">{day}</span>
          <time className="figures font-semibold text-2xl text-ink" aria-label={t('wall.time')}>
            {time}
          </time>
        </div>
      </header>
      <Main className="flex-1 pt-4" />
    </div>
  );
}

function Age() {
  const { t, format } = useText();
  const age = useAgeSeconds();
  const stale = useStaleSeconds() !== null;
  const phase = useLiveStatus((status) => status.phase);
  const isLost = stale || (phase !== 'live' && phase !== 'paused');
  return (
    <span
      className={`figures inline-flex items-center gap-3 text-lg ${isLost ? 'rounded-sm bg-warn-soft px-3 text-warn' : 'text-ink-soft'}`}
    >
      <span aria-hidden="true" className={`size-3 ${isLost ? 'breathe bg-warn' : 'rounded-full bg-well'}`} />
      <span role="status">{isLost ? t('connection.reconnecting') : null}</span>
      {age !== null && t('wall.age', { age: format.duration(age * 1000) })}
    </span>
  );
}

/** A touch screen has no Escape. */
function WayOut() {
  const { t } = useText();
  const navigate = useNavigate();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      setShown(true);
      clearTimeout(timer);
      timer = setTimeout(() => setShown(false), wayOutMs);
    };
    const events = ['pointermove', 'pointerdown', 'focusin'] as const;
    for (const event of events) document.addEventListener(event, show);
    return () => {
      clearTimeout(timer);
      for (const event of events) document.removeEventListener(event, show);
    };
  }, []);
  return (
    <span className={shown ? '' : 'opacity-0 focus-within:opacity-100'}>
      <Button
        look="quiet"
        onClick={() => void navigate({ to: '/' })}
        tabIndex={shown ? 0 : -1}
        aria-hidden={!shown}
      >
        {t('wall.leave')}
      </Button>
    </span>
  );
}

/** Asks the screen not to go dark; anew each time that the tab comes to the front, since hiding it ends the promise. */
function keepAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  let left = false;
  const ask = async () => {
    if (document.hidden || !('wakeLock' in navigator)) return;
    try {
      const got = await navigator.wakeLock.request('screen');
      if (left) await got.release();
      else lock = got;
    } catch {
      // Not allowed, or the battery is low: the screen does what it is set to do.
    }
  };
  const onVisible = () => void ask();
  void ask();
  document.addEventListener('visibilitychange', onVisible);
  return () => {
    left = true;
    document.removeEventListener('visibilitychange', onVisible);
    void lock?.release();
  };
}
