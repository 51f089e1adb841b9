import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { Empty, Loading, Problem } from '../../components/block.tsx';
import { PeriodKeys, PeriodPicker } from '../../components/charts/period-picker.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { byNeed, type HostSearch, hostSearch, hostsQuery } from '../../data/hosts.ts';
import type { Change } from '../../data/time-range.ts';
import type { Host } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';
import { HostDetail } from './host-detail.tsx';
import { HostName, HostRow } from './host-row.tsx';

/** Each machine with its agent: one in full, many in rows that open. */
export function Hosts() {
  const { t } = useText();
  const search = useSearch({ from: '/shell/hosts' });
  const { host: opened } = search;
  const navigate = useNavigate({ from: '/hosts' });
  const query = useQuery(hostsQuery);
  const hosts = query.data?.hosts.toSorted(byNeed);
  const go = useCallback(
    (change: Change<HostSearch>) =>
      void navigate({ search: (before) => hostSearch({ ...before, ...change }), resetScroll: false }),
    [navigate],
  );
  return (
    <>
      <PageHead
        title={t('hosts.title')}
        note={hosts && hosts.length > 1 ? <Count hosts={hosts} /> : undefined}
        text={t('hosts.text')}
        wide
        actions={<PeriodPicker search={search} onChange={go} compares />}
      />
      <PeriodKeys search={search} onChange={go} />
      <section aria-label={t('hosts.title')} className="card min-w-0 overflow-hidden">
        {!hosts ? (
          query.isError ? (
            <Problem error={query.error} retry={() => void query.refetch()} />
          ) : (
            <Loading lines={8} />
          )
        ) : hosts.length === 0 ? (
          <Empty>{t('hosts.empty')}</Empty>
        ) : hosts.length === 1 && hosts[0] ? (
          <>
            <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
              <HostName host={hosts[0]} level={2} />
            </div>
            <HostDetail host={hosts[0]} search={search} onChange={go} />
          </>
        ) : (
          <ul>
            {hosts.map((host) => (
              <li key={host.name} className="border-line border-t first:border-t-0">
                <h2>
                  <HostRow
                    host={host}
                    open={host.name === opened}
                    onToggle={() => go({ host: host.name === opened ? undefined : host.name })}
                  />
                </h2>
                {host.name === opened && <HostDetail host={host} search={search} onChange={go} />}
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

function Count({ hosts }: { hosts: readonly Host[] }) {
  const { t } = useText();
  const lost = hosts.filter((host) => !host.agent.connected).length;
  return (
    <>
      {t('hosts.count', { count: hosts.length })}
      {lost > 0 && <span className="text-bad">{t('hosts.lost', { count: lost })}</span>}
    </>
  );
}
