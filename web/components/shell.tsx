import { Link, Outlet } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useStaleSeconds, useSummary, useSystem } from '../data/use-fleet.ts';
import { useText } from '../i18n/index.ts';
import { Connection } from './connection.tsx';
import { Icon } from './icon.tsx';
import { Mark } from './mark.tsx';
import { NoticeList } from './notice-list.tsx';
import { OwnHealth } from './own-health.tsx';
import { SettingsMenu } from './settings-menu.tsx';

const places = [
  { to: '/', name: 'overview', exact: true },
  { to: '/workers', name: 'workers', exact: false },
  { to: '/events', name: 'events', exact: false },
] as const;

/** What surrounds every page: where one is, whether the figures are fresh, and how the tower itself is. */
export function Shell() {
  const { t } = useText();
  const host = useSystem()?.host.name;
  const stale = useStaleSeconds() !== null;
  useTitle();
  return (
    <div className="flex min-h-dvh flex-col pb-[calc(56px+env(safe-area-inset-bottom))] sm:pb-0">
      <a
        href="#main"
        className="absolute left-2 z-40 -translate-y-full rounded-sm bg-accent px-3 py-2 text-on-accent focus:translate-y-2"
      >
        {t('nav.skip')}
      </a>
      <header className="sticky top-0 z-20 border-line border-b bg-surface">
        <div className="mx-auto flex h-13 max-w-[1440px] items-center gap-3 px-4 sm:px-6">
          <Link
            to="/"
            className="flex items-center gap-2 text-accent"
            aria-label={`Yagura – ${t('nav.overview')}`}
          >
            <Mark size={26} />
            <span className="font-semibold text-ink text-lg tracking-tight">Yagura</span>
          </Link>
          {host !== undefined && (
            <span className="truncate border-line border-l pl-3 text-ink-faint text-sm max-sm:hidden">
              {host}
            </span>
          )}
          <nav aria-label={t('nav.title')} className="ml-4 hidden h-full sm:flex">
            {places.map(({ to, name, exact }) => (
              <Link
                key={name}
                to={to}
                activeOptions={{ exact, includeSearch: false }}
                className="-mb-px flex items-center border-transparent border-b-2 px-3 text-ink-soft text-sm hover:text-ink data-[status=active]:border-accent data-[status=active]:font-medium data-[status=active]:text-ink"
              >
                {t(`nav.${name}`)}
              </Link>
            ))}
          </nav>
          <div className="ml-auto flex items-center gap-1.5 sm:gap-3">
            <Connection />
            <OwnHealth />
            <SettingsMenu />
          </div>
        </div>
      </header>
      <main
        id="main"
        className={`mx-auto w-full max-w-[1440px] flex-1 px-3 py-4 transition-[filter,opacity] duration-(--quick) sm:px-6 ${
          stale ? 'opacity-70 grayscale' : ''
        }`}
      >
        <Outlet />
      </main>
      <nav
        aria-label={t('nav.title')}
        className="fixed inset-x-0 bottom-0 z-20 flex border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden"
      >
        {places.map(({ to, name, exact }) => (
          <Link
            key={name}
            to={to}
            activeOptions={{ exact, includeSearch: false }}
            className="flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-ink-faint text-xs data-[status=active]:font-medium data-[status=active]:text-accent"
          >
            <Icon name={name} size={20} />
            {t(`nav.${name}`)}
          </Link>
        ))}
      </nav>
      <NoticeList />
    </div>
  );
}

/** The tab says how many workers are in trouble, so that it can be left in the background. */
function useTitle(): void {
  const troubled = useSummary()?.troubled.length ?? 0;
  useEffect(() => {
    document.title = troubled > 0 ? `(${troubled}) Yagura` : 'Yagura';
  }, [troubled]);
}
