import { StateIcon } from '../../components/icon.tsx';
import type { Grouping } from '../../data/grouping.ts';
import type { Group } from '../../data/worker-list.ts';
import type { WorkerState } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

interface GroupTitleProps {
  group: Group;
  grouping: Exclude<Grouping, 'none'>;
  top: number;
  height: number;
}

/** The heading of a group, with what is wrong in it. */
export function GroupTitle({ group, grouping, top, height }: GroupTitleProps) {
  const { t, format } = useText();
  return (
    <div
      role="row"
      className="absolute inset-x-0 border-line border-b bg-ground"
      style={{ height, transform: `translateY(${top}px)` }}
    >
      <div role="cell" className="sticky left-0 flex h-full w-fit items-center gap-3 px-4 text-sm">
        <bdi className="max-w-[60vw] truncate font-semibold" title={group.value}>
          {group.value === ''
            ? t('workers.noGroup')
            : grouping === 'state'
              ? t(`state.${group.value as WorkerState}`)
              : group.value}
        </bdi>
        <span className="figures text-ink-faint text-xs">{format.count(group.workers.length)}</span>
        {group.troubled > 0 && grouping !== 'state' && (
          <span className="figures inline-flex items-center gap-1 text-bad text-xs">
            <StateIcon state="unhealthy" size={12} />
            {t('workers.groupTrouble', { count: group.troubled })}
          </span>
        )}
      </div>
    </div>
  );
}
