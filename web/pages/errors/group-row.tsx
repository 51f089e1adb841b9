import { Link, useRouter } from '@tanstack/react-router';
import { memo, type MouseEvent } from 'react';
import { Bars } from '../../components/bars.tsx';
import { CategoryWord } from '../../components/category.tsx';
import { LevelWord, StatusWord, TrendWord } from '../../components/error-signs.tsx';
import { Ago } from '../../components/figures.tsx';
import { Tick } from '../../components/tick.tsx';
import { countIn } from '../../data/errors.ts';
import type { Selection } from '../../data/selection.ts';
import { useStore } from '../../data/use-store.ts';
import type { ErrorGroup } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

/** So many workers are named. */
const mostNamed = 2;

export const rowColumns = 'md:grid-cols-[28px_minmax(0,1fr)_108px_minmax(80px,140px)_72px_96px] md:gap-x-4';

interface GroupRowProps {
  group: ErrorGroup;
  selection: Selection;
  /** Ids in the order shown, for ranges. */
  shown: readonly string[];
  selectable: boolean;
}

/** A kind of error: what it is, where it comes from, how often, and where it goes. A click anywhere opens it. */
export const GroupRow = memo(function GroupRow({ group, selection, shown, selectable }: GroupRowProps) {
  const { t, format } = useText();
  const router = useRouter();
  const id = String(group.id);
  const isChosen = useStore(selection.names, (names) => names.has(id));
  const count = countIn(group);
  function open(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    if (event.defaultPrevented || target.closest('a, button, [role=checkbox]')) return;
    if (getSelection()?.type === 'Range') return;
    void router.navigate({ to: '/errors/$id', params: { id } });
  }
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the link in it does the same for the keyboard
    <div
      onClick={open}
      className={`grid cursor-pointer grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-2.5 text-sm md:min-h-16 ${rowColumns} ${isChosen ? 'bg-accent-soft' : 'hover:bg-hover'}`}
    >
      <span className="flex max-md:hidden">
        {selectable && (
          <Tick
            checked={isChosen}
            label={t('errors.select', { title: group.title })}
            onClick={(event) => (event.shiftKey ? selection.extendTo(id, shown) : selection.toggle(id))}
          />
        )}
      </span>
      <div className="min-w-0">
        <p className="flex min-w-0 items-start gap-2">
          <StatusWord status={group.status} />
          <Link
            to="/errors/$id"
            params={{ id }}
            data-row=""
            className="line-clamp-2 min-w-0 font-medium text-ink underline-offset-2 hover:underline md:line-clamp-1"
            title={group.title}
          >
            {group.title}
          </Link>
        </p>
        <p className="figures mt-0.5 flex flex-wrap items-center gap-x-3 text-ink-soft text-xs md:flex-nowrap md:overflow-hidden">
          <CategoryWord category={group.category} />
          <LevelWord level={group.level} />
          <Touched group={group} />
          <span
            className="whitespace-nowrap text-ink-faint max-md:hidden"
            title={format.utc(group.firstSeen)}
          >
            {t('errors.since', { time: format.clock(group.firstSeen) })}
          </span>
          {group.assignee !== null && (
            <span className="truncate text-ink-faint">
              {t('errors.assignedTo', { name: group.assignee })}
            </span>
          )}
        </p>
      </div>
      <span className="text-xs max-md:hidden">
        <TrendWord trend={group.trend} />
      </span>
      <span className="max-md:hidden">
        <Bars values={group.spark.counts} height={24} className="text-ink-faint" />
      </span>
      <span className="figures text-right max-md:self-start">
        <span className="block font-medium">{format.count(count)}</span>
        <span className="text-xs md:hidden">
          <TrendWord trend={group.trend} />
        </span>
      </span>
      <span className="text-right text-ink-faint text-xs max-md:hidden">
        <Ago time={group.lastSeen} />
      </span>
    </div>
  );
});

/** Whom it touches. */
function Touched({ group: { workers, workerCount } }: { group: ErrorGroup }) {
  const { t } = useText();
  const named = workers.slice(0, mostNamed);
  return (
    <span className="flex min-w-0 items-center gap-x-1.5 overflow-hidden">
      {named.map((name) => (
        <Link
          key={name}
          to="/workers/$name"
          params={{ name }}
          className="max-w-48 truncate text-ink-soft underline-offset-2 hover:text-ink hover:underline max-md:-my-2 max-md:py-2"
        >
          <bdi>{name}</bdi>
        </Link>
      ))}
      {workerCount > named.length && (
        <span className="whitespace-nowrap text-ink-faint">
          {t('errors.moreWorkers', { count: workerCount - named.length })}
        </span>
      )}
    </span>
  );
}
