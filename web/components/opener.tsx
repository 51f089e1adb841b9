import { useText } from '../i18n/index.ts';
import { Icon } from './icon.tsx';

/** Opens and closes what there is to know about a row. */
export function Opener({ open, onToggle }: { open: boolean; onToggle: () => void }) {
  const { t } = useText();
  return (
    <button
      type="button"
      aria-expanded={open}
      aria-label={t('events.data')}
      onClick={onToggle}
      className="-mx-2 inline-flex size-10 shrink-0 items-center justify-center rounded-sm text-ink-faint hover:bg-hover hover:text-ink"
    >
      <span className={`transition-transform duration-(--quick) ${open ? 'rotate-90' : ''}`}>
        <Icon name="right" size={12} />
      </span>
    </button>
  );
}
