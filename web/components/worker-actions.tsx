import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { allows } from '../data/access.ts';
import type { Notice } from '../data/notices.ts';
import type { Action } from '../data/outcome.ts';
import { meQuery } from '../data/queries.ts';
import { shownState } from '../data/standing.ts';
import type { Worker, WorkerState } from '../data/types.ts';
import { useActHere } from '../data/use-act.ts';
import { useText } from '../i18n/index.ts';
import { ActDialog } from './act-dialog.tsx';
import { Button } from './button.tsx';
import { StateIcon } from './icon.tsx';
import { toneText } from './state.tsx';

/** Start, stop and restart, and what really came of it: the outcome is read from the events that follow, never assumed. */
export function WorkerActions({ worker }: { worker: Worker }) {
  const { t } = useText();
  const [confirming, setConfirming] = useState(false);
  const { data: me } = useQuery(meQuery);
  const { progress, act } = useActHere(worker.name);
  if (worker.kind === 'external') return null;
  const allowed = allows(me?.role, 'operator');
  const state = shownState(worker);
  const isDown = state === 'stopped' || state === 'failed';
  // Not twice at a time; one that runs and waits for its health may be acted on again.
  const busy = progress?.tone === 'busy' && !progress.settled && state !== 'running';
  const button = (action: Action, run: () => void) => (
    <Button
      icon={action}
      look={action === 'start' ? 'main' : 'plain'}
      disabled={!allowed || busy}
      onClick={run}
      data-action={action}
      {...(allowed ? {} : { title: t('actions.viewer') })}
    >
      {t(`actions.${action}`)}
    </Button>
  );
  return (
    <div className="flex flex-col items-start gap-2 sm:items-end">
      <div className="flex gap-2">
        {isDown ? (
          button('start', () => act('start'))
        ) : (
          <>
            {button('restart', () => act('restart'))}
            {button('stop', () => setConfirming(true))}
          </>
        )}
      </div>
      <div role="status" data-testid="outcome" className="figures min-h-5 max-w-prose text-sm sm:text-right">
        {progress && (
          <span className={`inline-flex items-start gap-1.5 ${toneText[progress.tone]}`}>
            <span className="mt-0.75">
              <StateIcon state={shapes[progress.tone]} size={14} />
            </span>
            {progress.words}
          </span>
        )}
      </div>
      {confirming && (
        <ActDialog
          action="stop"
          chosen={[worker]}
          onNo={() => setConfirming(false)}
          onYes={() => {
            setConfirming(false);
            act('stop');
          }}
        />
      )}
    </div>
  );
}

const shapes: Record<Notice['tone'], WorkerState> = {
  busy: 'starting',
  well: 'running',
  warn: 'degraded',
  bad: 'failed',
};
