import { useCallback, useMemo } from 'react';
import { Charts } from '../../components/charts/index.tsx';
import { type ChartPlan, linesOf, sizes, transfers } from '../../components/charts/plan.ts';
import { sayEvent } from '../../components/event-words.ts';
import type { EventMarker } from '../../data/chart-markers.ts';
import { diskFigure, hostFigures } from '../../data/known-series.ts';
import { periodIn, type PeriodSearch } from '../../data/period.ts';
import type { Change } from '../../data/time-range.ts';
import type { MachineSample } from '../../data/types.ts';
import { useMarkers } from '../../data/use-markers.ts';
import { type Text, useText } from '../../i18n/index.ts';

const filters = [{ kind: 'config' as const }, { kind: 'yagura' as const }];

/** The machine's figures, with what happened to Yagura itself. */
export function HostCharts({
  host,
  machine,
  search,
  onChange,
}: {
  host: string;
  machine: MachineSample | null;
  search: PeriodSearch;
  onChange: (change: Change<PeriodSearch>) => void;
}) {
  const text = useText();
  const { t } = text;
  const cores = machine?.cores ?? null;
  const memoryTotal = machine?.memory.totalBytes ?? null;
  // Told apart by their text: the list is a new one each second.
  const mounts = machine?.disks.map(({ mount }) => mount).join('\n') ?? '';
  const plans = useMemo(
    () => plansOf(text, host, cores, memoryTotal, mounts === '' ? [] : mounts.split('\n')),
    [text, host, cores, memoryTotal, mounts],
  );
  const subject = useMemo(() => ({ host }), [host]);
  const period = useMemo(() => periodIn(search), [search]);
  const { markers, since } = useMarkers(filters, period);
  const markerText = useCallback(({ event }: EventMarker) => sayEvent(text, event), [text]);
  return (
    <Charts
      plans={plans}
      search={search}
      onChange={onChange}
      events={markers}
      eventsSince={since}
      markerText={markerText}
      of={host}
      subject={subject}
      empty={t('hosts.noFigures')}
      mostColumns={3}
    />
  );
}

const mostDisks = 4;
const diskColours = ['--accent', '--lamp', '--well', '--rest'];

function plansOf(
  { t, format }: Text,
  host: string,
  cores: number | null,
  memoryTotal: number | null,
  mounts: readonly string[],
): ChartPlan[] {
  const line = linesOf(hostFigures(host));
  const called = (key: LineName) => t(`hosts.lines.${key}`);
  return [
    {
      title: 'CPU',
      longRun: 'cpu',
      note: cores === null ? '' : t('hosts.coresNote', { count: cores }),
      lines: [
        line('cpu', called('busy'), '--accent'),
        line('system', called('system'), '--lamp'),
        line('iowait', called('iowait'), '--rest', { dashed: true }),
        line('steal', called('steal'), '--warn', { dashed: true, onlyWhenUsed: true }),
      ],
      text: format.ratio,
      least: 0.2,
    },
    {
      title: t('hosts.memory'),
      longRun: 'memory',
      note: memoryTotal === null ? '' : t('hosts.of', { total: format.bytes(memoryTotal) }),
      lines: [
        line('used', called('used'), '--accent'),
        line('cached', called('cached'), '--rest', { dashed: true }),
        line('swap', called('swap'), '--lamp', { onlyWhenUsed: true }),
      ],
      ...sizes(format, 64),
    },
    {
      title: t('hosts.load'),
      note: t('hosts.loadNote'),
      lines: [
        line('load1', called('load1'), '--accent'),
        line('load5', called('load5'), '--lamp'),
        line('load15', called('load15'), '--rest', { dashed: true }),
      ],
      text: (value) => value.toFixed(2),
      least: 1,
    },
    {
      title: t('hosts.diskIo'),
      lines: [line('diskWritten', called('written'), '--accent'), line('diskRead', called('read'), '--lamp')],
      ...transfers(format),
    },
    {
      title: t('hosts.network'),
      lines: [line('received', called('received'), '--accent'), line('sent', called('sent'), '--lamp')],
      ...transfers(format),
    },
    {
      title: t('hosts.pressure'),
      note: t('hosts.pressureNote'),
      lines: [
        line('pressureCpu', 'CPU', '--accent'),
        line('pressureMemory', t('hosts.memory'), '--lamp'),
        line('pressureIo', t('hosts.disk'), '--rest', { dashed: true }),
      ],
      text: format.ratio,
      least: 0.1,
    },
    {
      title: t('hosts.disks'),
      note: t('hosts.disksNote'),
      lines: mounts.slice(0, mostDisks).map((mount, at) => ({
        id: `disk${at}`,
        figure: diskFigure(host, mount),
        name: mount,
        colour: diskColours[at] ?? '--rest',
        dashed: at > 1,
      })),
      ...sizes(format, 1),
    },
  ];
}

type LineName =
  | 'busy'
  | 'system'
  | 'iowait'
  | 'steal'
  | 'used'
  | 'cached'
  | 'swap'
  | 'load1'
  | 'load5'
  | 'load15'
  | 'written'
  | 'read'
  | 'received'
  | 'sent';
