import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Empty, Loading, Problem } from '../../components/block.tsx';
import { EndlessList } from '../../components/endless-list.tsx';
import { Forbidden } from '../../components/forbidden.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { allows, auditQuery } from '../../data/access.ts';
import { meQuery } from '../../data/queries.ts';
import { useText } from '../../i18n/index.ts';
import { AuditRow } from './audit-row.tsx';

/** Who did what, when, from where, and what came of it. */
export function Audit() {
  const { t } = useText();
  const { data: me } = useQuery(meQuery);
  return (
    <>
      <PageHead title={t('audit.title')} text={t('audit.text')} />
      <section aria-label={t('audit.title')} className="card min-w-0 overflow-hidden">
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
  const query = useInfiniteQuery(auditQuery);
  const entries = query.data?.pages.flatMap((page) => page.entries);
  if (!entries)
    return query.isError ? (
      <Problem error={query.error} retry={() => void query.refetch()} />
    ) : (
      <Loading lines={8} />
    );
  if (entries.length === 0) return <Empty>{t('audit.empty')}</Empty>;
  return (
    <EndlessList
      label={t('audit.title')}
      items={entries}
      keyOf={(entry) => entry.id}
      rowHeight={45}
      pages={query}
      end={t('audit.end')}
    >
      {(entry) => <AuditRow entry={entry} />}
    </EndlessList>
  );
}
