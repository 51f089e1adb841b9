import { useNow } from '../data/use-now.ts';
import { useCourse } from '../data/use-course.ts';
import { useFigure, useSeenNow } from '../data/use-fleet.ts';
import type { Worker } from '../data/types.ts';
import { useText } from '../i18n/index.ts';
import { Sparkline } from './sparkline.tsx';

const wholeSeconds = (ms: number) => Math.max(0, Math.floor(ms / 1000) * 1000);
/** What nobody sees any more is not known to go on. */
const isSeenRunning = ({ fresh, pid }: Worker) => fresh && pid !== null;
const nothing = <span className="text-ink-faint">–</span>;

export function CpuFigure({ worker }: { worker: Worker }) {
  const { format } = useText();
  const live = useFigure(worker.name, 'cpuRatio') ?? worker.cpuRatio;
  return live === null || !isSeenRunning(worker) ? nothing : format.ratio(live);
}

/** Fewer values make no curve. */
const leastForCurve = 3;

/** The last hour's CPU. */
export function CpuCurve({ worker, height = 18 }: { worker: Worker; height?: number }) {
  const { values, places } = useCourse(worker.name, 'cpu');
  if (values.length < leastForCurve || !isSeenRunning(worker)) return null;
  return <Sparkline values={values} places={places} top={Math.max(0.1, highest(values))} height={height} />;
}

/** The last hour's memory, from nothing up: a leak is a slope, noise is flat. */
export function MemoryCurve({ worker }: { worker: Worker }) {
  const { values, places } = useCourse(worker.name, 'rss');
  if (values.length < leastForCurve || !isSeenRunning(worker)) return null;
  return <Sparkline values={values} places={places} top={highest(values) * 1.25} height={18} />;
}

/** The most of what is known; 0 when nothing is. */
export const highest = (values: readonly (number | null)[]): number =>
  values.reduce((most: number, value) => Math.max(most, value ?? 0), 0);

export function MemoryFigure({ worker }: { worker: Worker }) {
  const { format } = useText();
  const live = useFigure(worker.name, 'rssBytes') ?? worker.rssBytes;
  return live === null || !isSeenRunning(worker) ? nothing : format.bytes(live);
}

/** How long it has been running. */
export function Uptime({ worker }: { worker: Worker }) {
  const { format } = useText();
  const startedAt = worker.startedAt;
  const text = useSeenNow((now) =>
    startedAt === null || !isSeenRunning(worker)
      ? null
      : format.duration(wholeSeconds(now - Date.parse(startedAt))),
  );
  return text === null ? nothing : <span title={format.utc(startedAt ?? '')}>{text}</span>;
}

/** `3 minutes ago` for something that ages while it is looked at. */
export function Ago({ time }: { time: string }) {
  const { t, format } = useText();
  const age = useNow((now) => format.duration(wholeSeconds(now - Date.parse(time))));
  return (
    <time dateTime={time} title={format.utc(time)} className="figures">
      {t('common.ago', { age })}
    </time>
  );
}
