/** How an incident stands, as a shape and a word. */
import type { Incident } from '../data/types.ts';
import { useText } from '../i18n/index.ts';
import { SeverityIcon } from './alert-signs.tsx';
import { Icon, StateIcon } from './icon.tsx';

/** The severity while it lasts; that it is over afterwards. */
export function IncidentIcon({
  incident,
}: {
  incident: Pick<Incident, 'severity' | 'status' | 'mergedInto'>;
}) {
  const { t } = useText();
  if (incident.mergedInto !== null) return <SeverityIcon severity={incident.severity} muted />;
  if (incident.status !== 'resolved') return <SeverityIcon severity={incident.severity} />;
  return (
    <span className="inline-flex text-well">
      <StateIcon state="running" />
      <span className="sr-only">{t('incidents.statuses.resolved')}</span>
    </span>
  );
}

const chip =
  'inline-flex shrink-0 items-center gap-1 whitespace-nowrap rounded-sm bg-sunken px-1.5 text-ink-soft text-xs leading-5';

export function IncidentStanding({ incident }: { incident: Incident }) {
  const { t, format } = useText();
  const { status, acknowledgedBy, assignee, snoozedUntil, reopened, paged, resolvedBy, mergedInto, isTest } =
    incident;
  return (
    <>
      {status === 'acknowledged' && (
        <span className={chip}>
          <Icon name="check" size={12} />
          {acknowledgedBy === null
            ? t('incidents.statuses.acknowledged')
            : t('incidents.acknowledgedBy', { name: acknowledgedBy })}
        </span>
      )}
      {assignee !== null && <span className={chip}>{t('incidents.assignedTo', { name: assignee })}</span>}
      {snoozedUntil !== null && (
        <span className={chip}>
          <Icon name="mute" size={12} />
          {t('incidents.snoozedUntil', { time: format.clock(snoozedUntil) })}
        </span>
      )}
      {reopened > 0 && (
        <span className={chip}>
          <Icon name="restart" size={12} />
          {t('incidents.reopened', { count: reopened })}
        </span>
      )}
      {mergedInto !== null && (
        <span className={chip}>{t('incidents.merged', { id: String(mergedInto) })}</span>
      )}
      {!paged && mergedInto === null && (
        <span className={chip}>
          {t(status === 'resolved' && resolvedBy === null ? 'incidents.untold' : 'incidents.nobodyTold')}
        </span>
      )}
      {isTest && <span className={chip}>{t('alerts.test')}</span>}
    </>
  );
}
