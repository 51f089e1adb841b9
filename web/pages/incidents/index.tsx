import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Loading, Problem } from '../../components/block.tsx';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { EndlessList } from '../../components/endless-list.tsx';
import { StateIcon } from '../../components/icon.tsx';
import { IncidentIcon, IncidentStanding } from '../../components/incident-signs.tsx';
import { SearchField } from '../../components/search-field.tsx';
import {
  incidentSearch,
  type IncidentSearch,
  incidentViews,
  longestIncidentText,
  noIncidentFilter,
} from '../../data/incident-search.ts';
import { incidentsQuery, incidentTimesQuery, said } from '../../data/incidents.ts';
import type { Change } from '../../data/time-range.ts';
import type { Incident, IncidentCounts, IncidentTimes } from '../../data/types.ts';
import { useFresh } from '../../data/use-restfully.ts';
import { type Text, useText } from '../../i18n/index.ts';

/** What people deal with: alerts that belong together, their likely cause, and whether somebody has taken it on. */
export function Incidents() {
  const text = useText();
  const { t } = text;
  const search = useSearch({ from: '/shell/incidents' });
  const navigate = useNavigate({ from: '/incidents' });
  useFresh('incidents');
  const query = useInfiniteQuery(incidentsQuery(search));
  const { data: times } = useQuery(incidentTimesQuery);
  const incidents = query.data?.pages.flatMap((page) => page.incidents);
  const counts = query.data?.pages[0]?.counts;
  const go = (change: Change<IncidentSearch>, replace = false) =>
    void navigate({ search: incidentSearch({ ...search, ...change }), replace, resetScroll: false });
  return (
    <>
      <header className="mb-4 min-w-0">
        <p className="text-ink-faint text-sm">{t('incidents.title')}</p>
        <h1
          aria-live="polite"
          className="figures text-balance font-semibold text-ink text-lg tracking-tight sm:min-h-(--line-xl) sm:text-xl"
        >
          {counts ? headline(text, counts) : query.isError ? t('incidents.title') : t('common.loading')}
        </h1>
        {times && times.incidents > 0 && (
          <p className="figures mt-1 text-pretty text-ink-soft text-sm">{timesTold(text, times)}</p>
        )}
      </header>
      <section aria-label={t('incidents.title')} className="card min-w-0">
        <div className="flex flex-wrap items-center gap-2 px-4 py-3">
          <Choice
            label={t('incidents.view')}
            value={search.view ?? 'open'}
            options={incidentViews.map((value) => ({ value, text: t(`incidents.views.${value}`) }))}
            onChoose={(view) => go({ view: view === 'open' ? undefined : view })}
          />
          <div className="min-w-56 flex-1">
            <SearchField
              label={t('incidents.find')}
              isMain
              value={search.q ?? ''}
              maxLength={longestIncidentText}
              onSearch={(q) => go({ q }, true)}
            />
          </div>
        </div>
        {!incidents ? (
          query.isError ? (
            <Problem error={query.error} retry={() => void query.refetch()} />
          ) : (
            <Loading lines={6} />
          )
        ) : incidents.length === 0 && query.isError ? (
          <Problem error={query.error} retry={() => void query.refetch()} />
        ) : incidents.length === 0 ? (
          <div className="flex flex-col items-center gap-3 border-line border-t px-4 py-12 text-center">
            {Object.keys(search).length > 0 ? (
              <>
                <p className="font-medium">{t('incidents.noneMatches')}</p>
                <Button onClick={() => go(noIncidentFilter)}>{t('range.clear')}</Button>
              </>
            ) : (
              <>
                <p className="inline-flex items-center gap-2 font-medium text-well">
                  <StateIcon state="running" />
                  {t('incidents.none')}
                </p>
                <p className="max-w-[64ch] text-pretty text-ink-soft text-sm">{t('incidents.noneText')}</p>
              </>
            )}
          </div>
        ) : (
          <EndlessList
            label={t('incidents.title')}
            items={incidents}
            keyOf={(incident) => incident.id}
            rowHeight={72}
            pages={query}
            end={t('incidents.end')}
          >
            {(incident) => <IncidentRow incident={incident} />}
          </EndlessList>
        )}
      </section>
    </>
  );
}

/** What needs somebody first. */
function headline({ t, format }: Text, counts: IncidentCounts): string {
  const parts = [
    ...(counts.open > 0 ? [t('incidents.headline.open', { count: counts.open })] : []),
    ...(counts.quiet > 0 ? [t('incidents.headline.quiet', { count: counts.quiet })] : []),
    ...(counts.acknowledged > 0
      ? [t('incidents.headline.acknowledged', { count: counts.acknowledged })]
      : []),
  ];
  return parts.length === 0
    ? t('incidents.headline.nothing')
    : t('incidents.headline.whole', { parts: format.list(parts) });
}

function timesTold({ t, format }: Text, times: IncidentTimes): string {
  const { timeToDetectMs: detect, timeToAcknowledgeMs: acknowledge, timeToHealMs: heal } = times;
  return [
    t('incidents.times.count', { count: times.incidents }),
    ...(times.healedAlone > 0 ? [t('incidents.times.alone', { count: times.healedAlone })] : []),
    ...(detect === null ? [] : [t('incidents.times.detect', { time: format.duration(detect) })]),
    ...(acknowledge === null
      ? []
      : [t('incidents.times.acknowledge', { time: format.duration(acknowledge) })]),
    ...(heal === null ? [] : [t('incidents.times.heal', { time: format.duration(heal) })]),
  ].join(' · ');
}

function IncidentRow({ incident }: { incident: Incident }) {
  const text = useText();
  const { t, format } = text;
  const { cause } = incident;
  return (
    <div className="relative grid grid-cols-[16px_minmax(0,1fr)] items-center gap-x-3 px-4 py-3 text-sm hover:bg-hover md:grid-cols-[16px_minmax(0,1fr)_auto] md:gap-x-4">
      <span className="self-start pt-0.5">
        <IncidentIcon incident={incident} />
      </span>
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            to="/incidents/$id"
            params={{ id: String(incident.id) }}
            className="min-w-0 text-pretty font-medium text-ink after:absolute after:inset-0"
          >
            {said(text, incident.title)}
          </Link>
          <IncidentStanding incident={incident} />
        </p>
        {cause && (
          <p className="mt-0.5 text-pretty text-ink-soft text-xs">
            {t('incidents.likely', { cause: said(text, cause.text) })}
          </p>
        )}
        <p className="mt-0.5 text-pretty text-ink-faint text-xs">{said(text, incident.impact.text)}</p>
      </div>
      <p
        className="figures text-ink-faint text-xs max-md:col-start-2 max-md:mt-1 md:text-right"
        title={format.utc(incident.startsAt)}
      >
        <span className="max-md:mr-2 md:block">{format.clock(incident.startsAt)}</span>
        <span className="md:block">
          {t(incident.status === 'resolved' ? 'incidents.lasted' : 'incidents.lasts', {
            time: format.duration(incident.impact.durationMs),
          })}
        </span>
      </p>
    </div>
  );
}
