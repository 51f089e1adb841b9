import { useEffect, useState } from 'react';
import { useText } from '../i18n/index.ts';
import { Button } from './button.tsx';

const saidForMs = 2_000;

interface CopyButtonProps {
  text: () => string;
  /** Only the icon is seen. */
  iconOnly?: boolean;
  children: string;
}

/** Puts a text into the clipboard and says whether that worked. */
export function CopyButton({ text, iconOnly = false, children }: CopyButtonProps) {
  const { t } = useText();
  const [outcome, setOutcome] = useState<'copied' | 'notCopied' | null>(null);
  useEffect(() => {
    if (outcome === null) return undefined;
    const timer = setTimeout(() => setOutcome(null), saidForMs);
    return () => clearTimeout(timer);
  }, [outcome]);
  const words = outcome === null ? children : t(`copy.${outcome}`);
  return (
    <Button
      {...(iconOnly && { look: 'quiet', title: words, className: 'w-10 px-0 sm:w-8' })}
      icon={outcome === 'copied' ? 'check' : outcome === 'notCopied' ? 'cross' : 'copy'}
      onClick={() => {
        copyText(text()).then(
          () => setOutcome('copied'),
          () => setOutcome('notCopied'),
        );
      }}
    >
      <span aria-live="polite" className={iconOnly ? 'sr-only' : ''}>
        {words}
      </span>
    </Button>
  );
}

/** Without TLS a browser offers no clipboard but on this machine; then a selection will do. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'sr-only';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (!done) throw new Error('the browser does not let the page copy');
}
