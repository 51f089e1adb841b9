import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Loading } from '../../components/block.tsx';
import { CheckList } from '../../components/check-list.tsx';
import { highest } from '../../components/figures.tsx';
import { Icon } from '../../components/icon.tsx';
import { Reason } from '../../components/reason.tsx';
import { staleLook } from '../../components/shell/main.tsx';
import { SidePanel } from '../../components/side-panel.tsx';
import { Sparkline } from '../../components/sparkline.tsx';
import { WorkerState } from '../../components/state.tsx';
import { StoryList } from '../../components/story-list.tsx';
import { WorkerActions } from '../../components/worker-actions.tsx';
import { WorkerFacts } from '../../components/worker-facts.tsx';
import { useLogTail } from '../../data/log-lines.ts';
import { plainText } from '../../data/log-text.ts';
import type { Course } from '../../data/course.ts';
import type { Worker } from '../../data/types.ts';
import { useCourse } from '../../data/use-course.ts';
import { useStaleSeconds, useStoriesOf, useWorker } from '../../data/use-fleet.ts';
import { useText } from '../../i18n/index.ts';

const shownLines = 12;
const shownStories = 5;

/** One worker in short, beside the page that one came from; closed while there is no name. */
export default function WorkerPanel({ name, onClose }: { name: string | null; onClose: () => void }) {
  return (
    <SidePanel open={name !== null} onClose={onClose} title={<span className="block truncate">{name}</span>}>
      {name !== null && <InShort key={name} name={name} />}
    </SidePanel>
  );
}

function InShort({ name }: { name: string }) {
  const { t } = useText();
  const worker = useWorker(name);
  const stale = useStaleSeconds() !== null;
  if (worker === undefined) return <Loading lines={6} />;
  if (worker === null) return <p className="p-4 text-ink-soft">{t('panel.missing')}</p>;
  const isProcess = worker.kind === 'process';
  return (
    <div className={`pb-4 ${stale ? staleLook : ''}`}>
      <Head worker={worker} />
      {isProcess && <Curves name={name} />}
      {isProcess && (
        <Part title={t('panel.lines')}>
          <LastLines name={name} />
        </Part>
      )}
      <Part title={t('checks.title')}>
        <CheckList checks={worker.checks} />
      </Part>
      <Part title={t('stories.title')}>
        <Lately name={name} />
      </Part>
    </div>
  );
}

function Head({ worker }: { worker: Worker }) {
  const { t, format } = useText();
  return (
    <div className="flex flex-col gap-3 px-4 pt-3 pb-4">
      <div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <WorkerState worker={worker} large />
          <span className="figures text-ink-faint text-sm" title={format.utc(worker.since)}>
            {t('common.since', { time: format.clock(worker.since) })}
          </span>
        </div>
        <p className="figures mt-1.5 min-h-5 text-pretty text-ink-soft text-sm">
          <Reason worker={worker} />
        </p>
      </div>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <WorkerActions key={worker.name} worker={worker} />
        <Link
          to="/workers/$name"
          params={{ name: worker.name }}
          className="inline-flex h-10 items-center gap-1 font-medium text-accent text-sm underline-offset-2 hover:underline sm:h-8"
        >
          {t('panel.open')}
          <Icon name="right" size={12} />
        </Link>
      </div>
      <WorkerFacts worker={worker} short />
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-line border-t">
      <h3 className="px-4 pt-3 pb-1 font-semibold text-sm">{title}</h3>
      {children}
    </section>
  );
}

function Curves({ name }: { name: string }) {
  const { t, format } = useText();
  const cpu = useCourse(name, 'cpu');
  const memory = useCourse(name, 'rss');
  const curve = (
    title: string,
    { values, places }: Course,
    text: (value: number) => string,
    leastTop: number,
  ) => {
    const most = highest(values);
    return (
      <figure className="min-w-0">
        <figcaption className="figures flex justify-between text-ink-faint text-xs">
          <span>{title}</span>
          {most > 0 && <span>{text(most)}</span>}
        </figcaption>
        <div className="mt-1 h-12 border-line border-b">
          {values.length > 1 && (
            <Sparkline values={values} places={places} height={47} top={Math.max(leastTop, most)} />
          )}
        </div>
      </figure>
    );
  };
  return (
    <Part title={t('panel.curves')}>
      <div className="grid grid-cols-2 gap-4 px-4 pb-4">
        {curve('CPU', cpu, format.ratio, 0.1)}
        {curve(t('workers.memory'), memory, format.bytes, 4 * 1024 ** 2)}
      </div>
    </Part>
  );
}

function LastLines({ name }: { name: string }) {
  const { t, format } = useText();
  const { view } = useLogTail(name);
  const lines = view.entries.filter((entry) => 'text' in entry).slice(-shownLines);
  if (!view.loaded) return <Loading lines={4} />;
  if (lines.length === 0) return <p className="px-4 pb-4 text-ink-faint text-sm">{t('panel.noLines')}</p>;
  return (
    <div
      role="log"
      aria-label={t('panel.lines')}
      className="flex h-64 flex-col justify-end overflow-hidden bg-ground px-4 py-2 font-mono text-xs leading-5"
    >
      {lines.map((line, at) => (
        <p
          // A place keeps its element: what is written changes, and nothing moves.
          key={at}
          className={`line-clamp-4 shrink-0 whitespace-pre-wrap ${line.stream === 'stderr' ? 'text-warn' : ''}`}
        >
          <time dateTime={line.time} title={format.utc(line.time)} className="figures mr-3 text-ink-faint">
            {format.time(line.time)}
          </time>
          {line.stream === 'stderr' && <span className="sr-only">{t('logs.stderr')} </span>}
          {plainText(line.text)}
        </p>
      ))}
    </div>
  );
}

function Lately({ name }: { name: string }) {
  return <StoryList stories={useStoriesOf(name)} most={shownStories} ofOneWorker />;
}
