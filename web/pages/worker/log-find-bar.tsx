import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { isComposing } from '../../data/composing.ts';
import { useText } from '../../i18n/index.ts';
import type { LogFind } from './use-log-find.ts';

interface LogFindBarProps {
  find: LogFind;
  /** Only the lines that were found are shown. */
  only: boolean;
  onOnly: (only: boolean) => void;
}

/** Finds text in the log, says how often it is there and goes from one place to the next. */
export function LogFindBar({ find, only, onOnly }: LogFindBarProps) {
  const { t, format } = useText();
  const lines = find.lines ?? [];
  const at = lines.findIndex((line) => line.id === find.current);
  /** Around the end it begins anew, as everywhere. */
  function step(by: 1 | -1): void {
    if (lines.length === 0) return;
    const next = at < 0 ? lines.length - 1 : (at + by + lines.length) % lines.length;
    const line = lines[next];
    if (by > 0 && next < at) find.again();
    if (line) find.go(line);
  }
  return (
    <search className="flex items-center gap-1 px-4 pb-2">
      <label className="relative min-w-0 flex-1 sm:max-w-80">
        <span className="sr-only">{t('logs.find')}</span>
        <span className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-ink-faint">
          <Icon name="find" size={14} />
        </span>
        <input
          type="search"
          value={find.typed}
          onChange={(event) => find.type(event.target.value)}
          onKeyDown={(event) => {
            if (isComposing(event.nativeEvent)) return;
            if (event.key === 'Enter') step(event.shiftKey ? 1 : -1);
            if (event.key === 'Escape' && find.typed !== '') {
              event.stopPropagation();
              find.type('');
            }
          }}
          placeholder={t('logs.find')}
          enterKeyHint="search"
          className="h-10 w-full rounded-sm border border-line bg-ground pr-2 pl-8 text-sm placeholder:text-ink-faint max-sm:text-[16px] sm:h-8"
        />
      </label>
      {find.search !== '' && (
        <>
          <output className="figures min-w-14 shrink-0 px-1 text-center text-ink-soft text-sm max-sm:text-xs">
            {find.error !== null
              ? t('logs.findFailed')
              : find.lines === undefined
                ? '…'
                : lines.length === 0
                  ? t('logs.nothing')
                  : t('logs.foundAt', {
                      at: at < 0 ? '–' : format.count(at + 1),
                      of: `${format.count(lines.length)}${find.more ? '+' : ''}`,
                    })}
          </output>
          <Button icon="up" iconOnly look="quiet" disabled={lines.length === 0} onClick={() => step(-1)}>
            {t('logs.previous')}
          </Button>
          <Button icon="down" iconOnly look="quiet" disabled={lines.length === 0} onClick={() => step(1)}>
            {t('logs.next')}
          </Button>
          <Button icon="filter" iconOnly look="quiet" aria-pressed={only} onClick={() => onOnly(!only)}>
            {t('logs.only')}
          </Button>
        </>
      )}
    </search>
  );
}
