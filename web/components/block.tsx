import type { ReactNode } from 'react';
import { ApiProblem } from '../data/api.ts';
import { problemText } from '../data/problem-text.ts';
import { useText } from '../i18n/index.ts';

interface BlockProps {
  title?: string;
  /** Beside the title: a count, a unit. */
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  flush?: boolean;
  /** 1 when it is all that the page has. */
  level?: 1 | 2;
  className?: string;
}

/** A titled part of a page. */
export function Block({
  title,
  note,
  actions,
  children,
  flush = false,
  level = 2,
  className = '',
}: BlockProps) {
  const Heading = `h${level}` as const;
  return (
    <section className={`card flex min-w-0 flex-col ${className}`} aria-label={title}>
      {title !== undefined && (
        <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
          <Heading className="font-semibold text-base text-ink">{title}</Heading>
          {note !== undefined && <span className="figures text-ink-faint text-sm">{note}</span>}
          {actions !== undefined && <div className="ml-auto flex items-center gap-1">{actions}</div>}
        </header>
      )}
      <div className={`min-w-0 flex-1 ${flush ? '' : title === undefined ? 'p-4' : 'px-4 pb-4'}`}>
        {children}
      </div>
    </section>
  );
}

/** Nothing to show, said in words. */
export function Empty({ children }: { children: ReactNode }) {
  return <p className="px-4 py-8 text-center text-ink-faint text-sm">{children}</p>;
}

/** Not known yet: grey lines of about the size of what will come, so that nothing jumps. */
export function Loading({ lines = 3 }: { lines?: number }) {
  const { t } = useText();
  return (
    <div role="status" aria-label={t('common.loading')} className="flex flex-col gap-3 p-4">
      {Array.from({ length: lines }, (_, line) => (
        <div
          key={line}
          className="breathe h-4 rounded-sm bg-sunken"
          style={{ width: `${[92, 74, 83, 61][line % 4]}%` }}
        />
      ))}
    </div>
  );
}

/** What went wrong while loading a block, and a way to try again. */
export function Problem({ error, retry }: { error: unknown; retry?: () => void }) {
  const text = useText();
  const { t } = text;
  const isAway = error instanceof ApiProblem && error.code === 'agent_away';
  return (
    <div role="alert" className="flex flex-col items-start gap-2 px-4 py-4 text-sm">
      <p className="font-medium text-bad">{t(isAway ? 'problem.agentAway' : 'problem.load')}</p>
      {!isAway && <p className="text-ink-soft">{problemText(text, error)}</p>}
      {retry && (
        <button
          type="button"
          onClick={retry}
          className="font-medium text-accent underline underline-offset-2"
        >
          {t('common.retry')}
        </button>
      )}
    </div>
  );
}
