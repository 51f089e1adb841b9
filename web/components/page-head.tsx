import type { ReactNode } from 'react';

interface PageHeadProps {
  title: string;
  /** Beside the title: a count, an age. */
  note?: ReactNode;
  /** One sentence that says what the page is for. */
  text?: ReactNode;
  actions?: ReactNode;
  /** They are so wide that on a phone they stand below. */
  wide?: boolean;
}

/** Names the page and says what it is for. */
export function PageHead({ title, note, text, actions, wide = false }: PageHeadProps) {
  return (
    <header
      className={`mb-4 grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 ${wide ? 'max-lg:grid-cols-1' : ''}`}
    >
      <h1 className="flex flex-wrap items-baseline gap-x-2.5 font-semibold text-xl tracking-tight">
        {title}
        {note !== undefined && (
          <span className="figures font-normal text-base text-ink-faint tracking-normal">{note}</span>
        )}
      </h1>
      {actions !== undefined && (
        <div
          className={
            wide
              ? 'min-w-0 max-lg:order-last lg:row-span-2 lg:self-end'
              : 'flex flex-wrap items-center justify-end gap-2 sm:row-span-2 sm:self-end'
          }
        >
          {actions}
        </div>
      )}
      {text !== undefined && (
        <p className="col-start-1 max-w-[100ch] text-pretty text-ink-soft text-sm max-sm:col-span-full">
          {text}
        </p>
      )}
    </header>
  );
}
