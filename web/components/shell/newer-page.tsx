import { type ReactNode, useState } from 'react';
import { useSystem } from '../../data/use-fleet.ts';
import { useText } from '../../i18n/index.ts';
import { Icon } from '../icon.tsx';

/** The server came back with a newer page: this one goes on, but may not understand everything any more. */
export function NewerPage() {
  const { t } = useText();
  const build = useSystem((system) => system.pageBuild);
  const [first, setFirst] = useState<string | null>(null);
  const [later, setLater] = useState<string | null>(null);
  if (first === null && build !== null) setFirst(build);
  if (build === null || first === null || build === first || build === later) return null;
  return (
    <Hanging>
      <span role="status">{t('newer.text')}</span>
      <button
        type="button"
        onClick={() => location.reload()}
        className="min-h-8 font-medium text-accent underline underline-offset-2"
      >
        {t('newer.reload')}
      </button>
      <button
        type="button"
        onClick={() => setLater(build)}
        aria-label={t('newer.later')}
        className="-mr-2 inline-flex size-8 items-center justify-center text-ink-faint hover:text-ink"
      >
        <Icon name="cross" size={12} />
      </button>
    </Hanging>
  );
}

/** Hangs from the bar over the page, or stands on the one below, so that nothing moves when it comes or goes. */
function Hanging({ children }: { children: ReactNode }) {
  return (
    <div className="pointer-events-none inset-x-0 flex justify-center px-3 max-sm:fixed max-sm:bottom-[calc(var(--bottom-bar)+8px+env(safe-area-inset-bottom))] sm:absolute sm:top-full">
      <div className="pointer-events-auto flex min-h-10 items-center gap-3 rounded-md border border-line bg-raised px-4 text-sm shadow-raised sm:rounded-t-none sm:border-t-0">
        {children}
      </div>
    </div>
  );
}
