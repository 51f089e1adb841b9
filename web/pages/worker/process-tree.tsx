import { useQuery } from '@tanstack/react-query';
import { Empty, Loading, Problem } from '../../components/block.tsx';
import { useNow } from '../../data/use-now.ts';
import { treeOf } from '../../data/process-tree.ts';
import { processesQuery } from '../../data/queries.ts';
import type { Worker } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

/** The first letter of a process's state in /proc, where it is worth a word. */
const remarkable: Record<string, 'stopped' | 'traced' | 'zombie' | 'blocked'> = {
  T: 'stopped',
  t: 'traced',
  Z: 'zombie',
  D: 'blocked',
};

/** The worker's whole tree of processes, helpers that left its group included. */
export function ProcessTree({ worker }: { worker: Worker }) {
  const { t, format } = useText();
  const running = worker.pid !== null;
  const query = useQuery(processesQuery(worker.name, running));
  if (!running) return <Empty>{t('processes.none')}</Empty>;
  if (query.isError && !query.data) {
    return <Problem error={query.error} retry={() => void query.refetch()} />;
  }
  if (!query.data) return <Loading />;
  // It ended between two looks.
  if (query.data.processes.length === 0) return <Empty>{t('processes.none')}</Empty>;
  const rows = treeOf(query.data.processes);
  const sum = (of: 'cpuRatio' | 'rssBytes' | 'threads') =>
    rows.reduce((total, { process }) => total + process[of], 0);
  const head = 'px-2 py-1 text-right font-normal whitespace-nowrap';
  const cell = 'px-2 text-right whitespace-nowrap';
  return (
    <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={t('processes.title')}>
      <table className="figures w-full text-sm">
        <thead>
          <tr className="text-ink-faint text-xs">
            <th className="px-4 py-1 text-left font-normal">{t('processes.command')}</th>
            <th className={`${head} max-sm:hidden`}>PID</th>
            <th className={head}>CPU</th>
            <th className={head}>{t('workers.memory')}</th>
            <th className={`${head} max-sm:hidden`}>{t('processes.threads')}</th>
            <th className={`${head} pr-4`}>{t('processes.age')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ process, depth }) => {
            const state = remarkable[process.state[0] ?? ''];
            return (
              <tr key={process.pid} className="border-line border-t align-baseline">
                <td className="w-full max-w-0 px-4 py-1.5">
                  <span className="flex gap-1.5" style={{ paddingLeft: depth * 14 }}>
                    {depth > 0 && (
                      <span aria-hidden="true" className="font-mono text-ink-faint text-xs leading-5">
                        └
                      </span>
                    )}
                    <code
                      className="min-w-0 truncate font-mono text-xs leading-5 max-sm:line-clamp-2 max-sm:whitespace-normal"
                      title={process.command}
                    >
                      {process.command}
                    </code>
                    {state && (
                      <span className="shrink-0 rounded-sm bg-warn-soft px-1.5 text-warn text-xs leading-5">
                        {t(`processes.states.${state}`)}
                      </span>
                    )}
                  </span>
                  <span className="text-ink-faint text-xs sm:hidden" style={{ paddingLeft: depth * 14 }}>
                    PID {process.pid}
                  </span>
                </td>
                <td className={`${cell} text-ink-soft max-sm:hidden`}>{process.pid}</td>
                <td className={cell}>{format.ratio(process.cpuRatio)}</td>
                <td className={cell}>{format.bytes(process.rssBytes)}</td>
                <td className={`${cell} max-sm:hidden`}>{format.count(process.threads)}</td>
                <td className={`${cell} pr-4 text-ink-soft`}>
                  <Age since={process.startedAt} />
                </td>
              </tr>
            );
          })}
        </tbody>
        {rows.length > 1 && (
          <tfoot>
            <tr className="border-line border-t font-medium">
              <td className="px-4 py-1.5">{t('processes.together', { count: rows.length })}</td>
              <td className="max-sm:hidden" />
              <td className={cell}>{format.ratio(sum('cpuRatio'))}</td>
              <td className={cell}>{format.bytes(sum('rssBytes'))}</td>
              <td className={`${cell} max-sm:hidden`}>{format.count(sum('threads'))}</td>
              <td />
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

function Age({ since }: { since: string }) {
  const { format } = useText();
  const age = useNow((now) =>
    format.duration(Math.max(0, Math.floor((now - Date.parse(since)) / 1000) * 1000)),
  );
  return (
    <time dateTime={since} title={format.utc(since)}>
      {age}
    </time>
  );
}
