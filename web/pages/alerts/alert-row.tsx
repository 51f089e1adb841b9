import { Link } from '@tanstack/react-router';
import { AlertStanding, SeverityIcon } from '../../components/alert-signs.tsx';
import { Button } from '../../components/button.tsx';
import { Ago } from '../../components/figures.tsx';
import { labelsShown } from '../../data/alerts.ts';
import type { Alert } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

interface AlertRowProps {
  alert: Alert;
  onSilence?: () => void;
}

/** What is wrong in words, where, and since when. */
export function AlertRow({ alert, onSilence }: AlertRowProps) {
  const { t, format } = useText();
  const isMuted = !alert.noticeable;
  const summary = alert.annotations['summary'];
  return (
    <div className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-2.5 text-sm md:min-h-16 md:grid-cols-[16px_minmax(0,1fr)_120px_auto] md:gap-x-4">
      <SeverityIcon severity={alert.severity} muted={isMuted} />
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className={`min-w-0 break-words font-medium ${isMuted ? 'text-ink-soft' : 'text-ink'}`}>
            {summary ?? alert.rule}
          </span>
          <AlertStanding alert={alert} />
        </p>
        <p className="figures mt-0.5 flex flex-wrap items-center gap-x-3 text-ink-soft text-xs">
          {summary !== undefined && <span className="text-ink-faint">{alert.rule}</span>}
          {labelsShown(alert.labels).map(([name, value]) =>
            name === 'worker' ? (
              <Link
                key={name}
                to="/workers/$name"
                params={{ name: value }}
                className="max-w-56 truncate underline-offset-2 hover:text-ink hover:underline max-md:-my-2 max-md:py-2"
              >
                {value}
              </Link>
            ) : (
              <span key={name} className="max-w-56 truncate text-ink-faint" title={`${name}=${value}`}>
                {name}={value}
              </span>
            ),
          )}
          {alert.value !== null && alert.state !== 'resolved' && (
            <span className="text-ink-faint">{t('alerts.value', { value: format.amount(alert.value) })}</span>
          )}
          <span className="text-ink-faint md:hidden">
            <Since alert={alert} />
          </span>
        </p>
        {alert.annotations['description'] !== undefined && (
          <p className="mt-1 max-w-[92ch] text-pretty text-ink-soft text-xs">
            {alert.annotations['description']}
          </p>
        )}
      </div>
      <span className="text-right text-ink-faint text-xs max-md:hidden" title={format.utc(alert.startsAt)}>
        <Since alert={alert} />
      </span>
      {onSilence && alert.state !== 'resolved' && alert.silencedBy.length === 0 ? (
        <Button look="quiet" icon="mute" iconOnly onClick={onSilence}>
          {t('alerts.silence')}
        </Button>
      ) : (
        <span className="w-8" />
      )}
    </div>
  );
}

/** Since when it lasts, or when it was over. */
function Since({ alert: { startsAt, endsAt } }: Pick<AlertRowProps, 'alert'>) {
  const { t } = useText();
  return (
    <>
      {t(endsAt === null ? 'alerts.since' : 'alerts.over')} <Ago time={endsAt ?? startsAt} />
    </>
  );
}
