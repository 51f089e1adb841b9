import { useQuery } from '@tanstack/react-query';
import { treeOf } from '../../data/process-tree.ts';
import { processesQuery } from '../../data/queries.ts';
import type { Worker } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';
import { Empty, Loading, Problem } from '../../components/block.tsx';

/** The worker's whole tree of processes, helpers that left its group included. */
export function ProcessTree({ worker }: { worker: Worker }) {
  const { t, format } = useText();
  const running = worker.pid !== null;
  const query = useQuery(processesQuery(worker.name, running));
  if (!running) return <Empty>{t('processes.none')}</Empty>;
  if (query.isError) return <Problem error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Loading />;
  const rows = treeOf(query.data.processes);
  return (
    <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={t('processes.title')}>
      <table className="figures w-full whitespace-nowrap text-sm">
        <thead>
          <tr className="text-left text-ink-faint text-xs">
            <th className="px-4 py-1 font-normal">{t('processes.command')}</th>
            <th className="px-2 py-1 text-right font-normal">PID</th>
            <th className="px-2 py-1 text-right font-normal">CPU</th>
            <th className="px-2 py-1 text-right font-normal">{t('workers.memory')}</th>
            <th className="px-4 py-1 text-right font-normal">{t('processes.threads')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ process, depth }) => (
            <tr key={process.pid} className="border-line border-t">
              <td className="w-full max-w-0 px-4 py-1">
                <span
                  className="block truncate font-mono text-xs leading-5"
                  style={{ paddingLeft: depth * 14 }}
                  title={process.command}
                >
                  {depth > 0 && <span className="text-ink-faint">└ </span>}
                  {process.command}
                </span>
              </td>
              <td className="px-2 text-right text-ink-soft">{process.pid}</td>
              <td className="px-2 text-right">{format.ratio(process.cpuRatio)}</td>
              <td className="px-2 text-right">{format.bytes(process.rssBytes)}</td>
              <td className="px-4 text-right">{format.count(process.threads)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
