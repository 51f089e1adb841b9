/** What surrounds every page: where one is, whether the figures are fresh, and how the tower itself is. */
import { Link, useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useSystem } from '../../data/use-fleet.ts';
import { watchSession } from '../../data/session.ts';
import { useText } from '../../i18n/index.ts';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { Mark } from '../mark.tsx';
import { Connection } from './connection.tsx';
import { FurtherPlaces, Notices, SessionEnd, Settings } from './later.tsx';
import { Main } from './main.tsx';
import { NewerPage } from './newer-page.tsx';
import { OwnHealth } from './own-health.tsx';
import { usePlaces } from './places.ts';
import { openPalette, ShellKeys } from './shell-keys.tsx';
import { useArrival, useTitle } from './use-arrival.ts';
import { useClockNotice } from './use-clock-notice.ts';
import { Wall } from './wall.tsx';

export function Shell() {
  const router = useRouter();
  const wall = useSearch({ strict: false, select: (search) => 'wall' in search && search.wall });
  useTitle();
  useArrival(router);
  useClockNotice();
  useEffect(watchSession, []);
  return (
    <>
      {wall ? <Wall /> : <Framed />}
      <ShellKeys wall={wall} />
      <SessionEnd />
      <Notices />
    </>
  );
}

function Framed() {
  const { t } = useText();
  const host = useSystem((system) => system.host.name);
  const places = usePlaces();
  const [more, setMore] = useState(false);
  return (
    <div className="flex min-h-dvh flex-col pb-[calc(var(--bottom-bar)+env(safe-area-inset-bottom))] sm:pb-0">
      <a
        href="#main"
        className="absolute left-2 z-40 -translate-y-full rounded-sm bg-accent px-3 py-2 text-on-accent focus:translate-y-2"
      >
        {t('nav.skip')}
      </a>
      <header className="sticky top-0 z-20 border-line border-b bg-surface">
        <div className="mx-auto flex h-(--bar) max-w-[1440px] items-center gap-3 px-4 sm:px-6">
          <Link
            to="/"
            className="flex h-10 shrink-0 items-center gap-2 text-accent"
            aria-label={`Yagura – ${t('nav.overview')}`}
          >
            <Mark size={26} />
            <span className="font-semibold text-ink text-lg tracking-tight sm:max-lg:hidden">Yagura</span>
          </Link>
          <nav aria-label={t('nav.title')} className="hidden h-full min-w-0 sm:flex xl:ml-2">
            {places.map(({ to, name, inBar }) => (
              <Link
                key={name}
                to={to}
                activeOptions={{ exact: to === '/', includeSearch: false }}
                className={`${word} data-[status=active]:border-accent data-[status=active]:font-medium data-[status=active]:text-ink ${inBar ? '' : 'max-xl:hidden'}`}
              >
                <Steady>{t(`nav.${name}`)}</Steady>
              </Link>
            ))}
            <button
              type="button"
              aria-haspopup="dialog"
              aria-expanded={more}
              onClick={() => setMore(true)}
              className={`${word} gap-1 xl:hidden`}
            >
              {t('nav.more')}
              <Icon name="down" size={12} />
            </button>
          </nav>
          <div className="ml-auto flex min-w-0 items-center gap-1 sm:gap-2">
            {/* What comes later stands at the left end, where it pushes nothing. */}
            {host !== null && (
              <span
                className="max-w-40 truncate pr-2 text-ink-faint text-sm max-[1400px]:hidden"
                title={host}
              >
                {host}
              </span>
            )}
            <Connection />
            <OwnHealth />
            <Button
              look="quiet"
              icon="find"
              iconOnly
              onClick={openPalette}
              aria-keyshortcuts="Control+K Meta+K"
            >
              {t('palette.open')}
            </Button>
            <Settings />
          </div>
        </div>
        <NewerPage />
      </header>
      <Main className="mx-auto w-full max-w-[1440px] flex-1 px-3 py-4 sm:px-6" />
      <nav
        aria-label={t('nav.title')}
        className="fixed inset-x-0 bottom-0 z-20 flex border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden"
      >
        {places
          .filter(({ inBar }) => inBar)
          .map(({ to, name, icon }) => (
            <Link
              key={name}
              to={to}
              activeOptions={{ exact: to === '/', includeSearch: false }}
              className={tab}
            >
              <Icon name={icon} size={20} />
              <Steady>{t(`nav.${name}`)}</Steady>
            </Link>
          ))}
        <button
          type="button"
          aria-haspopup="dialog"
          aria-expanded={more}
          onClick={() => setMore(true)}
          className={tab}
        >
          <Icon name="more" size={20} />
          {t('nav.more')}
        </button>
      </nav>
      <FurtherPlaces
        open={more}
        onClose={() => setMore(false)}
        places={places.filter(({ inBar }) => !inBar)}
      />
    </div>
  );
}

const word =
  '-mb-px flex items-center whitespace-nowrap border-transparent border-b-2 px-2 text-ink-soft text-sm hover:text-ink xl:px-2.5';
const tab =
  'flex h-(--bottom-bar) min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-ink-faint text-xs data-[status=active]:font-medium data-[status=active]:text-accent';

/** As wide as it would be in bold, so that its neighbours stay where they are. */
function Steady({ children }: { children: string }) {
  return (
    <span className="grid">
      <span className="col-start-1 row-start-1 text-center">{children}</span>
      <span aria-hidden="true" className="invisible col-start-1 row-start-1 h-0 overflow-hidden font-medium">
        {children}
      </span>
    </span>
  );
}
