import { Button } from '../../components/button.tsx';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine, MenuTick } from '../../components/menu.tsx';
import type { Grouping } from '../../data/grouping.ts';
import type { Vocabulary } from '../../data/filter/vocabulary.ts';
import {
  addColumn,
  alwaysShown,
  type ColumnId,
  columnIds,
  largestFirst,
  type SortLevel,
} from '../../data/worker-list.ts';
import { useText } from '../../i18n/index.ts';
import { columns } from './cells.tsx';
import type { Density } from '../../data/list-wishes.ts';

interface TableMenuProps {
  shown: readonly ColumnId[];
  /** Null: as usual. */
  onShown: (columns: readonly ColumnId[] | null) => void;
  density: Density;
  onDensity: (density: Density) => void;
}

/** Which columns are shown, and how close the rows stand. */
export function TableMenu({ shown, onShown, density, onDensity }: TableMenuProps) {
  const text = useText();
  const { t } = text;
  return (
    <Menu
      trigger={
        <Button icon="columns" iconOnly>
          {t('workers.columns')}
        </Button>
      }
    >
      <MenuLabel>{t('workers.columns')}</MenuLabel>
      {columnIds
        .filter((id) => !alwaysShown.includes(id))
        .map((id) => (
          <MenuTick
            key={id}
            checked={shown.includes(id)}
            onChange={(on) => onShown(on ? addColumn(shown, id) : shown.filter((other) => other !== id))}
          >
            {columns[id].title(text)}
          </MenuTick>
        ))}
      <MenuItem icon="restart" onSelect={() => onShown(null)}>
        {t('workers.usualColumns')}
      </MenuItem>
      <MenuLine />
      <MenuChoice
        label={t('workers.density')}
        value={density}
        options={(['roomy', 'dense'] as const).map((value) => ({
          value,
          text: t(`workers.densities.${value}`),
        }))}
        onChoose={onDensity}
      />
    </Menu>
  );
}

interface GroupMenuProps {
  grouping: Grouping;
  onGrouping: (grouping: Grouping) => void;
  vocabulary: Vocabulary;
}

/** By what the rows are put together. */
export function GroupMenu({ grouping, onGrouping, vocabulary }: GroupMenuProps) {
  const { t } = useText();
  const label = (key: string) => t('workers.groupings.label', { label: key });
  const options: { value: Grouping; text: string }[] = [
    ...(['none', 'state', 'host', 'declared'] as const).map((value) => ({
      value,
      text: t(`workers.groupings.${value}`),
    })),
    ...[...vocabulary.labels.keys()]
      .toSorted()
      .map((key) => ({ value: `label.${key}` as const, text: label(key) })),
  ];
  const known = options.some(({ value }) => value === grouping);
  return (
    <Menu
      trigger={
        <Button
          icon="groups"
          iconOnly
          aria-pressed={grouping !== 'none'}
          className="aria-pressed:text-accent"
        >
          {t('workers.group')}
        </Button>
      }
    >
      <MenuChoice
        label={t('workers.group')}
        value={grouping}
        options={
          known ? options : [...options, { value: grouping, text: label(grouping.replace('label.', '')) }]
        }
        onChoose={onGrouping}
      />
    </Menu>
  );
}

interface SortMenuProps {
  sort: readonly SortLevel[];
  onSort: (sort: readonly SortLevel[]) => void;
}

const sortable = ['state', 'name', 'cpu', 'memory', 'restarts', 'uptime', 'exit'] as const;

/** The order, where there are no column heads to press. */
export function SortMenu({ sort, onSort }: SortMenuProps) {
  const text = useText();
  const { t } = text;
  const [first] = sort;
  return (
    <Menu
      trigger={
        <Button icon="sort" iconOnly>
          {t('workers.sort')}
        </Button>
      }
    >
      <MenuChoice<ColumnId>
        label={t('workers.sort')}
        value={first?.id ?? 'state'}
        options={sortable.map((value) => ({
          value,
          text: value === 'state' ? t('workers.troubleFirst') : columns[value].title(text),
        }))}
        onChoose={(id) => onSort([{ id, desc: largestFirst.has(id) }])}
      />
    </Menu>
  );
}
