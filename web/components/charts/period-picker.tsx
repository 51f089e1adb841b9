import { Popover } from 'radix-ui';
import { type FormEvent, useId, useState } from 'react';
import { serverNow } from '../../data/clock.ts';
import { useKeys } from '../../data/keys.ts';
import {
  boundsOf,
  type Compared,
  comparisons,
  isLive,
  isPeriod,
  type Period,
  periodIn,
  type PeriodSearch,
  presetNames,
  searchOf,
  stepped,
  zoomedOut,
} from '../../data/period.ts';
import type { Change } from '../../data/time-range.ts';
import { useText } from '../../i18n/index.ts';
import { Button } from '../button.tsx';
import { inputBox } from '../field.tsx';
import { Icon } from '../icon.tsx';

interface PeriodPickerProps {
  search: PeriodSearch;
  /** What the address is to say; a step of its own that the back button undoes. */
  onChange: (change: Change<PeriodSearch>) => void;
  /** Whether there are charts that a time before can be compared with. */
  compares?: boolean;
}

/** Which stretch of time the charts of a page show: the usual ones, any other, steps back and forward. */
export function PeriodPicker({ search, onChange, compares = false }: PeriodPickerProps) {
  const { t } = useText();
  const period = periodIn(search);
  const live = isLive(period);
  const go = (next: Period) => onChange(searchOf(next));
  const earlier = () => go(stepped(period, -1, serverNow()));
  const later = () => go(stepped(period, 1, serverNow()));
  const wider = () => go(zoomedOut(period, serverNow()));
  return (
    <div
      role="group"
      aria-label={t('period.label')}
      className="flex min-w-0 max-w-full items-center gap-1 max-sm:flex-wrap"
    >
      <Button look="quiet" icon="left" iconOnly onClick={earlier}>
        {t('period.earlier')}
      </Button>
      <div className="flex shrink-0 rounded-sm border border-line p-0.5 max-lg:hidden">
        {presetNames.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={live && period.last === name}
            title={t(`period.presets.${name}`)}
            onClick={() => go({ last: name })}
            className="figures inline-flex h-6 min-w-9 items-center justify-center whitespace-nowrap rounded-sm px-1.5 text-ink-soft text-xs hover:text-ink aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent"
          >
            {t(`period.short.${name}`)}
          </button>
        ))}
      </div>
      <select
        aria-label={t('period.label')}
        value={live ? period.last : 'other'}
        onChange={(change) => {
          const last = presetNames.find((name) => name === change.target.value);
          if (last) go({ last });
        }}
        className={`${inputBox} flex-1 sm:h-8 lg:hidden`}
      >
        {presetNames.map((name) => (
          <option key={name} value={name}>
            {t(`period.presets.${name}`)}
          </option>
        ))}
        {!live && <option value="other">{t('period.presets.other')}</option>}
      </select>
      <OtherPeriod period={period} onChoose={go} />
      <Button look="quiet" icon="right" iconOnly onClick={later} disabled={live}>
        {t('period.later')}
      </Button>
      <Button
        look="quiet"
        icon="zoomOut"
        iconOnly
        onClick={wider}
        disabled={live && period.last === presetNames.at(-1)}
      >
        {t('period.wider')}
      </Button>
      {compares && (
        <select
          aria-label={t('period.compare')}
          title={t('period.compare')}
          value={search.compare ?? 'off'}
          onChange={({ target: { value } }) =>
            onChange({ compare: value === 'off' ? undefined : (value as Compared) })
          }
          className="shrink-0 rounded-sm border border-line bg-ground px-1.5 text-ink-soft max-sm:h-10 max-sm:w-full max-sm:px-2.5 max-sm:text-sm sm:h-8 sm:w-32 sm:text-xs"
        >
          <option value="off">{t('period.comparisons.off')}</option>
          {comparisons.map((each) => (
            <option key={each} value={each}>
              {t(`period.comparisons.${each}`)}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

/** The keys of going through time, for a page with charts. */
export function PeriodKeys({ search, onChange }: Pick<PeriodPickerProps, 'search' | 'onChange'>) {
  const { t } = useText();
  const period = periodIn(search);
  const to = (next: (period: Period) => Period) => () => onChange(searchOf(next(period)));
  useKeys([
    {
      keys: '[',
      group: 'page',
      text: t('period.earlier'),
      run: to((shown) => stepped(shown, -1, serverNow())),
    },
    { keys: ']', group: 'page', text: t('period.later'), run: to((shown) => stepped(shown, 1, serverNow())) },
    { keys: '-', group: 'page', text: t('period.wider'), run: to((shown) => zoomedOut(shown, serverNow())) },
  ]);
  return null;
}

/** From one instant to another, as the reader's clock shows them. */
function OtherPeriod({ period, onChoose }: { period: Period; onChoose: (period: Period) => void }) {
  const { t, format } = useText();
  const [open, setOpen] = useState(false);
  const now = serverNow();
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        aria-label={t('period.other')}
        title={t('period.other')}
        className={`figures inline-flex h-10 min-w-10 shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-sm border px-2 text-xs sm:h-8 sm:min-w-8 ${
          isLive(period)
            ? 'border-transparent text-ink-soft hover:bg-hover hover:text-ink'
            : 'border-line bg-accent-soft font-medium text-accent'
        }`}
      >
        <Icon name="calendar" size={14} />
        {!isLive(period) && (
          <span className="max-sm:hidden">{`${format.clock(period.from, now)} – ${format.clock(period.to, period.from)}`}</span>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={8}
          collisionPadding={12}
          className="z-30 w-[min(320px,calc(100vw-24px))] rounded-md border border-line bg-raised p-4 text-ink shadow-raised"
        >
          <Instants
            period={period}
            onChoose={(chosen) => {
              setOpen(false);
              onChoose(chosen);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Instants({ period, onChoose }: { period: Period; onChoose: (period: Period) => void }) {
  const { t } = useText();
  const id = useId();
  const [bounds] = useState(() => boundsOf(period, serverNow()));
  const [from, setFrom] = useState(localSecond(bounds.from));
  const [to, setTo] = useState(localSecond(bounds.to));
  const [problem, setProblem] = useState(false);
  function submit(event: FormEvent): void {
    event.preventDefault();
    const chosen = { from: new Date(from).getTime(), to: new Date(to).getTime() };
    if (isPeriod(chosen.from, chosen.to)) onChoose(chosen);
    else setProblem(true);
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      {(
        [
          ['from', from, setFrom],
          ['to', to, setTo],
        ] as const
      ).map(([end, value, set]) => (
        <label key={end} className="flex flex-col gap-1 font-medium text-sm">
          {t(`period.${end}`)}
          <input
            type="datetime-local"
            step="1"
            required
            value={value}
            aria-invalid={problem}
            aria-describedby={`${id}-more`}
            onChange={(change) => {
              set(change.target.value);
              setProblem(false);
            }}
            className={`${inputBox} figures font-normal`}
          />
        </label>
      ))}
      <p id={`${id}-more`} className={`text-xs ${problem ? 'text-bad' : 'text-ink-faint'}`}>
        {problem
          ? t('period.senseless')
          : t('period.zone', { zone: new Intl.DateTimeFormat().resolvedOptions().timeZone })}
      </p>
      <Button type="submit" look="main">
        {t('period.show')}
      </Button>
    </form>
  );
}

/** As `<input type="datetime-local" step="1">` wants it: local time to the second. */
function localSecond(ms: number): string {
  return new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
