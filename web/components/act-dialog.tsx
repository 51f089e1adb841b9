import { useMemo } from 'react';
import { type Plan, planOf } from '../data/batch.ts';
import type { Action } from '../data/outcome.ts';
import type { Worker } from '../data/types.ts';
import { useWorkers } from '../data/use-fleet.ts';
import { useText } from '../i18n/index.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { WorkerState } from './state.tsx';

interface ActDialogProps {
  action: Action;
  chosen: readonly Worker[];
  onYes: (targets: readonly string[]) => void;
  onNo: () => void;
}

/** Asks before workers are acted on, and names exactly who is going to be hurt, and who besides. */
export function ActDialog({ action, chosen, onYes, onNo }: ActDialogProps) {
  const { t } = useText();
  const fleet = useWorkers();
  const plan = useMemo(() => planOf(action, chosen, fleet?.values() ?? []), [action, chosen, fleet]);
  const { targets } = plan;
  const [only] = targets;
  if (!only) {
    return (
      <Dialog
        open
        onClose={onNo}
        title={t(`act.nothing.${action}`)}
        actions={<Button onClick={onNo}>{t('common.close')}</Button>}
      >
        <Aside plan={plan} action={action} />
      </Dialog>
    );
  }
  return (
    <ConfirmDialog
      title={
        targets.length === 1
          ? t(`act.one.${action}`, { name: only.name })
          : t(`act.many.${action}`, { count: targets.length })
      }
      text={t(`act.text.${action}`, { count: targets.length })}
      yes={t(`actions.${action}`)}
      harmless={action === 'start'}
      onNo={onNo}
      onYes={() => onYes(targets.map(({ name }) => name))}
    >
      {targets.length > 1 && <Names workers={targets} />}
      <Aside plan={plan} action={action} />
    </ConfirmDialog>
  );
}

/** All of them, in a box that scrolls: one must be able to look before one says yes. */
function Names({ workers }: { workers: readonly Worker[] }) {
  const { t } = useText();
  return (
    <ul
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable with the keyboard
      tabIndex={0}
      aria-label={t('act.targets')}
      className="mt-3 max-h-40 overflow-y-auto rounded-sm border border-line bg-ground"
    >
      {workers.map((worker) => (
        <li
          key={worker.name}
          className="flex items-center gap-3 border-line border-b px-2.5 py-1 text-sm last:border-b-0"
        >
          <bdi className="min-w-0 flex-1 font-medium">{worker.name}</bdi>
          <WorkerState worker={worker} />
        </li>
      ))}
    </ul>
  );
}

const mostNamed = 8;

function Aside({ plan, action }: { plan: Plan; action: Action }) {
  const { t, format } = useText();
  const { already, external, started, dependents } = plan;
  const named = dependents.slice(0, mostNamed);
  const more = dependents.length - named.length;
  const list = format.list(more > 0 ? [...named, t('act.more', { count: more })] : named);
  const lines = [
    dependents.length > 0 ? t('act.dependents', { count: dependents.length, list }) : '',
    started > 0 ? t('act.started', { count: started }) : '',
    already > 0 && action !== 'restart' ? t(`act.already.${action}`, { count: already }) : '',
    external > 0 ? t('act.external', { count: external }) : '',
  ].filter((line) => line !== '');
  if (lines.length === 0) return null;
  return (
    <ul className="mt-3 flex flex-col gap-1.5 text-ink-soft text-sm">
      {lines.map((line, at) => (
        <li key={line} className={at === 0 && dependents.length > 0 ? 'text-warn' : ''}>
          {line}
        </li>
      ))}
    </ul>
  );
}
