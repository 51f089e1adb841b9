import { Link } from '@tanstack/react-router';
import { StateIcon } from '../../components/icon.tsx';
import type { Host } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

export function HostCard({ host }: { host: Host }) {
  const { t, format } = useText();
  return (
    <section aria-label={host.name} className="card min-w-0">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
        <span className={host.connected ? 'text-well' : 'text-bad'}>
          <StateIcon state={host.connected ? 'running' : 'lost'} size={18} />
        </span>
        <h2 className="font-semibold text-lg">{host.name}</h2>
        <span className={`text-sm ${host.connected ? 'text-well' : 'text-bad'}`}>
          {host.connected
            ? t('hosts.connected')
            : host.seenAt === null
              ? t('hosts.neverSeen')
              : t('hosts.lostSince', { time: format.clock(host.seenAt) })}
        </span>
        <Link
          to="/workers"
          search={{ q: `host:${host.name}` }}
          className="ml-auto inline-flex min-h-10 items-center text-accent text-sm underline-offset-2 hover:underline sm:min-h-8"
        >
          {t('hosts.workers', { count: host.workers })}
        </Link>
      </header>
    </section>
  );
}
