import { useMemo, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { eventKinds } from '../../data/event-filter.ts';
import {
  type EventSearch,
  isFiltered,
  longestQ,
  noFilter,
  type SearchChange,
  type Span,
  spans,
} from '../../data/event-search.ts';
import { localInput } from '../../data/local-input.ts';
import { compareNames } from '../../data/standing.ts';
import { useWorkers } from '../../data/use-fleet.ts';
import { useText } from '../../i18n/index.ts';

interface FilterBarProps {
  search: EventSearch;
  onChange: (change: SearchChange, replace?: boolean) => void;
}

const box = 'h-10 min-w-0 rounded-sm border border-line-strong bg-ground px-2 text-sm sm:h-9';

/** What to look for and how to tell it; all of it stands in the address. */
export function FilterBar({ search, onChange }: FilterBarProps) {
  const { t } = useText();
  return (
    <div className="flex flex-col gap-3 px-4 py-3">
      <div className="grid gap-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,220px)_minmax(0,180px)]">
        <SearchField
          label={t('events.find')}
          value={search.q ?? ''}
          maxLength={longestQ}
          onSearch={(q) => onChange({ q }, true)}
        />
        <WorkerChoice search={search} onChange={onChange} />
        <TimeChoice search={search} onChange={onChange} />
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
            {t('events.clear')}
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
      className={box}
    >
      <option value="">{t('events.anyWorker')}</option>
      {names.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
}

function TimeChoice({ search, onChange }: FilterBarProps) {
  const { t } = useText();
  const hasInstants = search.last === undefined && (search.since ?? search.until) !== undefined;
  const [custom, setCustom] = useState(hasInstants);
  const value = hasInstants || custom ? 'custom' : (search.last ?? 'any');
  const none = { last: undefined, since: undefined, until: undefined };
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <select
        aria-label={t('events.time')}
        value={value}
        onChange={(change) => {
          const chosen = change.target.value;
          setCustom(chosen === 'custom');
          if (chosen === 'custom') return;
          onChange({ ...none, ...(chosen === 'any' ? {} : { last: chosen as Span }) });
        }}
        className={box}
      >
        {(['any', ...(Object.keys(spans) as Span[]), 'custom'] as const).map((each) => (
          <option key={each} value={each}>
            {t(`events.times.${each}`)}
          </option>
        ))}
      </select>
      {value === 'custom' &&
        (['since', 'until'] as const).map((end) => (
          <label key={end} className="flex items-center gap-2 text-sm">
            <span className="w-10 shrink-0 text-ink-faint text-xs">
              {t(end === 'since' ? 'events.from' : 'events.to')}
            </span>
            <input
              type="datetime-local"
              value={localInput(search[end])}
              onChange={(change) =>
                onChange(
                  {
                    ...none,
                    since: search.since,
                    until: search.until,
                    [end]:
                      change.target.value === '' ? undefined : new Date(change.target.value).toISOString(),
                  },
                  true,
                )
              }
              className={`${box} flex-1`}
            />
          </label>
        ))}
    </div>
  );
}
