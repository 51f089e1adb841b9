import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { AlertTabs } from '../../components/alert-tabs.tsx';
import { Loading, Problem } from '../../components/block.tsx';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { EndlessList } from '../../components/endless-list.tsx';
import { inputBox } from '../../components/field.tsx';
import { StateIcon } from '../../components/icon.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { SilenceDialog } from '../../components/silence-dialog.tsx';
import { allows } from '../../data/access.ts';
import {
  alertSearch,
  type AlertSearch,
  alertViews,
  longestAlertText,
  noAlertFilter,
  severities,
} from '../../data/alert-search.ts';
import { alertsQuery, matchersOf } from '../../data/alerts.ts';
import { meQuery } from '../../data/queries.ts';
import type { Change } from '../../data/time-range.ts';
import type { Alert, AlertCounts } from '../../data/types.ts';
import { useFresh } from '../../data/use-restfully.ts';
import { type Text, useText } from '../../i18n/index.ts';
import { AlertRow } from './alert-row.tsx';

/** What is wrong by rule: what somebody is told of, and what is held back and why. */
export function Alerts() {
  const text = useText();
  const { t } = text;
  const search = useSearch({ from: '/shell/alerts' });
  const navigate = useNavigate({ from: '/alerts' });
  const { data: me } = useQuery(meQuery);
  const mayAct = allows(me?.role, 'operator');
  useFresh('alerts');
  const query = useInfiniteQuery(alertsQuery(search));
  const [silencing, setSilencing] = useState<Alert | null>(null);
  const alerts = query.data?.pages.flatMap((page) => page.alerts);
  const counts = query.data?.pages[0]?.counts;
  const go = (change: Change<AlertSearch>, replace = false) =>
    void navigate({ search: alertSearch({ ...search, ...change }), replace, resetScroll: false });
  return (
    <>
      <header className="mb-3 min-w-0">
        <p className="text-ink-faint text-sm">{t('alerts.title')}</p>
        <h1
          aria-live="polite"
          className="figures text-balance font-semibold text-ink text-lg tracking-tight sm:min-h-(--line-xl) sm:text-xl"
        >
          {counts ? headline(text, counts) : query.isError ? t('alerts.title') : t('common.loading')}
        </h1>
      </header>
      <AlertTabs />
      <section aria-label={t('alerts.title')} className="card min-w-0">
        <div className="flex flex-wrap items-center gap-2 px-4 py-3">
          <Choice
            label={t('alerts.filter.view')}
            value={search.view ?? 'open'}
            options={alertViews.map((value) => ({ value, text: t(`alerts.views.${value}`) }))}
            onChoose={(view) => go({ view: view === 'open' ? undefined : view })}
          />
          <select
            aria-label={t('alerts.filter.severity')}
            value={search.severity ?? ''}
            onChange={({ target }) => go({ severity: severities.find((each) => each === target.value) })}
            className={`${inputBox} w-auto!`}
          >
            <option value="">{t('alerts.filter.anySeverity')}</option>
            {severities.map((each) => (
              <option key={each} value={each}>
                {t(`alerts.severities.${each}`)}
              </option>
            ))}
          </select>
          <div className="min-w-56 flex-1">
            <SearchField
              label={t('alerts.filter.find')}
              isMain
              value={search.q ?? ''}
              maxLength={longestAlertText}
              onSearch={(q) => go({ q }, true)}
            />
          </div>
        </div>
        {!alerts ? (
          query.isError ? (
            <Problem error={query.error} retry={() => void query.refetch()} />
          ) : (
            <Loading lines={6} />
          )
        ) : alerts.length === 0 && query.isError ? (
          <Problem error={query.error} retry={() => void query.refetch()} />
        ) : alerts.length === 0 ? (
          <Nothing narrowed={Object.keys(search).length > 0} onClear={() => go(noAlertFilter)} />
        ) : (
          <EndlessList
            label={t('alerts.title')}
            items={alerts}
            keyOf={(alert) => alert.id}
            rowHeight={64}
            pages={query}
            end={t('alerts.end')}
          >
            {(alert) => (
              <AlertRow alert={alert} {...(mayAct ? { onSilence: () => setSilencing(alert) } : {})} />
            )}
          </EndlessList>
        )}
      </section>
      {silencing && <SilenceDialog matchers={matchersOf(silencing)} onClose={() => setSilencing(null)} />}
    </>
  );
}

/** What anybody is to hear of now, the gravest first; then what is held back. */
function headline({ t, format }: Text, counts: AlertCounts): string {
  const grave = severities.flatMap((severity) =>
    counts[severity] > 0 ? [t(`alerts.headline.${severity}`, { count: counts[severity] })] : [],
  );
  const held = counts.firing - counts.critical - counts.warning - counts.info;
  const first =
    grave.length === 0
      ? t('alerts.headline.nothing')
      : t('alerts.headline.whole', { parts: format.list(grave) });
  return held <= 0 ? first : `${first} ${t('alerts.headline.muted', { count: held })}`;
}

function Nothing({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  const { t } = useText();
  return (
    <div className="flex flex-col items-center gap-3 border-line border-t px-4 py-12 text-center">
      {narrowed ? (
        <>
          <p className="font-medium">{t('alerts.noneMatches')}</p>
          <Button onClick={onClear}>{t('range.clear')}</Button>
        </>
      ) : (
        <>
          <p className="inline-flex items-center gap-2 font-medium text-well">
            <StateIcon state="running" />
            {t('alerts.none')}
          </p>
          <p className="max-w-[64ch] text-pretty text-ink-soft text-sm">{t('alerts.watched')}</p>
        </>
      )}
    </div>
  );
}
