import { useMemo } from 'react';
import { useHistory } from '../../data/history.ts';
import { useMachine, useSystem } from '../../data/use-fleet.ts';
import type { MachineSample } from '../../data/types.ts';
import { type Text, useText } from '../../i18n/index.ts';
import { Sparkline } from '../../components/sparkline.tsx';

/** The first minutes fill the width no less than this many seconds do. */
const leastSpan = 120;

interface Gauge {
  name: string;
  value: string;
  note: string;
  /** 0..1, for the bar or the colour; null when there is no full mark. */
  ratio: number | null;
  series: string | null;
  top?: number;
}

/** The machine in five figures, each with its last quarter of an hour. */
export function MachineStrip() {
  const text = useText();
  const host = useSystem()?.host.name;
  const machine = useMachine(host);
  const history = useHistory(host === undefined ? null : { host }, 5_000);
  const gauges = useMemo(() => (machine ? gaugesOf(text, machine) : null), [text, machine]);
  return (
    <section
      aria-label={text.t('machine.title')}
      className="card grid grid-cols-2 overflow-hidden sm:grid-cols-3 lg:grid-cols-5"
    >
      {(gauges ?? unknownGauges(text)).map((gauge) => (
        <div
          key={gauge.name}
          className="-mt-px -ml-px flex min-h-24 min-w-0 flex-col border-line border-t border-l px-4 pt-3 max-sm:last:col-span-2"
        >
          <div className="text-ink-soft text-xs">{gauge.name}</div>
          <div className="figures flex flex-wrap items-baseline gap-x-2">
            <span
              className={`font-semibold text-lg ${gauge.ratio !== null && gauge.ratio > 0.9 ? 'text-bad' : 'text-ink'}`}
            >
              {gauge.value}
            </span>
            <span className="truncate text-ink-faint text-xs">{gauge.note}</span>
          </div>
          <div className="-mx-4 mt-auto">
            {gauge.series !== null && history.data ? (
              <Sparkline
                values={history.data.series[gauge.series] ?? []}
                span={Math.max(leastSpan, Math.min(900, history.data.times.length))}
                height={28}
                {...(gauge.top === undefined ? {} : { top: gauge.top })}
              />
            ) : (
              gauge.ratio !== null && <Bar ratio={gauge.ratio} />
            )}
          </div>
        </div>
      ))}
    </section>
  );
}

/** Before the first sample: the same places, empty, so that nothing jumps. */
function unknownGauges({ t }: Text): Gauge[] {
  return (['cpu', 'memory', 'disk', 'load', 'pressure'] as const).map((name) => ({
    name: t(`machine.${name}`),
    value: '–',
    note: '',
    ratio: null,
    series: null,
  }));
}

function Bar({ ratio }: { ratio: number }) {
  return (
    <div className="mx-4 mb-3 h-1.5 overflow-hidden rounded-sm bg-sunken">
      <div
        className={`h-full ${ratio > 0.9 ? 'bg-bad' : 'bg-accent'}`}
        style={{ width: `${(Math.min(1, ratio) * 100).toFixed(1)}%` }}
      />
    </div>
  );
}

function gaugesOf({ t, format }: Text, machine: MachineSample): Gauge[] {
  const { totalBytes, availableBytes } = machine.memory;
  const usedBytes = totalBytes - availableBytes;
  const disk = fullest(machine);
  const [load1, load5, load15] = machine.load;
  const pressure = machine.pressure;
  return [
    {
      name: t('machine.cpu'),
      value: format.ratio(machine.cpuRatio),
      note: t('machine.cores', { count: machine.cores }),
      ratio: machine.cpuRatio,
      series: 'cpuRatio',
      top: 1,
    },
    {
      name: t('machine.memory'),
      value: format.bytes(usedBytes),
      note: t('machine.of', { total: format.bytes(totalBytes) }),
      ratio: usedBytes / totalBytes,
      series: 'memoryUsedBytes',
      top: totalBytes,
    },
    {
      name: disk ? t('machine.diskAt', { mount: disk.mount }) : t('machine.disk'),
      value: disk ? format.ratio(disk.usedBytes / disk.sizeBytes) : '–',
      note: disk ? t('machine.free', { free: format.bytes(disk.availableBytes) }) : '',
      ratio: disk ? disk.usedBytes / disk.sizeBytes : null,
      series: null,
    },
    {
      name: t('machine.load'),
      value: load1.toFixed(2),
      note: `${load5.toFixed(2)} · ${load15.toFixed(2)}`,
      ratio: null,
      series: 'load1',
    },
    {
      name: t('machine.pressure'),
      value: pressure ? format.ratio(Math.max(pressure.cpu, pressure.memory, pressure.io)) : '–',
      note: pressure ? t(`machine.pressureBy.${worstPressure(pressure)}`) : t('machine.noPressure'),
      ratio: null,
      series: pressure ? `pressure${upper(worstPressure(pressure))}Ratio` : null,
      top: 1,
    },
  ];
}

function fullest(machine: MachineSample) {
  return machine.disks.toSorted((a, b) => b.usedBytes / b.sizeBytes - a.usedBytes / a.sizeBytes)[0];
}

function worstPressure(pressure: NonNullable<MachineSample['pressure']>): 'cpu' | 'memory' | 'io' {
  return (['cpu', 'memory', 'io'] as const).reduce((worst, next) =>
    pressure[next] > pressure[worst] ? next : worst,
  );
}

const upper = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
