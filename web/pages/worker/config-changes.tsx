import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApplyConfig } from '../../components/apply-config.tsx';
import { Icon } from '../../components/icon.tsx';
import { allows } from '../../data/access.ts';
import { ApiProblem } from '../../data/api.ts';
import { configPlanQuery } from '../../data/config.ts';
import { problemText } from '../../data/problem-text.ts';
import { meQuery } from '../../data/queries.ts';
import { useText } from '../../i18n/index.ts';
import { DifferenceList } from './difference-list.tsx';

/** The file is read anew for each look, so not too often. */
const lookEveryMs = 30_000;

/** What yagura.yaml asks of this worker by now, and the way to have it. Says nothing when it runs by what is written there. */
export function ConfigChanges({ worker }: { worker: string }) {
  const text = useText();
  const { t } = text;
  const [applying, setApplying] = useState(false);
  const { data: me } = useQuery(meQuery);
  const { data, error } = useQuery({
    ...configPlanQuery,
    enabled: allows(me?.role, 'operator'),
    refetchInterval: lookEveryMs,
    retry: false,
  });
  const change = data?.changes.find((each) => each.worker === worker && each.change !== 'unchanged');
  if (error && !applying) {
    const code = error instanceof ApiProblem ? error.code : null;
    // That nobody answers is said for the page as a whole.
    if (code === 'unreachable') return null;
    return (
      <p role="alert" className="border-line border-y bg-bad-soft px-4 py-3 text-sm">
        <span className="font-medium text-bad">
          {t(code === 'config_invalid' ? 'spec.configBad' : 'spec.configUnknown')}
        </span>{' '}
        <span className="text-ink-soft">{problemText(text, error)}</span>
      </p>
    );
  }
  // The dialog stays until its outcome was read, though by then nothing differs.
  if (!change && !applying) return null;
  return (
    <div className="border-line border-y bg-warn-soft px-4 py-3 text-sm">
      {change && (
        <>
          <p className="flex items-baseline gap-2 font-medium text-warn">
            <span className="self-center">
              <Icon name="pencil" size={14} />
            </span>
            {t(change.change === 'removed' ? 'spec.removedInFile' : 'spec.differs')}
          </p>
          <DifferenceList change={change} />
          <p className="mt-2 mb-2 text-ink-soft text-xs">
            {change.change === 'changed' && t(change.restarts ? 'spec.wouldRestart' : 'spec.wouldNotRestart')}
          </p>
        </>
      )}
      <ApplyConfig onOpen={setApplying} />
    </div>
  );
}
