import { useState } from 'react';
import { foldFrames } from '../../data/error-story.ts';
import type { ErrorOccurrence } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';
import { Icon } from '../../components/icon.tsx';

type Exception = ErrorOccurrence['exceptions'][number];
type Frame = Exception['frames'][number];

/** What was thrown, outermost first, each with what it came from. */
export function Stack({ exceptions }: { exceptions: readonly Exception[] }) {
  const { t } = useText();
  return (
    <div className="flex flex-col gap-4">
      {exceptions.toReversed().map((exception, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- the same may be thrown twice
        <section key={at} aria-label={exception.type}>
          <p className="text-sm">
            {at > 0 && <span className="mr-2 text-ink-faint text-xs">{t('error.causedBy')}</span>}
            <span className="font-semibold text-bad">{exception.type}</span>
            {exception.message !== '' && <span className="whitespace-pre-wrap">: {exception.message}</span>}
          </p>
          {exception.frames.length > 0 && (
            <ol className="mt-2 overflow-hidden rounded-sm border border-line">
              {foldFrames(exception.frames).map((run, place) => (
                // oxlint-disable-next-line react/no-array-index-key -- a run is its place
                <Run key={place} {...run} />
              ))}
            </ol>
          )}
        </section>
      ))}
    </div>
  );
}

/** The program's own frames are open; others are one line until somebody wants to see them. */
function Run({ inApp, frames }: { inApp: boolean; frames: readonly Frame[] }) {
  const { t } = useText();
  const [open, setOpen] = useState(inApp);
  if (!open) {
    return (
      <li className="border-line border-t first:border-t-0">
        <button
          type="button"
          aria-expanded={false}
          onClick={() => setOpen(true)}
          className="figures flex min-h-10 w-full items-center gap-2 bg-ground px-3 text-left text-ink-faint text-xs hover:text-ink sm:min-h-7"
        >
          <Icon name="right" size={10} />
          {t('error.frames', { count: frames.length })}
        </button>
      </li>
    );
  }
  return frames.map((frame, at) => (
    <li
      // oxlint-disable-next-line react/no-array-index-key -- the same call may be there twice
      key={at}
      className={`border-line border-t px-3 py-1.5 text-xs first:border-t-0 ${inApp ? '' : 'bg-ground text-ink-faint'}`}
    >
      <FrameLine frame={frame} />
    </li>
  ));
}

function FrameLine({ frame: { function: name, file, line, column, source } }: { frame: Frame }) {
  const { t } = useText();
  const place = [file, line, column].filter((part) => part !== null).join(':');
  return (
    <>
      <p className="font-mono">
        <span className="font-medium">{name ?? t('error.noFunction')}</span>{' '}
        <span className="break-all text-ink-faint">{place}</span>
      </p>
      {source && line !== null && (
        <pre className="mt-1.5 overflow-x-auto rounded-sm bg-sunken py-1 font-mono leading-5">
          {[...source.before, source.line, ...source.after].map((text, at) => {
            const number = line - source.before.length + at;
            const isIt = number === line;
            return (
              <span
                key={number}
                className={`block px-2 ${isIt ? 'bg-bad-soft font-medium text-ink' : 'text-ink-soft'}`}
              >
                <span className="figures mr-3 inline-block w-10 select-none text-right text-ink-faint">
                  {isIt ? '▸ ' : ''}
                  {number}
                </span>
                {text}
              </span>
            );
          })}
        </pre>
      )}
    </>
  );
}
