import { useEffect, useRef } from 'react';
import { useText } from '../i18n/index.ts';
import { Button } from './button.tsx';

interface ConfirmDialogProps {
  title: string;
  text: string;
  yes: string;
  onYes: () => void;
  onNo: () => void;
}

/** Asks before something hurts. The harmless answer has the focus, Escape means no. */
export function ConfirmDialog({ title, text, yes, onYes, onNo }: ConfirmDialogProps) {
  const { t } = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      onClose={onNo}
      aria-labelledby="confirm-title"
      className="m-auto w-[min(420px,calc(100vw-32px))] rounded-md border border-line bg-raised p-5 text-ink shadow-raised"
    >
      <h2 id="confirm-title" className="font-semibold text-lg">
        {title}
      </h2>
      <p className="mt-2 text-ink-soft">{text}</p>
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={onNo} autoFocus>
          {t('common.cancel')}
        </Button>
        <Button look="danger" onClick={onYes}>
          {yes}
        </Button>
      </div>
    </dialog>
  );
}
