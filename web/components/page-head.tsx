import type { ReactNode } from 'react';

interface PageHeadProps {
  title: string;
  /** Beside the title: a count, an age. */
  note?: ReactNode;
  /** One sentence that says what the page is for. */
  text?: ReactNode;
  actions?: ReactNode;
}

/** Names the page and says what it is for. */
export function PageHead({ title, note, text, actions }: PageHeadProps) {
  return (
    <header className="mb-4 flex flex-wrap items-end gap-x-4 gap-y-3">
      <div className="min-w-0 flex-1 basis-52">
        <h1 className="font-semibold text-xl tracking-tight">
          {title}
          {note !== undefined && (
            <span className="figures ml-2.5 font-normal text-base text-ink-faint">{note}</span>
          )}
        </h1>
        {text !== undefined && (
          <p className="mt-0.5 max-w-[100ch] text-pretty text-ink-soft text-sm">{text}</p>
        )}
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
