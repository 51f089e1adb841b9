import { Link } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { type Arrangement, arrange, countStates, type SortKey } from '../../data/arrange.ts';
import { noFigures } from '../../data/live/fleet-state.ts';
import { fleet } from '../../data/live/index.ts';
import { useStore } from '../../data/store.ts';
import { shownState, type Tone, toneOf } from '../../data/standing.ts';
import type { Worker } from '../../data/types.ts';
import { useMedia } from '../../data/use-media.ts';
import { useWorker, useWorkers } from '../../data/use-fleet.ts';
import { useText } from '../../i18n/index.ts';
import { Empty, Loading } from '../../components/block.tsx';
import { CpuCurve, CpuFigure, MemoryFigure, Uptime } from '../../components/figures.tsx';
import { Icon, StateIcon } from '../../components/icon.tsx';
import { LastExit } from '../../components/last-exit.tsx';
import { Reason } from '../../components/reason.tsx';
import { toneGround, toneText, WorkerState } from '../../components/state.tsx';

const columns =
  'md:grid-cols-[minmax(140px,1.1fr)_minmax(160px,1.9fr)_116px_84px_64px_76px] @min-[1100px]:grid-cols-[minmax(160px,1.1fr)_minmax(200px,2fr)_128px_88px_72px_84px_minmax(150px,1fr)]';

interface WorkerTableProps {
  arrangement: Arrangement;
  onArrange: (change: Partial<Arrangement>) => void;
  /** 1 when it is all that the page has. */
  level?: 1 | 2;
}

/** Every declared worker, dead or alive. Only the rows in view exist, so a thousand cost no more than thirty. */
export function WorkerTable({ arrangement, onArrange, level = 2 }: WorkerTableProps) {
  const Heading = `h${level}` as const;
  const { t, format } = useText();
  const workers = useWorkers();
  const byFigures = arrangement.sort === 'cpu' || arrangement.sort === 'memory';
  const figures = useStore(fleet.steadyFigures, (steady) => (byFigures ? steady : noFigures));
  const shown = useMemo(
    () => (workers ? arrange(workers.values(), arrangement, figures) : null),
    [workers, arrangement, figures],
  );
  return (
    <section aria-label={t('workers.title')} className="card @container min-w-0">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
        <Heading className="font-semibold text-base">
          {t('workers.title')}{' '}
          <span className="figures font-normal text-ink-faint text-sm">
            {workers ? format.count(workers.size) : ''}
          </span>
        </Heading>
        <StateFilter arrangement={arrangement} onArrange={onArrange} />
        <label className="relative ml-auto w-full sm:w-52">
          <span className="sr-only">{t('workers.filter')}</span>
          <span className="pointer-events-none absolute top-2 left-2 text-ink-faint">
            <Icon name="find" />
          </span>
          <input
            type="search"
            value={arrangement.q}
            onChange={(change) => onArrange({ q: change.target.value })}
            placeholder={t('workers.filter')}
            className="h-8 w-full rounded-sm border border-line bg-ground pr-2 pl-8 text-sm placeholder:text-ink-faint"
          />
        </label>
      </header>
      {shown === null ? (
        <Loading lines={8} />
      ) : (
        <Rows workers={shown} total={workers?.size ?? 0} arrangement={arrangement} onArrange={onArrange} />
      )}
    </section>
  );
}

function StateFilter({ arrangement, onArrange }: WorkerTableProps) {
  const { t, format } = useText();
  const workers = useWorkers();
  const counts = useMemo(() => countStates(workers?.values() ?? []), [workers]);
  return (
    <div role="group" aria-label={t('workers.byState')} className="flex flex-wrap gap-1">
      {counts.map(([state, count]) => {
        const pressed = arrangement.state === state;
        const tone = toneOf(state);
        return (
          <button
            key={state}
            type="button"
            aria-pressed={pressed}
            onClick={() => onArrange({ state: pressed ? null : state })}
            className={`figures inline-flex h-7 items-center gap-1.5 rounded-sm border px-2 text-xs ${toneText[tone]} ${
              pressed ? `border-current ${toneGround[tone]}` : 'border-transparent hover:bg-hover'
            }`}
          >
            <StateIcon state={state} size={12} />
            {t(`state.${state}`)} {format.count(count)}
          </button>
        );
      })}
    </div>
  );
}

function Rows({
  workers,
  total,
  arrangement,
  onArrange,
}: WorkerTableProps & { workers: Worker[]; total: number }) {
  const { t } = useText();
  const wide = useMedia('(min-width: 768px)');
  const body = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const rowHeight = wide ? 40 : 72;
  // What stands above the rows may grow at any time, and the page with it.
  useLayoutEffect(() => {
    const measure = () =>
      setTop(Math.round((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY));
    const watch = new ResizeObserver(measure);
    watch.observe(document.body);
    return () => watch.disconnect();
  }, []);
  // oxlint-disable-next-line react/incompatible-library -- it warns users of the React compiler, which is not used here
  const virtual = useWindowVirtualizer({
    count: workers.length,
    estimateSize: () => rowHeight,
    getItemKey: (at) => workers[at]?.name ?? at,
    overscan: 6,
    scrollMargin: top,
  });
  useLayoutEffect(() => virtual.measure(), [virtual, rowHeight]);
  if (workers.length === 0) {
    return <Empty>{total === 0 ? t('workers.empty') : t('workers.noneMatches')}</Empty>;
  }
  const head = { arrangement, onArrange };
  return (
    <div role="table" aria-label={t('workers.title')} aria-rowcount={workers.length + 1}>
      <div
        role="row"
        className={`sticky top-13 z-10 hidden h-8 items-center gap-x-4 border-line border-y bg-ground px-4 text-ink-faint text-xs md:grid ${columns}`}
      >
        <Head sort="name" {...head}>
          {t('workers.name')}
        </Head>
        <Head sort="trouble" {...head}>
          {t('workers.state')}
        </Head>
        <Head sort="cpu" right {...head}>
          CPU
        </Head>
        <Head sort="memory" right {...head}>
          {t('workers.memory')}
        </Head>
        <Head sort="restarts" right {...head}>
          {t('workers.restarts')}
        </Head>
        <Head sort="uptime" right {...head}>
          {t('workers.uptime')}
        </Head>
        <div role="columnheader" className="hidden @min-[1100px]:block">
          {t('workers.lastExit')}
        </div>
      </div>
      <div ref={body} role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const worker = workers[item.index];
          return (
            worker && (
              <Row
                key={item.key}
                name={worker.name}
                index={item.index}
                top={item.start - top}
                height={rowHeight}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

interface HeadProps extends WorkerTableProps {
  sort: SortKey;
  right?: boolean;
  children: string;
}

function Head({ sort, right = false, arrangement, onArrange, children }: HeadProps) {
  const sorted = arrangement.sort === sort;
  const descending = sort !== 'name';
  return (
    <div
      role="columnheader"
      aria-sort={sorted ? (descending ? 'descending' : 'ascending') : 'none'}
      className={right ? 'text-right' : ''}
    >
      <button
        type="button"
        onClick={() => onArrange({ sort })}
        className={`inline-flex h-8 items-center gap-0.5 whitespace-nowrap hover:text-ink ${sorted ? 'font-semibold text-ink' : ''}`}
      >
        {children}
        {sorted && <Icon name={descending ? 'sortDown' : 'sortUp'} size={10} />}
      </button>
    </div>
  );
}

/** Trouble is marked at the row's edge too, for eyes that run down the list. */
const edges: Partial<Record<Tone, string>> = {
  bad: 'shadow-[inset_3px_0_0_var(--bad)]',
  warn: 'shadow-[inset_3px_0_0_var(--warn)]',
};

interface RowProps {
  name: string;
  index: number;
  top: number;
  height: number;
}

const Row = memo(function Row({ name, index, top, height }: RowProps) {
  const { t, format, say } = useText();
  const worker = useWorker(name);
  if (!worker) return null;
  const tone = toneOf(shownState(worker));
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-testid={`worker-${name}`}
      className={`absolute inset-x-0 grid grid-cols-[1fr_auto] content-center items-center gap-x-4 border-line border-b px-4 last:border-b-0 hover:bg-hover md:content-stretch ${columns} ${
        worker.fresh ? '' : 'grayscale'
      } ${edges[tone] ?? ''}`}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      <div role="cell" className="flex min-w-0 items-baseline gap-2">
        <Link
          to="/workers/$name"
          params={{ name }}
          title={name}
          className="truncate font-medium text-ink after:absolute after:inset-0"
        >
          {name}
        </Link>
        <span className="hidden truncate text-ink-faint text-xs lg:inline">
          {Object.values(worker.labels).join(' · ')}
        </span>
      </div>
      <div
        role="cell"
        className="row-start-2 flex min-w-0 items-center gap-2.5 max-md:col-span-2 md:row-start-auto"
      >
        <WorkerState worker={worker} />
        <span className="truncate text-ink-soft text-xs" title={say(worker.reason)}>
          <Reason worker={worker} />
        </span>
      </div>
      <div role="cell" className="figures hidden items-center justify-end gap-2 text-sm md:flex">
        <span className="w-14 shrink-0">
          <CpuCurve worker={worker} />
        </span>
        <span className="w-13 text-right">
          <CpuFigure worker={worker} />
        </span>
      </div>
      <div role="cell" className="figures hidden text-right text-sm md:block">
        <MemoryFigure worker={worker} />
      </div>
      <div
        role="cell"
        className={`figures hidden text-right text-sm md:block ${worker.restarts === 0 ? 'text-ink-faint' : ''}`}
      >
        {format.count(worker.restarts)}
      </div>
      <div role="cell" className="figures hidden text-right text-sm md:block">
        <Uptime worker={worker} />
      </div>
      <div role="cell" className="hidden truncate text-ink-soft text-xs @min-[1100px]:block">
        <LastExit exit={worker.lastExit} />
      </div>
      <div
        role="cell"
        className="figures col-start-2 row-start-1 flex gap-3 text-ink-soft text-xs md:hidden"
        aria-label={t('workers.figures')}
      >
        <span>
          <CpuFigure worker={worker} />
        </span>
        <span>
          <MemoryFigure worker={worker} />
        </span>
      </div>
    </div>
  );
});
