import { useMemo, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { inputBox } from '../../components/field.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { categories, isCategory } from '../../data/categories.ts';
import {
  errorLevels,
  errorSorts,
  type ErrorSearch,
  isNarrowed,
  longestQ,
  noErrorFilter,
  readTyped,
  standings,
  suggestTyped,
  trends,
} from '../../data/error-search.ts';
import { compareNames } from '../../data/standing.ts';
import type { Change } from '../../data/time-range.ts';
import { useWorkers } from '../../data/use-fleet.ts';
import { useText } from '../../i18n/index.ts';

interface FilterBarProps {
  search: ErrorSearch;
  onChange: (change: Change<ErrorSearch>, replace?: boolean) => void;
}

/** Which kinds of errors to show; all of it stands in the address. */
export function FilterBar({ search, onChange }: FilterBarProps) {
  const { t } = useText();
  const workers = useWorkers();
  const [open, setOpen] = useState(false);
  const { worker } = search;
  const names = useMemo(() => {
    const known = new Set(workers?.keys() ?? []);
    // One that is no longer declared may still be looked for.
    if (worker !== undefined) known.add(worker);
    return [...known].toSorted(compareNames);
  }, [workers, worker]);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Choice
          label={t('errors.filter.status')}
          value={search.status ?? 'open'}
          options={standings.map((value) => ({ value, text: t(`errors.standings.${value}`) }))}
          onChoose={(status) => onChange({ status: status === 'open' ? undefined : status })}
        />
        <Button
          icon="filter"
          iconOnly
          aria-expanded={open}
          aria-controls="error-filters"
          onClick={() => setOpen(!open)}
          className="ml-auto sm:hidden"
        >
          {t('errors.filter.more')}
        </Button>
        <div className="min-w-56 flex-1">
          <SearchField
            label={t('errors.filter.find')}
            isMain
            value={search.q ?? ''}
            maxLength={longestQ}
            onSearch={(text) => onChange(readTyped(text), true)}
            suggest={(typed) => suggestTyped(typed, names)}
          />
        </div>
      </div>
      <div
        id="error-filters"
        className={`grid-cols-2 gap-2 sm:flex sm:flex-wrap sm:items-center ${open ? 'grid' : 'hidden'}`}
      >
        <Select
          label={t('errors.filter.category')}
          value={search.category ?? ''}
          options={[
            ['', t('errors.filter.anyCategory')],
            ...categories.map((each): [string, string] => [each, t(`errors.categories.${each}`)]),
          ]}
          onChoose={(value) => onChange({ category: isCategory(value) ? value : undefined })}
        />
        <Select
          label={t('errors.filter.worker')}
          value={worker ?? ''}
          options={[
            ['', t('errors.filter.anyWorker')],
            ...names.map((name): [string, string] => [name, name]),
          ]}
          onChoose={(value) => onChange({ worker: value === '' ? undefined : value })}
        />
        <Select
          label={t('errors.filter.level')}
          value={search.level ?? ''}
          options={[
            ['', t('errors.filter.anyLevel')],
            ...errorLevels.map((each): [string, string] => [each, t(`errors.filter.levels.${each}`)]),
          ]}
          onChoose={(value) => onChange({ level: errorLevels.find((each) => each === value) })}
        />
        <Select
          label={t('errors.filter.trend')}
          value={search.trend ?? ''}
          options={[
            ['', t('errors.filter.anyTrend')],
            ...trends.map((each): [string, string] => [each, t(`errors.trends.${each}`)]),
          ]}
          onChoose={(value) => onChange({ trend: trends.find((each) => each === value) })}
        />
        <Select
          label={t('errors.filter.sort')}
          value={search.sort ?? 'lastSeen'}
          options={errorSorts.map((each): [string, string] => [each, t(`errors.sorts.${each}`)])}
          onChoose={(value) => {
            const sort = errorSorts.find((each) => each === value);
            onChange({ sort: sort === 'lastSeen' ? undefined : sort });
          }}
        />
        {isNarrowed(search) && (
          <Button look="quiet" icon="cross" onClick={() => onChange(noErrorFilter)}>
            {t('range.clear')}
          </Button>
        )}
      </div>
    </div>
  );
}

interface SelectProps {
  label: string;
  value: string;
  options: readonly (readonly [value: string, text: string])[];
  onChoose: (value: string) => void;
}

function Select({ label, value, options, onChoose }: SelectProps) {
  return (
    <select
      aria-label={label}
      title={label}
      value={value}
      onChange={(change) => onChoose(change.target.value)}
      className={`${inputBox} sm:w-auto sm:max-w-52`}
    >
      {options.map(([each, text]) => (
        <option key={each} value={each}>
          {text}
        </option>
      ))}
    </select>
  );
}
