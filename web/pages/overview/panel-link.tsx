import { getRouteApi, Link } from '@tanstack/react-router';
import type { ComponentProps } from 'react';

const route = getRouteApi('/shell/');

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** This step opened the panel, so that going back closes it. */
    openedPanel?: boolean;
  }
}

/** How to get to a panel: going from one to the next leaves no trail, so that back closes it. */
export function useStepToPanel() {
  const isOpen = route.useSearch({ select: ({ worker }) => worker !== undefined });
  return isOpen ? ({ replace: true, state: true } as const) : { state: { openedPanel: true } };
}

interface PanelLinkProps extends Omit<ComponentProps<'a'>, 'href' | 'target'> {
  name: string;
}

/** Opens the panel of a worker. */
export function PanelLink({ name, ...rest }: PanelLinkProps) {
  return <Link to="/" search={(before) => ({ ...before, worker: name })} {...useStepToPanel()} {...rest} />;
}
