import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { allows } from '../data/access.ts';
import { ApiProblem } from '../data/api.ts';
import { configPlanQuery, countChanges, useApplyConfig } from '../data/config.ts';
import { problemText } from '../data/problem-text.ts';
import { meQuery } from '../data/queries.ts';
import type { ConfigChange } from '../data/types.ts';
import { useText } from '../i18n/index.ts';
import { Loading, Problem } from './block.tsx';
import { Button } from './button.tsx';
import { ConfigChanges } from './config-changes.tsx';
import { Dialog } from './dialog.tsx';

/** Shows what reading yagura.yaml again would change, asks, applies exactly that, and says what came of it. */
export function ApplyConfig({ onOpen }: { onOpen?: (open: boolean) => void }) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  const show = (next: boolean) => {
    setOpen(next);
    onOpen?.(next);
  };
  const { data: me } = useQuery(meQuery);
  const mayLook = allows(me?.role, 'operator');
  return (
    <>
      <Button
        disabled={!mayLook}
        {...(mayLook ? {} : { title: t('actions.viewer') })}
        onClick={() => show(true)}
      >
        {t('applyConfig.look')}
      </Button>
      {open && <ApplyDialog mayApply={allows(me?.role, 'admin')} onClose={() => show(false)} />}
    </>
  );
}

function ApplyDialog({ mayApply, onClose }: { mayApply: boolean; onClose: () => void }) {
  const text = useText();
  const { t } = text;
  const plan = useQuery(configPlanQuery);
  const apply = useApplyConfig();
  const changes = plan.data?.changes.filter(({ change }) => change !== 'unchanged');
  const isOld = apply.error instanceof ApiProblem && apply.error.code === 'conflict';
  const close = (
    <Button onClick={onClose} autoFocus>
      {t('common.close')}
    </Button>
  );
  if (apply.isSuccess) {
    return (
      <Dialog open onClose={onClose} title={t('applyConfig.done')} actions={close}>
        <p role="status" className="mt-2 text-sm">
          <Counts changes={apply.data.changes} />
        </p>
        <p className="mt-2 text-ink-soft text-sm">
          {t('applyConfig.outcome')}{' '}
          <Link
            to="/events"
            search={{ last: '15m' }}
            onClick={onClose}
            className="text-accent underline underline-offset-2"
          >
            {t('applyConfig.toEvents')}
          </Link>
        </p>
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('applyConfig.title')}
      text={t('applyConfig.text')}
      actions={
        <>
          {close}
          {changes && changes.length > 0 && mayApply && (
            <Button
              look="main"
              disabled={apply.isPending || plan.isFetching}
              onClick={() => plan.data && apply.mutate(plan.data.plan)}
            >
              {t(apply.isPending ? 'applyConfig.applying' : 'applyConfig.apply', { count: changes.length })}
            </Button>
          )}
        </>
      }
    >
      <div className="mt-4">
        {apply.isError && (
          <div role="alert" className="mb-4 rounded-sm bg-bad-soft px-3 py-2 text-bad text-sm">
            {isOld ? t('applyConfig.changedSince') : problemText(text, apply.error)}{' '}
            {isOld && (
              <button
                type="button"
                className="underline underline-offset-2"
                onClick={() => {
                  apply.reset();
                  void plan.refetch();
                }}
              >
                {t('applyConfig.lookAgain')}
              </button>
            )}
          </div>
        )}
        {plan.isError ? (
          <ConfigProblem error={plan.error} retry={() => void plan.refetch()} />
        ) : !changes ? (
          <Loading lines={4} />
        ) : changes.length === 0 ? (
          <p className="text-ink-soft text-sm">{t('applyConfig.nothing')}</p>
        ) : (
          <>
            <p className="mb-3 text-sm">
              <Counts changes={changes} />
            </p>
            <ConfigChanges changes={changes} />
            {!mayApply && <p className="mt-4 text-ink-faint text-sm">{t('applyConfig.needsAdmin')}</p>}
          </>
        )}
      </div>
    </Dialog>
  );
}

function Counts({ changes }: { changes: readonly ConfigChange[] }) {
  const { t, format } = useText();
  const { added, changed, removed, restarts } = countChanges(changes);
  const parts = [
    ...(added > 0 ? [t('configChanges.countAdded', { count: added })] : []),
    ...(changed > 0 ? [t('configChanges.countChanged', { count: changed })] : []),
    ...(removed > 0 ? [t('configChanges.countRemoved', { count: removed })] : []),
    ...(restarts > 0 ? [t('configChanges.countRestarts', { count: restarts })] : []),
  ];
  return parts.length === 0 ? t('applyConfig.nothing') : format.list(parts);
}

/** Mistakes of the config, each with its place. */
function ConfigProblem({ error, retry }: { error: Error; retry: () => void }) {
  const { t } = useText();
  if (!(error instanceof ApiProblem) || error.code !== 'config_invalid')
    return <Problem error={error} retry={retry} />;
  return (
    <div role="alert" className="text-sm">
      <p className="font-medium text-bad">{t('applyConfig.invalid')}</p>
      <ul className="mt-2 flex flex-col gap-1.5">
        {(error.errors.length > 0 ? error.errors : [{ path: '', message: error.message }]).map(
          ({ path, message }) => (
            <li key={path + message}>
              {path !== '' && <code className="mr-2 font-mono text-xs">{path}</code>}
              {message}
            </li>
          ),
        )}
      </ul>
      <button type="button" onClick={retry} className="mt-3 text-accent underline underline-offset-2">
        {t('applyConfig.lookAgain')}
      </button>
    </div>
  );
}
