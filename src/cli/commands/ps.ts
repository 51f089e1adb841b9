import type { ProcessInfo } from '../../link/status.ts';
import type { Command } from '../call.ts';
import { bytes, type Cell, cleanText, drawTree, duration, percent, table } from '../text/index.ts';
import { listWorkers, pickWorkers } from '../worker-names.ts';

export const ps: Command<{ json?: boolean }> = async ({ io, hub, args, options }) => {
  const all = await listWorkers(hub);
  const workers = (args.length > 0 ? pickWorkers(all, args) : all).filter(({ kind }) => kind === 'process');
  const trees = await Promise.all(
    workers.map(async ({ name }) => ({
      worker: name,
      ...(await hub.get<{ processes: ProcessInfo[] }>(`/workers/${encodeURIComponent(name)}/processes`)),
    })),
  );
  if (options.json) {
    io.json({ workers: trees });
    return 0;
  }
  const now = Date.now();
  const rows = trees.flatMap(({ worker, processes }): Cell[][] => {
    if (processes.length === 0) return [[{ text: worker }, { text: '-' }]];
    return drawTree(
      processes,
      ({ pid }) => pid,
      ({ ppid }) => ppid,
    ).map(({ item, lead }, at) => [
      { text: at === 0 ? worker : '' },
      { text: String(item.pid) },
      {
        text: item.state,
        ...('TZ'.includes(item.state) && { paint: (text: string) => io.paint('red', text) }),
      },
      { text: percent(item.cpuRatio) },
      { text: bytes(item.rssBytes) },
      { text: duration(now - Date.parse(item.startedAt)) },
      { text: lead + cleanText(item.command) },
    ]);
  });
  const columns = [
    { title: 'WORKER' },
    { title: 'PID', align: 'right' as const },
    { title: 'S' },
    { title: 'CPU', align: 'right' as const },
    { title: 'MEMORY', align: 'right' as const },
    { title: 'AGE', align: 'right' as const },
    { title: 'COMMAND', flexible: true },
  ];
  for (const line of table(columns, rows, { width: io.width, paint: io.paint })) io.line(line);
  return 0;
};
