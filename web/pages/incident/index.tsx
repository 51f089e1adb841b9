import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Block, Empty, Loading, Problem } from '../../components/block.tsx';
import { SeverityIcon } from '../../components/alert-signs.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { Gone } from '../../components/gone.tsx';
import { ApiProblem } from '../../data/api.ts';
import { incidentQuery, said } from '../../data/incidents.ts';
import type { IncidentDetail } from '../../data/types.ts';
import { useFresh } from '../../data/use-restfully.ts';
import { useText } from '../../i18n/index.ts';
import { Head } from './head.tsx';

/** One incident: what is wrong, what most likely caused it and why, what was tried, and what happened. */
export function IncidentPage() {
  const { id } = useParams({ from: '/shell/incidents/$id' });
  useFresh('incidents');
  const text = useText();
  const navigate = useNavigate({ from: '/incidents/$id' });
  const query = useQuery(incidentQuery(id));
  // What was merged into another goes on there.
  const mergedInto = query.data?.mergedInto ?? null;
  useEffect(() => {
    if (mergedInto !== null) void navigate({ params: { id: String(mergedInto) }, replace: true });
  }, [mergedInto, navigate]);
  const title = query.data && said(text, query.data.title);
  useEffect(() => {
    if (title !== undefined) document.title = `${title} · Yagura`;
  }, [title]);
  if (query.error instanceof ApiProblem && query.error.status === 404)
    return <Gone text={text.t('incidents.gone')} to="/incidents" list={text.t('incidents.toList')} />;
  if (!query.data)
    return query.isError ? (
      <Problem error={query.error} retry={() => void query.refetch()} />
    ) : (
      <Loading lines={10} />
    );
  const incident = query.data;
  return (
    <>
      <Head incident={incident} />
      <div className="mt-4 grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <Causes incident={incident} />
          <Tried incident={incident} />
          <AlertsOfIt incident={incident} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Timeline incident={incident} />
          <Told incident={incident} />
          <Related incident={incident} />
        </div>
      </div>
    </>
  );
}

function Causes({ incident }: { incident: IncidentDetail }) {
  const text = useText();
  const { t, format } = text;
  return (
    <Block title={t('incidents.causes')} flush>
      {incident.causes.length === 0 ? (
        <Empty>{t('incidents.noCause')}</Empty>
      ) : (
        <ol>
          {incident.causes.map((cause, at) => (
            <li key={cause.text.en} className="border-line border-t px-4 py-3 text-sm first:border-t-0">
              <p className="flex items-baseline justify-between gap-3">
                <span className={`text-pretty ${at === 0 ? 'font-medium text-ink' : 'text-ink-soft'}`}>
                  {said(text, cause.text)}
                </span>
                <span className="figures shrink-0 text-ink-faint text-xs">
                  {format.count(Math.round(cause.score * 100))}%
                </span>
              </p>
              {cause.needs && (
                <p className="mt-1 text-pretty text-ink-soft">
                  {t('incidents.needs', { needs: said(text, cause.needs) })}
                </p>
              )}
              <ul className="mt-1.5 flex flex-col gap-1">
                {cause.evidence.map((each) => (
                  <li key={each.text.en + (each.time ?? '')} className="flex gap-2 text-ink-faint text-xs">
                    <span className="figures shrink-0">
                      {each.time === null ? '·' : format.time(each.time)}
                    </span>
                    <span className="min-w-0 text-pretty">{said(text, each.text)}</span>
                  </li>
                ))}
              </ul>
              {cause.errorGroup !== null && (
                <Link
                  to="/errors/$id"
                  params={{ id: String(cause.errorGroup) }}
                  className="mt-1.5 inline-flex min-h-8 items-center text-accent text-xs underline-offset-2 hover:underline"
                >
                  {t('incidents.toErrors')}
                </Link>
              )}
            </li>
          ))}
        </ol>
      )}
    </Block>
  );
}

const outcomes: Record<IncidentDetail['tried'][number]['outcome'], { icon: IconName; look: string }> = {
  worked: { icon: 'check', look: 'text-well' },
  failed: { icon: 'cross', look: 'text-bad' },
  pending: { icon: 'pending', look: 'text-ink-faint' },
};

function Tried({ incident }: { incident: IncidentDetail }) {
  const text = useText();
  const { t, format } = text;
  return (
    <Block title={t('incidents.tried')} flush>
      {incident.tried.length === 0 ? (
        <Empty>{t('incidents.nothingTried')}</Empty>
      ) : (
        <ul>
          {incident.tried.map((attempt) => (
            <li
              key={attempt.text.en + attempt.at}
              className="flex gap-3 border-line border-t px-4 py-2.5 text-sm first:border-t-0"
            >
              <span className={`mt-0.5 ${outcomes[attempt.outcome].look}`}>
                <Icon name={outcomes[attempt.outcome].icon} size={14} />
                <span className="sr-only">{t(`incidents.outcomes.${attempt.outcome}`)}</span>
              </span>
              <span className="min-w-0 flex-1 text-pretty">{said(text, attempt.text)}</span>
              <time className="figures text-ink-faint text-xs" dateTime={attempt.lastAt}>
                {format.clock(attempt.lastAt)}
              </time>
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}

function AlertsOfIt({ incident }: { incident: IncidentDetail }) {
  const text = useText();
  const { t, format } = text;
  return (
    <Block title={t('incidents.alerts')} note={format.count(incident.alerts.length)} flush>
      <ul>
        {incident.alerts.map((alert) => (
          <li
            key={alert.id}
            className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-start gap-x-3 border-line border-t px-4 py-2.5 text-sm first:border-t-0"
          >
            <SeverityIcon severity={alert.severity} muted={alert.endsAt !== null} />
            <span className="min-w-0">
              <span className="text-pretty">{said(text, alert.summary)}</span>
              {alert.worker !== null && (
                <Link
                  to="/workers/$name"
                  params={{ name: alert.worker }}
                  className="block truncate text-ink-soft text-xs leading-6 underline-offset-2 hover:text-ink hover:underline max-md:py-2"
                >
                  {alert.worker}
                </Link>
              )}
            </span>
            <span className="figures text-ink-faint text-xs">
              {format.clock(alert.startsAt)}
              {alert.endsAt !== null && ` – ${format.clock(alert.endsAt)}`}
            </span>
          </li>
        ))}
      </ul>
    </Block>
  );
}

function Timeline({ incident }: { incident: IncidentDetail }) {
  const text = useText();
  const { t, format } = text;
  return (
    <Block title={t('incidents.timeline')} flush>
      {incident.timelineLeftOut > 0 && (
        <p className="px-4 pb-2 text-ink-faint text-xs">
          {t('incidents.leftOut', { count: incident.timelineLeftOut })}
        </p>
      )}
      <ol
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable with the keyboard
        tabIndex={0}
        aria-label={t('incidents.timeline')}
        className="max-h-[70vh] overflow-y-auto overscroll-contain"
      >
        {incident.timeline.map((entry) => (
          <li key={entry.id} className="flex gap-3 border-line border-t px-4 py-2 text-sm first:border-t-0">
            <time
              dateTime={entry.time}
              title={format.utc(entry.time)}
              className="figures shrink-0 text-ink-faint text-xs leading-5"
            >
              {format.time(entry.time)}
            </time>
            <span className="min-w-0 text-pretty">
              {said(text, entry.text)}
              {entry.by !== null && <span className="text-ink-faint text-xs"> — {entry.by}</span>}
            </span>
          </li>
        ))}
      </ol>
    </Block>
  );
}

function Told({ incident }: { incident: IncidentDetail }) {
  const { t, format } = useText();
  return (
    <Block title={t('incidents.told')} flush>
      {incident.notices.length === 0 ? (
        <Empty>{t('incidents.nobodyTold')}</Empty>
      ) : (
        <ul>
          {incident.notices.map((notice) => (
            <li
              key={notice.key}
              className="flex justify-between gap-3 border-line border-t px-4 py-2 text-sm first:border-t-0"
            >
              <span>
                <Link
                  to="/channels"
                  search={{ channel: notice.channel }}
                  className="underline-offset-2 hover:underline max-md:py-2"
                >
                  {notice.channel}
                </Link>{' '}
                <span className="text-ink-faint">
                  {t(`incidents.notices.${notice.kind}`, { defaultValue: notice.kind })}
                </span>
              </span>
              <time className="figures text-ink-faint text-xs" dateTime={notice.time}>
                {format.clock(notice.time)}
              </time>
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}

function Related({ incident }: { incident: IncidentDetail }) {
  const text = useText();
  const { t, format } = text;
  if (incident.related.length === 0) return null;
  return (
    <Block title={t('incidents.related')} flush>
      <ul>
        {incident.related.map((other) => (
          <li key={other.id} className="border-line border-t first:border-t-0">
            <Link
              to="/incidents/$id"
              params={{ id: String(other.id) }}
              className="flex min-h-10 items-center justify-between gap-3 px-4 py-2 text-sm hover:bg-hover"
            >
              <span className="min-w-0 truncate">{said(text, other.title)}</span>
              <span className="figures shrink-0 text-ink-faint text-xs">{format.clock(other.startsAt)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Block>
  );
}
