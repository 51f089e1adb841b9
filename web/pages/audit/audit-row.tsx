import { useState } from 'react';
import { DataFacts, Fact } from '../../components/facts.tsx';
import { Icon } from '../../components/icon.tsx';
import { Opener } from '../../components/opener.tsx';
import { actorOf } from '../../data/actor.ts';
import type { AuditEntry } from '../../data/types.ts';
import { type Text, useText } from '../../i18n/index.ts';
import type en from '../../i18n/en/index.ts';

/** One thing that somebody did, in a line; all that is known of it on demand. */
export function AuditRow({ entry }: { entry: AuditEntry }) {
  const text = useText();
  const { t, format } = text;
  const [open, setOpen] = useState(false);
  const done = entry.outcome === 'done';
  const actor = actorOf(entry.actor);
  return (
    <div className={open ? 'bg-hover' : ''}>
      <div className="grid grid-cols-[28px_16px_minmax(0,1fr)_auto] items-baseline gap-x-3 gap-y-0.5 px-4 py-0.5 md:items-center text-sm max-md:py-1.5 md:grid-cols-[28px_16px_132px_minmax(120px,1fr)_minmax(220px,2fr)_132px]">
        <span className="self-center max-md:row-span-2">
          <Opener open={open} onToggle={() => setOpen(!open)} />
        </span>
        <span className={`self-center max-md:row-span-2 ${done ? 'text-well' : 'text-bad'}`}>
          <Icon name={done ? 'check' : 'cross'} size={14} />
        </span>
        <time
          dateTime={entry.time}
          title={format.utc(entry.time)}
          className="figures text-ink-faint max-md:col-start-4 max-md:row-start-1 max-md:text-xs"
        >
          {format.time(entry.time)}
        </time>
        <span className="min-w-0 truncate max-md:col-start-3 max-md:row-start-2" title={entry.actor}>
          {actor.name === 'nobody' ? t('audit.nobody') : actor.name}
          {actor.via !== null && (
            <span className="text-ink-faint text-xs"> {t(`audit.via.${actor.via}`)}</span>
          )}
        </span>
        <span className="min-w-0 max-md:col-start-3 max-md:row-start-1">
          <span className="font-medium">{actionText(text, entry.action)}</span>
          {entry.target !== null && <span className="ml-1.5">{entry.target}</span>}
          {!done && <span className="ml-2 text-bad text-xs">{outcomeText(text, entry.outcome)}</span>}
        </span>
        <span className="figures truncate text-right text-ink-faint text-xs max-md:col-start-4 max-md:row-start-2">
          {entry.address}
        </span>
      </div>
      {open && <AuditFacts entry={entry} />}
    </div>
  );
}

function AuditFacts({ entry }: { entry: AuditEntry }) {
  const text = useText();
  const { t, format } = text;
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 px-4 pb-3 pl-14 text-sm">
      <Fact name={t('audit.outcome')}>{outcomeText(text, entry.outcome)}</Fact>
      <Fact name={t('events.utc')}>
        <span className="figures">{format.utc(entry.time)}</span>
      </Fact>
      {entry.role !== null && <Fact name={t('preferences.role')}>{t(`settings.roles.${entry.role}`)}</Fact>}
      <Fact name={t('audit.byAction')}>
        <code className="font-mono text-xs">{entry.action}</code>
      </Fact>
      <DataFacts data={entry.detail} />
    </dl>
  );
}

/** An action that this page is too young or too old to know is shown as it is. */
export function actionText({ t }: Pick<Text, 't'>, action: string): string {
  return t(`audit.actions.${action.replaceAll('.', '-') as keyof typeof en.audit.actions}`, {
    defaultValue: action,
  });
}

function outcomeText({ t }: Pick<Text, 't'>, outcome: string): string {
  return t(`audit.outcomes.${outcome as keyof typeof en.audit.outcomes}`, { defaultValue: outcome });
}
