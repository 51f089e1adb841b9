import { useCallback, useEffect, useRef, useState } from 'react';
import { useText } from '../i18n/index.ts';
import { follow, noticeTeller } from './actions.ts';
import type { Action } from './outcome.ts';
import type { Progress } from './pursuit.ts';

/** Acts on a worker from anywhere; a notice follows it to its real outcome, wherever one goes on the page meanwhile. */
export function useAct(): (worker: string, action: Action) => void {
  const text = useText();
  return useCallback((worker, action) => follow(text, action, [worker], noticeTeller()), [text]);
}

/** The same for a place that shows the outcome itself: null until something is done. A notice takes over when the place is left. */
export function useActHere(worker: string): { progress: Progress | null; act: (action: Action) => void } {
  const text = useText();
  const [progress, setProgress] = useState<Progress | null>(null);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const act = useCallback(
    (action: Action) => {
      const tell = noticeTeller();
      follow(text, action, [worker], (notice, next) =>
        here.current ? setProgress(next) : tell(notice, next),
      );
    },
    [text, worker],
  );
  return { progress, act };
}
