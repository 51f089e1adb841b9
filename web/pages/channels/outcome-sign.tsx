import { Icon } from '../../components/icon.tsx';
import type { Delivery } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

const looks = {
  delivered: { icon: 'check', look: 'text-well' },
  retry: { icon: 'restart', look: 'text-warn' },
  failed: { icon: 'cross', look: 'text-bad' },
  dropped: { icon: 'minus', look: 'text-bad' },
  interrupted: { icon: 'help', look: 'text-warn' },
} as const;

interface OutcomeSignProps {
  outcome: Delivery['outcome'];
  /** The word is seen beside its shape. */
  withText?: boolean;
}

/** What became of a try, as a shape and a word. */
export function OutcomeSign({ outcome, withText = false }: OutcomeSignProps) {
  const { t } = useText();
  const { icon, look } = looks[outcome];
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium ${look}`}>
      <Icon name={icon} />
      <span className={withText ? '' : 'sr-only'}>{t(`channels.outcomes.${outcome}`)}</span>
    </span>
  );
}
