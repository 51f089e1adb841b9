import { useState } from 'react';
import { type Change, instantOf, localInput, type Span, spans, type TimeRange } from '../data/time-range.ts';
import { useText } from '../i18n/index.ts';
import { inputBox } from './field.tsx';

interface TimeRangeFieldProps {
  range: TimeRange;
  /** `replace`: the change is one of many that belong together, so it is no step back of its own. */
  onChange: (change: Change<TimeRange>, replace?: boolean) => void;
}

const none = { last: undefined, since: undefined, until: undefined };

/** So far back, or from one time to another. */
export function TimeRangeField({ range, onChange }: TimeRangeFieldProps) {
  const { t } = useText();
  const hasInstants = range.last === undefined && (range.since ?? range.until) !== undefined;
  // Who empties one time to write another keeps the field, for as long as they are at it.
  const [emptied, setEmptied] = useState(false);
  const value = range.last ?? (hasInstants || emptied ? 'custom' : 'any');
  return (
    <div
      onBlur={({ currentTarget, relatedTarget }) =>
        !currentTarget.contains(relatedTarget) && setEmptied(false)
      }
      className="flex min-w-0 flex-col gap-2"
    >
      <select
        aria-label={t('range.label')}
        value={value}
        onChange={(change) => {
          const chosen = change.target.value as Span | 'any' | 'custom';
          setEmptied(false);
          if (chosen === 'custom')
            onChange({ ...none, since: new Date(Date.now() - spans['24h']).toISOString() });
          else onChange({ ...none, last: chosen === 'any' ? undefined : chosen });
        }}
        className={inputBox}
      >
        {(['any', ...(Object.keys(spans) as Span[]), 'custom'] as const).map((each) => (
          <option key={each} value={each}>
            {t(`range.choices.${each}`)}
          </option>
        ))}
      </select>
      {value === 'custom' &&
        (['since', 'until'] as const).map((end) => (
          <label key={end} className="flex items-center gap-2 text-sm">
            <span className="w-10 shrink-0 text-ink-faint text-xs">{t(`range.${end}`)}</span>
            <input
              type="datetime-local"
              value={localInput(range[end])}
              onChange={(change) => {
                const instant = instantOf(change.target.value);
                setEmptied(instant === undefined);
                onChange({ [end]: instant }, true);
              }}
              className={inputBox}
            />
          </label>
        ))}
    </div>
  );
}
