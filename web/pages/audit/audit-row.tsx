import { Icon } from '../../components/icon.tsx';
import { actorOf } from '../../data/actor.ts';
import type { AuditEntry } from '../../data/types.ts';
import { type Text, useText } from '../../i18n/index.ts';
import type en from '../../i18n/en/index.ts';

export function AuditRow({ entry }: { entry: AuditEntry }) {
  const text = useText();
  const { t, format } = text;
  const done = entry.outcome === 'done';
  const actor = actorOf(entry.actor);
  return (
    <div className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-baseline gap-x-3 gap-y-0.5 px-4 py-2.5 text-sm md:grid-cols-[16px_136px_minmax(120px,1fr)_minmax(200px,2fr)_120px]">
      <span className={`self-center ${done ? 'text-well' : 'text-bad'}`}>
        <Icon name={done ? 'check' : 'cross'} size={14} />
      </span>
      <time
        dateTime={entry.time}
        title={format.utc(entry.time)}
        className="figures text-ink-faint max-md:col-start-3 max-md:row-start-1"
      >
        {format.time(entry.time)}
      </time>
      <span className="min-w-0 truncate max-md:col-start-2 max-md:row-start-2" title={entry.actor}>
        {actor.name === 'nobody' ? t('audit.nobody') : actor.name}
        {actor.via !== null && <span className="text-ink-faint text-xs"> {t(`audit.via.${actor.via}`)}</span>}
      </span>
      <span className="min-w-0 max-md:col-start-2 max-md:row-start-1">
        <span className="font-medium">{actionText(text, entry.action)}</span>
        {entry.target !== null && <span className="ml-1.5">{entry.target}</span>}
        <span className={`ml-2 text-xs ${done ? 'text-ink-faint' : 'text-bad'}`}>
          {outcomeText(text, entry.outcome)}
        </span>
      </span>
      <span className="figures truncate text-right text-ink-faint text-xs max-md:col-start-3 max-md:row-start-2">
        {entry.address}
      </span>
    </div>
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
