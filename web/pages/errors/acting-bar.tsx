import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { CategoryWord } from '../../components/category.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { type ErrorAct, useErrorActs } from '../../data/error-acts.ts';
import type { ErrorGroup } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

interface ActingBarProps {
  chosen: readonly ErrorGroup[];
  onDone: () => void;
}

/** More would be no question that somebody reads. */
const mostListed = 8;

/** What can be done with the kinds of errors that are selected. */
export function ActingBar({ chosen, onDone }: ActingBarProps) {
  const { t } = useText();
  const acts = useErrorActs();
  const [merging, setMerging] = useState(false);
  const set = (act: ErrorAct) => {
    void acts.set(act, chosen);
    onDone();
  };
  const isOpen = chosen.some(({ status }) => status === 'unresolved' || status === 'regressed');
  // What was there first keeps its name and its address.
  const [into, ...others] = chosen.toSorted((a, b) => (a.firstSeen < b.firstSeen ? -1 : 1));
  return (
    <div
      role="region"
      aria-label={t('errors.acts.title')}
      className="flex min-w-0 flex-wrap items-center gap-2"
    >
      <span role="status" className="figures mr-auto font-medium text-sm">
        {t('errors.acts.chosen', { count: chosen.length })}
      </span>
      {isOpen ? (
        <>
          <Button icon="check" onClick={() => set('resolve')}>
            {t('errors.acts.resolve')}
          </Button>
          <Button onClick={() => set('ignore')}>{t('errors.acts.ignore')}</Button>
        </>
      ) : (
        <Button onClick={() => set('reopen')}>{t('errors.acts.reopen')}</Button>
      )}
      <Button icon="groups" disabled={chosen.length < 2} onClick={() => setMerging(true)}>
        {t('errors.acts.merge')}
      </Button>
      <Button icon="cross" look="quiet" iconOnly onClick={onDone}>
        {t('selection.clear')}
      </Button>
      {merging && into && (
        <ConfirmDialog
          title={t('errors.merge.title', { count: chosen.length })}
          text={t('errors.merge.text')}
          yes={t('errors.acts.merge')}
          harmless
          onNo={() => setMerging(false)}
          onYes={() => {
            setMerging(false);
            void acts.merge([into, ...others]);
            onDone();
          }}
        >
          <ul className="mt-3 flex flex-col gap-2 text-sm">
            {[into, ...others].slice(0, mostListed).map((group, at) => (
              <li key={group.id} className={at === 0 ? 'font-medium' : 'pl-4 text-ink-soft'}>
                <span className="line-clamp-2">{group.title}</span>
                <span className="font-normal text-ink-faint text-xs">
                  {at === 0 ? t('errors.merge.into') : <CategoryWord category={group.category} />}
                </span>
              </li>
            ))}
            {chosen.length > mostListed && (
              <li className="pl-4 text-ink-faint">
                {t('errors.merge.more', { count: chosen.length - mostListed })}
              </li>
            )}
          </ul>
        </ConfirmDialog>
      )}
    </div>
  );
}
