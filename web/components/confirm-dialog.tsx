import type { ReactNode } from 'react';
import { useText } from '../i18n/index.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

interface ConfirmDialogProps {
  title: string;
  text: string;
  yes: string;
  onYes: () => void;
  onNo: () => void;
  /** Nothing is lost by it: yes does not look dangerous. */
  harmless?: boolean;
  /** What exactly is going to be hurt. */
  children?: ReactNode;
}

/** Asks before something hurts. The harmless answer has the focus, Escape means no. */
export function ConfirmDialog({
  title,
  text,
  yes,
  onYes,
  onNo,
  harmless = false,
  children,
}: ConfirmDialogProps) {
  const { t } = useText();
  return (
    <Dialog
      open
      onClose={onNo}
      title={title}
      text={text}
      actions={
        <>
          <Button onClick={onNo} autoFocus>
            {t('common.cancel')}
          </Button>
          <Button look={harmless ? 'main' : 'danger'} onClick={onYes}>
            {yes}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
