import type { ComponentProps } from 'react';
import { Icon, type IconName } from './icon.tsx';

interface ButtonProps extends ComponentProps<'button'> {
  icon?: IconName;
  look?: 'plain' | 'main' | 'danger' | 'quiet';
  /** Only the icon is seen; the children name it for those who don't see it. */
  iconOnly?: boolean;
}

const looks = {
  plain: 'border-line-strong bg-raised text-ink hover:bg-hover',
  main: 'border-transparent bg-accent text-on-accent hover:opacity-90',
  danger: 'border-transparent bg-bad text-on-accent hover:opacity-90',
  quiet:
    'border-transparent text-ink-soft hover:bg-hover hover:text-ink aria-pressed:bg-accent-soft aria-pressed:text-accent',
};

export function Button({
  icon,
  look = 'plain',
  iconOnly = false,
  children,
  className = '',
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...(iconOnly && typeof children === 'string' ? { title: children } : {})}
      {...rest}
      className={`inline-flex h-10 items-center justify-center gap-1.5 whitespace-nowrap rounded-sm border px-3 font-medium text-sm transition-colors duration-(--quick) disabled:opacity-45 sm:h-8 ${looks[look]} ${iconOnly ? 'w-10 px-0 sm:w-8' : ''} ${className}`}
    >
      {icon && <Icon name={icon} size={14} />}
      {iconOnly ? <span className="sr-only">{children}</span> : children}
    </button>
  );
}
