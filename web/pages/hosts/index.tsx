import { useQuery } from '@tanstack/react-query';
import { Empty, Loading, Problem } from '../../components/block.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { hostsQuery } from '../../data/hosts.ts';
import { useText } from '../../i18n/index.ts';
import { HostCard } from './host-card.tsx';

/** Each machine with its agent. */
export function Hosts() {
  const { t } = useText();
  const query = useQuery(hostsQuery);
  const hosts = query.data?.hosts;
  return (
    <>
      <PageHead title={t('hosts.title')} text={t('hosts.text')} />
      {hosts ? (
        <div className="flex flex-col gap-4">
          {hosts.length === 0 && (
            <section className="card">
              <Empty>{t('hosts.empty')}</Empty>
            </section>
          )}
          {hosts.map((host) => (
            <HostCard key={host.name} host={host} />
          ))}
        </div>
      ) : (
        <section className="card">
          {query.isError ? (
            <Problem error={query.error} retry={() => void query.refetch()} />
          ) : (
            <Loading lines={8} />
          )}
        </section>
      )}
    </>
  );
}
