import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useText } from '../i18n/index.ts';
import { Icon } from './icon.tsx';
import { keepWhileComposing, useReturnFocus } from './over-the-page.ts';

interface SidePanelProps {
  open: boolean;
  onClose: () => void;
  /** Names the panel; shown as its heading. */
  title: ReactNode;
  children: ReactNode;
}

/**
 * Details beside the page, which stays in view and in use: at the right on wide screens, from below on narrow ones. Escape closes it; a
 * click elsewhere does not, so that one may go from one thing to the next.
 */
export function SidePanel({ open, onClose, title, children }: SidePanelProps) {
  const { t } = useText();
  const returnFocus = useReturnFocus(open);
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()} modal={false}>
      <Radix.Portal>
        <Radix.Content
          aria-describedby={undefined}
          onEscapeKeyDown={keepWhileComposing}
          onCloseAutoFocus={returnFocus}
          onInteractOutside={(event) => event.preventDefault()}
          className="fixed z-30 flex flex-col overflow-hidden border-line bg-surface text-ink shadow-raised max-sm:inset-x-0 max-sm:bottom-0 max-sm:h-[80dvh] max-sm:rounded-t-md max-sm:border-t max-sm:pb-[env(safe-area-inset-bottom)] sm:top-13 sm:right-0 sm:bottom-0 sm:w-[440px] sm:border-l"
        >
          <div className="flex min-h-13 items-center gap-3 border-line border-b px-4 py-2">
            <Radix.Title className="min-w-0 flex-1 font-semibold text-base">{title}</Radix.Title>
            <Radix.Close
              aria-label={t('common.close')}
              className="inline-flex size-10 items-center justify-center rounded-sm text-ink-soft hover:bg-hover hover:text-ink sm:size-8"
            >
              <Icon name="cross" />
            </Radix.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
