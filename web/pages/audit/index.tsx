import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Empty, Loading, Problem } from '../../components/block.tsx';
import { Button } from '../../components/button.tsx';
import { EndlessList } from '../../components/endless-list.tsx';
import { inputBox } from '../../components/field.tsx';
import { Forbidden } from '../../components/forbidden.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { TimeRangeField } from '../../components/time-range-field.tsx';
import { allows, auditQuery } from '../../data/access.ts';
import {
  auditActions,
  auditFilter,
  type AuditSearch,
  auditSearch,
  longestText,
  noAuditFilter,
} from '../../data/audit-search.ts';
import { useNow } from '../../data/use-now.ts';
import { meQuery } from '../../data/queries.ts';
import { beginOf, type Change, notBefore } from '../../data/time-range.ts';
import { useText } from '../../i18n/index.ts';
import { AuditRow, actionText } from './audit-row.tsx';

/** Who did what, when, from where, and what came of it. */
export function Audit() {
  const { t } = useText();
  const { data: me } = useQuery(meQuery);
  return (
    <>
      <PageHead title={t('audit.title')} text={t('audit.text')} />
      <section aria-label={t('audit.title')} className="card min-w-0">
        {me === undefined ? (
          <Loading lines={8} />
        ) : allows(me.role, 'admin') ? (
          <Entries />
        ) : (
          <Forbidden needed="admin">{t('audit.forbidden')}</Forbidden>
        )}
      </section>
    </>
  );
}

function Entries() {
  const { t } = useText();
  const search = useSearch({ from: '/shell/audit' });
  const navigate = useNavigate({ from: '/audit' });
  const { actor, action, target, last, since, until } = search;
  const filter = useMemo(
    () => auditFilter(auditSearch({ actor, action, target, last, since, until })),
    [actor, action, target, last, since, until],
  );
  const query = useInfiniteQuery(auditQuery(filter));
  const begin = useNow((now) => beginOf(last, now));
  const found = query.data?.pages.flatMap((page) => page.entries);
  const entries = found && notBefore(found, begin);
  const isFiltered = Object.keys(search).length > 0;

  function go(change: Change<AuditSearch>, replace = false): void {
    void navigate({ search: auditSearch({ ...search, ...change }), replace, resetScroll: false });
  }

  return (
    <>
      <Filters search={search} onChange={go} />
      {!entries ? (
        query.isError ? (
          <Problem error={query.error} retry={() => void query.refetch()} />
        ) : (
          <Loading lines={8} />
        )
      ) : entries.length === 0 ? (
        <div className="border-line border-t pb-6 text-center">
          <Empty>{t(isFiltered ? 'audit.noneMatches' : 'audit.empty')}</Empty>
          {isFiltered && <Button onClick={() => go(noAuditFilter)}>{t('range.clear')}</Button>}
        </div>
      ) : (
        <EndlessList
          label={t('audit.title')}
          items={entries}
          keyOf={(entry) => entry.id}
          rowHeight={45}
          pages={query}
          end={t(isFiltered ? 'audit.endMatches' : 'audit.end')}
        >
          {(entry) => <AuditRow entry={entry} />}
        </EndlessList>
      )}
    </>
  );
}

function Filters({
  search,
  onChange,
}: {
  search: AuditSearch;
  onChange: (change: Change<AuditSearch>, replace?: boolean) => void;
}) {
  const text = useText();
  const { t } = text;
  return (
    <div className="grid grid-cols-2 gap-2 px-4 py-3 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)_200px]">
      <SearchField
        label={t('audit.byActor')}
        isMain
        value={search.actor ?? ''}
        maxLength={longestText}
        onSearch={(actor) => onChange({ actor }, true)}
      />
      <SearchField
        label={t('audit.byTarget')}
        value={search.target ?? ''}
        maxLength={longestText}
        onSearch={(target) => onChange({ target }, true)}
      />
      <select
        aria-label={t('audit.byAction')}
        value={search.action ?? ''}
        onChange={(change) => onChange({ action: change.target.value })}
        className={inputBox}
      >
        <option value="">{t('audit.anyAction')}</option>
        {auditActions.map((action) => (
          <option key={action} value={action}>
            {action === 'worker.' || action === 'token.'
              ? t(`audit.groups.${action === 'worker.' ? 'worker' : 'token'}`)
              : actionText(text, action)}
          </option>
        ))}
      </select>
      <TimeRangeField range={search} onChange={onChange} />
    </div>
  );
}
