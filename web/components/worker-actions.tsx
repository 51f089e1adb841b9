import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../data/api.ts';
import { type Action, outcomeOf } from '../data/outcome.ts';
import { outcomeText } from '../data/outcome-text.ts';
import { meQuery } from '../data/queries.ts';
import type { Worker } from '../data/types.ts';
import { useEvents } from '../data/use-fleet.ts';
import { useText } from '../i18n/index.ts';
import { Button } from './button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

/** Start, stop and restart, and what really came of it: the outcome is read from the events that follow, never assumed. */
export function WorkerActions({ worker }: { worker: Worker }) {
  const { t } = useText();
  const [confirming, setConfirming] = useState(false);
  const { data: me } = useQuery(meQuery);
  const request = useMutation({
    mutationFn: (action: Action) => ask(`POST /api/v1/workers/{name}/${action}`, { name: worker.name }),
  });
  const allowed = me !== undefined && me.role !== 'viewer';
  const down = worker.state === 'stopped' || worker.state === 'failed';
  if (worker.kind === 'external') return null;
  const why = allowed ? {} : { title: t('actions.viewer') };
  return (
    <div className="flex flex-col items-start gap-2 sm:items-end">
      <div className="flex gap-2">
        {down ? (
          <Button
            icon="start"
            look="main"
            disabled={!allowed || request.isPending}
            onClick={() => request.mutate('start')}
            {...why}
          >
            {t('actions.start')}
          </Button>
        ) : (
          <>
            <Button
              icon="restart"
              disabled={!allowed || request.isPending}
              onClick={() => request.mutate('restart')}
              {...why}
            >
              {t('actions.restart')}
            </Button>
            <Button
              icon="stop"
              disabled={!allowed || request.isPending}
              onClick={() => setConfirming(true)}
              {...why}
            >
              {t('actions.stop')}
            </Button>
          </>
        )}
      </div>
      <div role="status" className="figures min-h-5 text-sm">
        {request.isPending && <span className="text-ink-soft">{t('actions.sending')}</span>}
        {request.isError && (
          <span className="text-bad">
            {t('actions.refused')} {request.error.message}
          </span>
        )}
        {request.isSuccess && request.data && (
          <OutcomeText
            key={request.data.eventId}
            action={request.variables}
            eventId={request.data.eventId}
            worker={worker}
          />
        )}
      </div>
      {confirming && (
        <ConfirmDialog
          title={t('actions.confirmStop', { name: worker.name })}
          text={t('actions.confirmStopText')}
          yes={t('actions.stop')}
          onNo={() => setConfirming(false)}
          onYes={() => {
            setConfirming(false);
            request.mutate('stop');
          }}
        />
      )}
    </div>
  );
}

function OutcomeText({ action, eventId, worker }: { action: Action; eventId: number; worker: Worker }) {
  const text = useText();
  const events = useEvents() ?? [];
  const own = events.filter((event) => event.worker === worker.name);
  const outcome = outcomeOf(action, eventId, own, worker);
  // Later checks are healthy, too; the first one is what counts.
  const [healthyAt, setHealthyAt] = useState<number | null>(null);
  if (outcome.health === 'healthy' && healthyAt === null) setHealthyAt(newestCheck(worker));
  const tone = {
    asked: 'text-ink-soft',
    'under-way': 'text-ink-soft',
    done: 'text-well',
    failed: 'text-bad',
  };
  return <span className={tone[outcome.phase]}>{outcomeText(text, action, outcome, healthyAt)}</span>;
}

/** When a check last said something, ms since the epoch; 0 when none has. */
function newestCheck(worker: Worker): number {
  return Math.max(0, ...worker.checks.map((check) => (check.at === null ? 0 : Date.parse(check.at))));
}
