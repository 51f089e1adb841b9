import { useId, useState } from 'react';
import { useStaleSeconds, useSystem, useUptime } from '../../data/use-fleet.ts';
import type { System } from '../../data/types.ts';
import { partName } from '../../data/part-name.ts';
import { useText } from '../../i18n/index.ts';
import { Icon, StateIcon } from '../icon.tsx';
import { partLooks } from '../state.tsx';

/** The health of Yagura's own parts, apart from the workers': the tower's trouble is never theirs. */
export function OwnHealth() {
  const { t } = useText();
  const parts = useSystem((system) => system.parts);
  const isHeard = useStaleSeconds() === null;
  const id = useId();
  const [open, setOpen] = useState(false);
  if (!parts) {
    // The place that it will take.
    return (
      <span className="invisible inline-flex h-8 items-center gap-1.5 px-2 text-sm">
        <Icon name="check" size={14} />
        <span className="max-lg:hidden">{t('own.well')}</span>
      </span>
    );
  }
  const sick = parts.filter((part) => part.state !== 'well');
  const says = !isHeard
    ? t('own.unheard')
    : sick.length > 0
      ? t('own.troubled', { count: sick.length })
      : t('own.well');
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-haspopup="dialog"
        className={`inline-flex h-8 items-center gap-1.5 rounded-sm px-2 text-sm hover:bg-hover ${
          isHeard && sick.length > 0 ? 'bg-warn-soft font-medium text-warn' : 'text-ink-soft'
        }`}
        aria-label={says}
      >
        {!isHeard ? (
          <StateIcon state="unknown" size={14} />
        ) : sick.length > 0 ? (
          <StateIcon state="degraded" size={14} />
        ) : (
          <Icon name="check" size={14} />
        )}
        <span className="max-lg:hidden">{says}</span>
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={t('own.title')}
        onToggle={(event) => setOpen(event.newState === 'open')}
        className="inset-auto top-[calc(var(--bar)+4px)] right-[max(12px,calc((100vw-1440px)/2+24px))] m-0 w-[min(380px,calc(100vw-24px))] rounded-md border border-line bg-raised p-4 text-ink shadow-raised"
      >
        {open && <Parts parts={parts} />}
      </div>
    </>
  );
}

function Parts({ parts }: Pick<System, 'parts'>) {
  const { t, format, say } = useText();
  const version = useSystem((system) => system.version);
  const uptime = format.duration(useUptime().ms);
  return (
    <>
      <h2 className="font-semibold">{t('own.title')}</h2>
      <ul className="mt-2">
        {parts.map((part) => (
          <li
            key={part.name}
            className="flex items-start gap-2 border-line border-t py-2 text-sm first:border-t-0"
          >
            <span className={`mt-0.5 ${partLooks[part.state].tone}`}>
              <StateIcon state={partLooks[part.state].like} size={14} />
            </span>
            <div className="min-w-0 flex-1">
              <div className="flex justify-between gap-2">
                <span className="font-medium">{partName({ t }, part.name)}</span>
                <span className={partLooks[part.state].tone}>{t(`own.state.${part.state}`)}</span>
              </div>
              {part.detail !== '' && <p className="text-ink-soft text-xs">{say(part.detail)}</p>}
              {part.state !== 'well' && part.since !== null && (
                <p className="text-ink-faint text-xs">
                  {t('common.since', { time: format.clock(part.since) })}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
      <p className="figures mt-2 border-line border-t pt-2 text-ink-faint text-xs">
        {t('own.version', { version, uptime })}
      </p>
    </>
  );
}
