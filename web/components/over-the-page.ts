/** Manners of what lies over the page: dialogs, the palette, sheets and panels. */
import { useState } from 'react';
import { isComposing } from '../data/composing.ts';

/** For `onEscapeKeyDown`: Escape that takes back a word being composed closes nothing. */
export function keepWhileComposing(event: KeyboardEvent): void {
  if (isComposing(event)) event.preventDefault();
}

/** For `onCloseAutoFocus`: the focus returns to where it was, or to the page when that is gone; who went elsewhere meanwhile stays there. */
export function useReturnFocus(open: boolean): (event: Event) => void {
  // Taken while it is drawn: what has `autoFocus` inside takes the focus before anybody is told. Kept while it closes.
  const [wasOpen, setWasOpen] = useState(false);
  const [opener, setOpener] = useState<Element | null>(null);
  if (open !== wasOpen) {
    setWasOpen(open);
    if (open) setOpener(document.activeElement);
  }
  return (event) => {
    event.preventDefault();
    if (document.activeElement !== document.body) return;
    if (opener instanceof HTMLElement && opener !== document.body) opener.focus();
    if (document.activeElement === document.body) document.getElementById('main')?.focus();
  };
}
