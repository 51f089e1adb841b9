import { useRouter } from '@tanstack/react-router';
import { memo, type MouseEvent, type ReactNode } from 'react';

interface WorkerLinkProps {
  name: string;
  className: string;
  children?: ReactNode;
}

const pathOf = (name: string) => `/workers/${encodeURIComponent(name)}`;

/** A link to a worker that costs a list of a thousand next to nothing; the router's own works out much that is not needed here. */
export const WorkerLink = memo(function WorkerLink({ name, className, children }: WorkerLinkProps) {
  const router = useRouter();
  return (
    <a
      href={pathOf(name)}
      title={name}
      className={className}
      draggable={false}
      onPointerEnter={() => void router.preloadRoute({ to: '/workers/$name', params: { name } })}
      onClick={(event) => {
        const isPlain =
          event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
        if (event.defaultPrevented || !isPlain) return;
        event.preventDefault();
        void router.navigate({ to: '/workers/$name', params: { name } });
      }}
    >
      {children ?? <bdi>{name}</bdi>}
    </a>
  );
});

/** A click anywhere on a row opens its worker, but on what has a use of its own, and not while text is marked. */
export function useOpenOnClick(): (event: MouseEvent, name: string) => void {
  const router = useRouter();
  return (event, name) => {
    const target = event.target as HTMLElement;
    if (event.defaultPrevented || target.closest('a, button, input, [role=checkbox]')) return;
    if (getSelection()?.type === 'Range') return;
    if (event.metaKey || event.ctrlKey) window.open(pathOf(name), '_blank', 'noopener');
    else void router.navigate({ to: '/workers/$name', params: { name } });
  };
}
