import { useNavigate } from '@tanstack/react-router';
import type { MouseEvent } from 'react';

/** A click anywhere on a row opens its worker, but on what has a use of its own, and not while text is marked. */
export function useOpenOnClick(): (event: MouseEvent, name: string) => void {
  const navigate = useNavigate();
  return (event, name) => {
    const target = event.target as HTMLElement;
    if (event.defaultPrevented || target.closest('a, button, input, [role=checkbox]')) return;
    if (getSelection()?.type === 'Range') return;
    if (event.metaKey || event.ctrlKey) {
      window.open(`/workers/${encodeURIComponent(name)}`, '_blank', 'noopener');
      return;
    }
    void navigate({ to: '/workers/$name', params: { name } });
  };
}
