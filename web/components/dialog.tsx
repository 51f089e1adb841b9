import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { keepWhileComposing, useReturnFocus } from './over-the-page.ts';
import { Veil } from './veil.tsx';

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** One or two sentences below the title. */
  text?: ReactNode;
  children?: ReactNode;
  /** The buttons, the harmless one first. */
  actions?: ReactNode;
  wide?: boolean;
}

/** A question or a form over the page. The focus stays in it and returns to where it was; Escape closes it. */
export function Dialog({ open, onClose, title, text, children, actions, wide = false }: DialogProps) {
  const returnFocus = useReturnFocus(open);
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Veil />
        <Radix.Content
          onEscapeKeyDown={keepWhileComposing}
          onCloseAutoFocus={returnFocus}
          data-modal=""
          {...(text === undefined ? { 'aria-describedby': undefined } : {})}
          className={`fixed top-1/2 left-1/2 z-40 max-h-[calc(100dvh-32px)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto overscroll-contain rounded-md border border-line bg-raised p-5 text-ink shadow-raised ${
            wide ? 'w-[min(640px,calc(100vw-32px))]' : 'w-[min(420px,calc(100vw-32px))]'
          }`}
        >
          <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
          {text !== undefined && <Radix.Description className="mt-2 text-ink-soft">{text}</Radix.Description>}
          {children}
          {actions !== undefined && <div className="mt-5 flex flex-wrap justify-end gap-2">{actions}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
