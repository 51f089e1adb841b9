import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { ActDialog } from '../../components/act-dialog.tsx';
import { Button } from '../../components/button.tsx';
import { allows } from '../../data/access.ts';
import { useActOnMany } from '../../data/actions.ts';
import type { Action } from '../../data/outcome.ts';
import { meQuery } from '../../data/queries.ts';
import { useStore } from '../../data/use-store.ts';
import { useWorkers } from '../../data/use-fleet.ts';
import { useText } from '../../i18n/index.ts';
import type { Selection } from '../../data/selection.ts';

interface ActionBarProps {
  selection: Selection;
  /** Names of the workers that match, in the order shown. */
  names: readonly string[];
  onClose: () => void;
}

const actions: readonly Action[] = ['restart', 'stop', 'start'];

/** What can be done with those that are selected. At the thumb on a small screen, above the list on a large one. */
export function ActionBar({ selection, names, onClose }: ActionBarProps) {
  const { t } = useText();
  const { data: me } = useQuery(meQuery);
  const act = useActOnMany();
  const [asking, setAsking] = useState<Action | null>(null);
  const chosen = useStore(selection.names, (all) => all);
  const fleet = useWorkers();
  const workers = useMemo(() => [...chosen].flatMap((name) => fleet?.get(name) ?? []), [chosen, fleet]);
  const hidden = useMemo(() => {
    const shown = new Set(names);
    return workers.filter(({ name }) => !shown.has(name)).length;
  }, [names, workers]);
  const allowed = allows(me?.role, 'operator');
  const isAll = hidden === 0 && workers.length === names.length;
  return (
    <div
      role="region"
      aria-label={t('selection.title')}
      className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-2"
    >
      <span role="status" className="figures font-medium text-sm">
        {t('selection.count', { count: workers.length })}
        {hidden > 0 && (
          <span className="font-normal text-ink-faint"> {t('selection.hidden', { count: hidden })}</span>
        )}
      </span>
      {!isAll && names.length > 0 && (
        <button
          type="button"
          onClick={() => selection.set(names)}
          className="figures min-h-8 text-accent text-sm underline-offset-2 hover:underline max-sm:min-h-10"
        >
          {t('selection.all', { count: names.length })}
        </button>
      )}
      <span className="flex gap-2 max-sm:w-full max-sm:*:flex-1 sm:ml-auto">
        {actions.map((action) => (
          <Button
            key={action}
            icon={action}
            disabled={!allowed || workers.length === 0}
            onClick={() => setAsking(action)}
            {...(allowed ? {} : { title: t('actions.viewer') })}
          >
            {t(`actions.${action}`)}
          </Button>
        ))}
        <Button icon="cross" look="quiet" iconOnly onClick={onClose} className="max-sm:flex-none!">
          {t('selection.clear')}
        </Button>
      </span>
      {asking && (
        <ActDialog
          action={asking}
          chosen={workers}
          onNo={() => setAsking(null)}
          onYes={(targets) => {
            setAsking(null);
            act(asking, targets);
            onClose();
          }}
        />
      )}
    </div>
  );
}
