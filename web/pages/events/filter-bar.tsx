import { useMemo } from 'react';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { inputBox } from '../../components/field.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { TimeRangeField } from '../../components/time-range-field.tsx';
import { eventKinds } from '../../data/event-filter.ts';
import { type EventSearch, isFiltered, longestQ, noFilter } from '../../data/event-search.ts';
import type { Change } from '../../data/time-range.ts';
import { compareNames } from '../../data/standing.ts';
import { useWorkers } from '../../data/use-fleet.ts';
import { useText } from '../../i18n/index.ts';

interface FilterBarProps {
  search: EventSearch;
  onChange: (change: Change<EventSearch>, replace?: boolean) => void;
}

/** What to look for and how to tell it; all of it stands in the address. */
export function FilterBar({ search, onChange }: FilterBarProps) {
  const { t } = useText();
  return (
    <div className="flex flex-col gap-3 px-4 py-3">
      <div className="grid grid-cols-2 gap-2 max-sm:[&>:first-child]:col-span-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,220px)_minmax(0,180px)]">
        <SearchField
          label={t('events.find')}
          isMain
          value={search.q ?? ''}
          maxLength={longestQ}
          onSearch={(q) => onChange({ q }, true)}
        />
        <WorkerChoice search={search} onChange={onChange} />
        <TimeRangeField range={search} onChange={onChange} />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Choice
          label={t('events.kind')}
          value={search.kind ?? 'all'}
          options={(['all', ...eventKinds] as const).map((value) => ({
            value,
            text: t(`events.kinds.${value}`),
          }))}
          onChoose={(kind) => onChange({ kind: kind === 'all' ? undefined : kind })}
        />
        {isFiltered(search) && (
          <Button look="quiet" icon="cross" onClick={() => onChange(noFilter)}>
            {t('range.clear')}
          </Button>
        )}
        <span className="sm:ml-auto">
          <Choice
            label={t('events.view')}
            value={search.view ?? 'stories'}
            options={(['stories', 'every'] as const).map((value) => ({
              value,
              text: t(`events.views.${value}`),
            }))}
            onChoose={(view) => onChange({ view: view === 'every' ? view : undefined })}
          />
        </span>
      </div>
    </div>
  );
}

function WorkerChoice({ search, onChange }: FilterBarProps) {
  const { t } = useText();
  const workers = useWorkers();
  const { worker } = search;
  const names = useMemo(() => {
    const known = [...(workers?.keys() ?? [])];
    // One that is no longer declared may still be looked for.
    if (worker !== undefined && !known.includes(worker)) known.push(worker);
    return known.toSorted(compareNames);
  }, [workers, worker]);
  return (
    <select
      aria-label={t('events.worker')}
      value={worker ?? ''}
      onChange={(change) => onChange({ worker: change.target.value })}
      className={inputBox}
    >
      <option value="">{t('events.anyWorker')}</option>
      {names.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
}
