import { useCallback, useMemo } from 'react';
import { Block } from '../../components/block.tsx';
import { Charts } from '../../components/charts/index.tsx';
import { PeriodPicker } from '../../components/charts/period-picker.tsx';
import { type ChartPlan, linesOf, sizes, transfers } from '../../components/charts/plan.ts';
import { exitText } from '../../components/last-exit.tsx';
import { TrendNotes } from '../../components/trend.tsx';
import { type EventMarker, exitOf } from '../../data/chart-markers.ts';
import { workerFigures } from '../../data/known-series.ts';
import { periodIn, type PeriodSearch } from '../../data/period.ts';
import type { Change } from '../../data/time-range.ts';
import type { Worker, WorkerDetail } from '../../data/types.ts';
import { useMarkers } from '../../data/use-markers.ts';
import { type Text, useText } from '../../i18n/index.ts';

interface WorkerChartsProps {
  worker: Worker;
  limits: WorkerDetail['spec']['limits'] | undefined;
  search: PeriodSearch;
  onChange: (change: Change<PeriodSearch>) => void;
}

/** The figures of one worker, with its starts, stops and ailments marked. */
export function WorkerCharts({ worker, limits, search, onChange }: WorkerChartsProps) {
  const text = useText();
  const { t } = text;
  const { name } = worker;
  const memoryLimit = limits?.memoryBytes ?? null;
  const cpuLimit = limits?.cpuCores ?? null;
  const plans = useMemo(
    () => plansOf(text, name, memoryLimit, cpuLimit),
    [text, name, memoryLimit, cpuLimit],
  );
  const filters = useMemo(() => [{ worker: name }, { kind: 'config' as const }], [name]);
  const subject = useMemo(() => ({ worker: name }), [name]);
  const period = useMemo(() => periodIn(search), [search]);
  const { markers, since } = useMarkers(filters, period);
  const markerText = useCallback((marker: EventMarker) => signText(text, marker), [text]);
  return (
    <Block title={t('charts.title')} actions={<PeriodPicker search={search} onChange={onChange} compares />}>
      <TrendNotes of={subject} />
      <Charts
        plans={plans}
        search={search}
        onChange={onChange}
        events={markers}
        eventsSince={since}
        markerText={markerText}
        of={name}
        subject={subject}
        empty={t(worker.pid === null ? 'charts.notRunning' : 'charts.empty')}
        mostColumns={2}
      />
    </Block>
  );
}

/** What happened at a sign, in words. */
function signText(text: Text, { kind, event }: EventMarker): string {
  const { t, say } = text;
  const of = (key: string) => {
    const value = event.data[key];
    return typeof value === 'string' ? value : '';
  };
  if (event.type === 'worker.exited') {
    const end = exitText(text, exitOf(event));
    return kind === 'crash' ? `${t('charts.signs.crash')}: ${end}` : end;
  }
  const why = kind === 'crash' || kind === 'ailing' ? say(of('detail') || of('reason')) : '';
  return why === '' ? t(`charts.signs.${kind}`) : `${t(`charts.signs.${kind}`)}: ${why}`;
}

function plansOf(
  { t, format }: Text,
  worker: string,
  memoryBytes: number | null,
  cpuCores: number | null,
): ChartPlan[] {
  const line = linesOf(workerFigures(worker));
  const dashed = { dashed: true };
  return [
    {
      title: 'CPU',
      longRun: 'cpu',
      lines: [line('cpu', 'CPU', '--accent')],
      text: format.ratio,
      // The kernel counts in hundredths of a second, so one percent more or less is noise.
      least: 0.2,
      limit:
        cpuCores === null
          ? null
          : { value: cpuCores, text: t('charts.limit', { value: format.ratio(cpuCores) }) },
    },
    {
      title: t('workers.memory'),
      longRun: 'memory',
      lines: [line('rss', 'RSS', '--accent'), line('pss', 'PSS', '--warn', dashed)],
      ...sizes(format, 4),
      limit:
        memoryBytes === null
          ? null
          : { value: memoryBytes, text: t('charts.limit', { value: format.bytes(memoryBytes) }) },
    },
    {
      title: t('charts.io'),
      lines: [
        line('written', t('charts.written'), '--accent'),
        line('read', t('charts.read'), '--warn', dashed),
      ],
      ...transfers(format),
    },
    {
      title: t('workers.restarts'),
      lines: [line('restarts', t('workers.restarts'), '--bad', { bars: true })],
      text: format.count,
      least: 4,
    },
    {
      title: t('charts.tree'),
      longRun: 'threads',
      lines: [
        line('threads', t('charts.threads'), '--accent'),
        line('processes', t('charts.processes'), '--warn', dashed),
      ],
      text: format.count,
      least: 4,
    },
    {
      title: t('charts.files'),
      longRun: 'files',
      lines: [line('fds', t('charts.fds'), '--accent')],
      text: format.count,
      least: 8,
    },
  ];
}
