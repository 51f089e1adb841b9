import { Outlet } from '@tanstack/react-router';
import { useStaleSeconds } from '../../data/use-fleet.ts';

/** What is not the present any more is grey, and can still be read. */
export const staleLook = 'opacity-95 grayscale';

/** The page itself; grey as long as what it shows is of the past. */
export function Main({ className }: { className: string }) {
  const stale = useStaleSeconds() !== null;
  return (
    <main
      id="main"
      tabIndex={-1}
      className={`outline-none transition-[filter,opacity] duration-(--calm) ${
        stale ? `${staleLook} delay-300` : ''
      } ${className}`}
    >
      <Outlet />
    </main>
  );
}
