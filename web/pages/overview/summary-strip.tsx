import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Bars } from '../../components/bars.tsx';
import { StateIcon } from '../../components/icon.tsx';
import { Sparkline } from '../../components/sparkline.tsx';
import { diskRatio } from '../../data/hosts.ts';
import { hostHourQuery, ratesQuery } from '../../data/queries.ts';
import type { Summary } from '../../data/standing.ts';
import { roughly, trendsQuery } from '../../data/trends.ts';
import type { EventRates, HostHistory, MachineSample } from '../../data/types.ts';
import { useMachine, useSummary, useSystem } from '../../data/use-fleet.ts';
import { type Text, useText } from '../../i18n/index.ts';

/** The first minutes fill the width no less than so many points do. */
const leastSpan = 12;
/** Fuller than this is said with a mark. */
const nearlyFull = 0.9;

interface Tile {
  name: string;
  value: string;
  note: string;
  /** What will be, when a trend says so. */
  outlook?: string;
  alarming?: boolean;
  picture: ReactNode;
  /** What else there is to see of it. */
  to?: '/errors';
}

/** The whole system in a few figures, each with its last hour: the workers, the machine, and what happens to them. */
export function SummaryStrip({ className = '' }: { className?: string }) {
  const text = useText();
  const { t } = text;
  const host = useSystem((system) => system.host.name) ?? '';
  const machine = useMachine(host);
  const summary = useSummary();
  const { data: hour } = useQuery({ ...hostHourQuery(host), enabled: host !== '' });
  const { data: rates } = useQuery(ratesQuery);
  const outlook = useOutlook(host);
  const tiles = [
    workersTile(text, summary),
    ...machineTiles(text, machine, hour, outlook),
    rateTile(text, 'restarts', rates),
    rateTile(text, 'errors', rates),
  ];
  return (
    <section
      aria-label={t('strip.title')}
      className={`card grid shrink-0 grid-cols-3 overflow-hidden lg:grid-cols-5 xl:grid-cols-9 ${className}`}
    >
      {tiles.map((tile) => (
        <div
          key={tile.name}
          className="relative -mt-px -ml-px flex min-w-0 flex-col border-line border-t border-l px-3 pt-2.5"
        >
          <div className="truncate text-ink-faint text-xs" title={tile.name}>
            {tile.to === undefined ? (
              tile.name
            ) : (
              <Link
                to={tile.to}
                className="-my-1 inline-block py-1 underline-offset-2 after:absolute after:inset-0 hover:text-ink hover:underline"
              >
                {tile.name}
              </Link>
            )}
          </div>
          <div
            className={`figures flex items-center gap-1.5 whitespace-nowrap font-semibold text-lg ${tile.alarming ? 'text-bad' : 'text-ink'}`}
          >
            {tile.value}
            {tile.alarming && <StateIcon state="degraded" size={14} />}
          </div>
          <div
            className={`figures line-clamp-2 h-[calc(2*var(--line-xs))] text-xs ${tile.outlook === undefined ? 'text-ink-faint' : 'font-medium text-warn'}`}
            title={tile.note}
          >
            {tile.outlook ?? tile.note}
          </div>
          <div className="-mx-3 flex h-9 flex-col justify-end">{tile.picture}</div>
        </div>
      ))}
    </section>
  );
}

function workersTile({ t, format }: Text, summary: Summary | null): Tile {
  const wanted = summary ? summary.total - summary.resting : 0;
  return {
    name: t('strip.up'),
    value: summary ? format.count(summary.well) : '–',
    note: summary ? t('strip.upOf', { total: format.count(wanted) }) : '',
    alarming: summary !== null && summary.troubled.length > 0,
    picture: summary && <Shares summary={summary} />,
  };
}

/** Parts of the whole by tone; the figures beside it say the same. */
function Shares({ summary }: { summary: Summary }) {
  const parts = [
    { count: summary.troubled.length, colour: 'bg-bad' },
    { count: summary.unknown, colour: 'bg-rest' },
    { count: summary.busy, colour: 'bg-busy' },
    { count: summary.well, colour: 'bg-well' },
  ].filter(({ count }) => count > 0);
  return (
    <div className="mx-3 mb-3 flex h-1.5 gap-px overflow-hidden rounded-sm">
      {parts.map(({ count, colour }) => (
        <div key={colour} className={`min-w-1 ${colour}`} style={{ flexGrow: count }} />
      ))}
    </div>
  );
}

interface Outlook {
  memoryMs: number | null;
  diskMs: number | null;
}

/** Until it is full, where the long run supports saying it. */
function useOutlook(host: string): Outlook {
  const { data } = useQuery(trendsQuery(host === '' ? null : { host }));
  const until = (name: 'memory' | 'disk') => {
    const full = data?.figures.find(({ figure }) => figure === name)?.trend?.full;
    return data && full ? Math.max(0, Date.parse(full.at) - Date.parse(data.at)) : null;
  };
  return { memoryMs: until('memory'), diskMs: until('disk') };
}

function machineTiles(
  { t, format }: Text,
  machine: MachineSample | null,
  hour: HostHistory | undefined,
  outlook: Outlook,
): Tile[] {
  if (!machine) {
    // Before the first sample: the same places, empty, so that nothing jumps.
    return (['cpu', 'memory', 'disk', 'load', 'pressure'] as const)
      .map((name) => t(`machine.${name}`))
      .concat(t('strip.network'))
      .map((name) => ({ name, value: '–', note: '', picture: null }));
  }
  const curve = (series: string, top?: number) => {
    const values = hour?.series[series] ?? [];
    return values.length < 2 ? null : (
      <Sparkline
        values={values}
        span={Math.max(leastSpan, values.length)}
        height={28}
        {...(top === undefined ? {} : { top })}
      />
    );
  };
  const { totalBytes, availableBytes } = machine.memory;
  const usedBytes = totalBytes - availableBytes;
  const disk = machine.disks.toSorted((a, b) => b.usedBytes / b.sizeBytes - a.usedBytes / a.sizeBytes)[0];
  const [load1, load5, load15] = machine.load;
  const { pressure, network } = machine;
  const worst = pressure && worstPressure(pressure);
  const whenFull = (leftMs: number | null) =>
    leftMs === null
      ? {}
      : {
          outlook:
            leftMs === 0 ? t('strip.full') : t('strip.fullIn', { time: format.duration(roughly(leftMs)) }),
        };
  return [
    {
      name: t('machine.cpu'),
      value: format.ratio(machine.cpuRatio),
      note: t('machine.cores', { count: machine.cores }),
      alarming: machine.cpuRatio > nearlyFull,
      picture: curve('cpuRatio', 1),
    },
    {
      name: t('machine.memory'),
      value: format.bytes(usedBytes),
      note: t('machine.of', { total: format.bytes(totalBytes) }),
      alarming: usedBytes / totalBytes > nearlyFull,
      picture: curve('memoryUsedBytes', totalBytes),
      ...whenFull(outlook.memoryMs),
    },
    {
      name: disk ? t('machine.diskAt', { mount: disk.mount }) : t('machine.disk'),
      value: disk ? format.ratio(diskRatio(disk)) : '–',
      note: disk ? t('machine.free', { free: format.bytes(disk.availableBytes) }) : '',
      alarming: disk !== undefined && diskRatio(disk) > nearlyFull,
      picture: curve('diskUsedRatio', 1),
      ...whenFull(outlook.diskMs),
    },
    {
      name: t('machine.load'),
      value: load1.toFixed(2),
      note: `${load5.toFixed(2)} · ${load15.toFixed(2)}`,
      picture: curve('load1'),
    },
    {
      name: t('machine.pressure'),
      value: pressure && worst ? format.ratio(pressure[worst]) : '–',
      note: worst ? t(`machine.pressureBy.${worst}`) : t('machine.noPressure'),
      picture: worst && curve(`pressure${worst.charAt(0).toUpperCase()}${worst.slice(1)}Ratio`, 1),
    },
    {
      name: t('strip.network'),
      value: format.bytesPerSecond(network.receivedBytesPerSecond + network.sentBytesPerSecond),
      note: `${t('strip.received', { rate: format.bytesPerSecond(network.receivedBytesPerSecond) })} · ${t('strip.sent', { rate: format.bytesPerSecond(network.sentBytesPerSecond) })}`,
      picture: curve('networkReceivedBytesPerSecond'),
    },
  ];
}

function worstPressure(pressure: NonNullable<MachineSample['pressure']>): 'cpu' | 'memory' | 'io' {
  return (['cpu', 'memory', 'io'] as const).reduce((worst, next) =>
    pressure[next] > pressure[worst] ? next : worst,
  );
}

function rateTile({ t, format }: Text, what: 'restarts' | 'errors', rates: EventRates | undefined): Tile {
  const values = rates?.[what] ?? [];
  const sum = values.reduce((total, value) => total + value, 0);
  const peak = Math.max(0, ...values);
  return {
    name: t(`strip.${what}`),
    value: rates ? format.count(sum) : '–',
    note: !rates ? '' : peak > 1 ? t('strip.peak', { count: peak }) : t('strip.perHour'),
    ...(what === 'errors' ? { to: '/errors' as const } : {}),
    picture: rates && (
      <Bars
        values={values}
        least={4}
        className={`px-3 pb-2 ${what === 'errors' ? 'text-bad' : 'text-accent'}`}
      />
    ),
  };
}
