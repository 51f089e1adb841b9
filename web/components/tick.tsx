import type { MouseEvent } from 'react';
import { Icon } from './icon.tsx';

interface TickProps {
  checked: boolean | 'mixed';
  label: string;
  onClick: (event: MouseEvent) => void;
}

/** A box to be ticked, as light as a list of a thousand needs it; its target is larger than what is seen. */
export function Tick({ checked, label, onClick }: TickProps) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={checked}
      aria-label={label}
      onClick={onClick}
      className={`relative inline-flex size-5 shrink-0 items-center justify-center rounded-sm border text-on-accent after:absolute after:-inset-2 ${
        checked === false ? 'border-line-strong bg-ground' : 'border-accent bg-accent'
      }`}
    >
      {checked !== false && <Icon name={checked === 'mixed' ? 'minus' : 'check'} size={12} />}
    </button>
  );
}
