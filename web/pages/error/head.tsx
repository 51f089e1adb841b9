import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { CategoryIcon } from '../../components/category.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { LevelWord, StatusWord, TrendWord } from '../../components/error-signs.tsx';
import { TextField } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { Menu, MenuChoice, MenuItem, MenuLine } from '../../components/menu.tsx';
import { allows } from '../../data/access.ts';
import { categories, type Category } from '../../data/categories.ts';
import { type ErrorAct, useErrorActs } from '../../data/error-acts.ts';
import type { ErrorSearch } from '../../data/error-search.ts';
import { beganAfter } from '../../data/error-story.ts';
import { useKeys } from '../../data/keys.ts';
import { meQuery } from '../../data/queries.ts';
import type { ErrorGroupDetail } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';
import { who } from './who.ts';

/** What it is, since when and how often, and what can be done about it. */
export function Head({ group, list }: { group: ErrorGroupDetail; list: ErrorSearch }) {
  const { t } = useText();
  return (
    <header>
      <Link
        to="/errors"
        search={list}
        className="inline-flex min-h-8 items-center gap-1 text-ink-soft text-sm hover:text-ink max-sm:min-h-10"
      >
        <Icon name="left" size={12} />
        {t('nav.errors')}
      </Link>
      <div className="mt-1 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-96">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <StatusWord status={group.status} />
            <h1 className="min-w-0 text-pretty font-semibold text-lg tracking-tight sm:text-xl">
              {group.title}
            </h1>
          </div>
          <p className="mt-1 max-w-[92ch] text-pretty text-base text-ink-soft">
            <Story group={group} />
          </p>
          <p className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
            <TrendWord trend={group.trend} />
            <LevelWord level={group.level} />
            {group.assignee !== null && (
              <span className="text-ink-soft">{t('errors.assignedTo', { name: group.assignee })}</span>
            )}
          </p>
        </div>
        <Actions group={group} />
      </div>
    </header>
  );
}

/** Since when, how often, where, and after what. */
function Story({ group }: { group: ErrorGroupDetail }) {
  const { t, format } = useText();
  const { count, firstSeen, lastSeen, touched, workerCount, status, statusSince, statusBy, awaitsDeploy } =
    group;
  const after = beganAfter(group);
  const [first] = touched;
  return (
    <span className="figures">
      {status === 'regressed' && <>{t('error.regressed', { time: format.clock(statusSince) })} </>}
      {status === 'resolved' && (
        <>
          {t(awaitsDeploy ? 'error.resolvedNext' : 'error.resolvedBy', {
            time: format.clock(statusSince),
            by: who(statusBy),
          })}{' '}
        </>
      )}
      {t('error.often', { count, since: format.clock(firstSeen) })}{' '}
      {workerCount === 1 && first
        ? t('error.inOne', { worker: first.worker })
        : t('error.inMany', { count: workerCount, worker: first?.worker ?? '' })}{' '}
      {after !== null &&
        (after.kind === 'deploy'
          ? t('error.afterDeploy', { version: after.text, time: format.clock(after.time) })
          : t('error.afterRestart', { worker: after.worker ?? '', time: format.clock(after.time) }))}{' '}
      {t('error.last', { time: format.time(lastSeen) })}
    </span>
  );
}

function Actions({ group }: { group: ErrorGroupDetail }) {
  const { t } = useText();
  const { data: me } = useQuery(meQuery);
  const acts = useErrorActs();
  const [assigning, setAssigning] = useState(false);
  const mayAct = allows(me?.role, 'operator');
  const isOpen = group.status === 'unresolved' || group.status === 'regressed';
  const set = (act: ErrorAct, inNextDeploy = false) => void acts.set(act, [group], inNextDeploy);
  useKeys(
    mayAct
      ? isOpen
        ? [
            { keys: 'e', group: 'page', text: t('errors.keys.resolve'), run: () => set('resolve') },
            { keys: 'i', group: 'page', text: t('errors.keys.ignore'), run: () => set('ignore') },
          ]
        : [{ keys: 'u', group: 'page', text: t('errors.keys.reopen'), run: () => set('reopen') }]
      : [],
  );
  if (!mayAct) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {isOpen ? (
        <>
          <Button look="main" icon="check" onClick={() => set('resolve')} aria-keyshortcuts="e">
            {t('errors.acts.resolve')}
          </Button>
          <Button onClick={() => set('ignore')} aria-keyshortcuts="i">
            {t('errors.acts.ignore')}
          </Button>
        </>
      ) : (
        <Button look="main" icon="restart" onClick={() => set('reopen')} aria-keyshortcuts="u">
          {t('errors.acts.reopen')}
        </Button>
      )}
      <Menu
        trigger={
          <Button icon="more" iconOnly>
            {t('nav.more')}
          </Button>
        }
      >
        {isOpen && <MenuItem onSelect={() => set('resolve', true)}>{t('errors.acts.resolveNext')}</MenuItem>}
        <MenuItem icon="pencil" onSelect={() => setAssigning(true)}>
          {t('errors.acts.assign')}
        </MenuItem>
        {group.assignee !== null && (
          <>
            <MenuLine />
            <MenuItem
              icon="cross"
              onSelect={() =>
                void acts.change(group.id, { assignee: null }, t('errors.acts.done.unassign'), {
                  assignee: group.assignee,
                })
              }
            >
              {t('errors.acts.unassign')}
            </MenuItem>
          </>
        )}
      </Menu>
      {assigning && <AssignDialog group={group} onClose={() => setAssigning(false)} />}
    </div>
  );
}

/** As the server takes it. */
const longestName = 100;

function AssignDialog({ group, onClose }: { group: ErrorGroupDetail; onClose: () => void }) {
  const { t } = useText();
  const acts = useErrorActs();
  const { data: me } = useQuery(meQuery);
  const [name, setName] = useState(group.assignee ?? me?.name ?? '');
  function submit(event: FormEvent): void {
    event.preventDefault();
    const assignee = name.trim();
    if (assignee === '') return;
    onClose();
    void acts.change(group.id, { assignee }, t('errors.acts.done.assign', { name: assignee }), {
      assignee: group.assignee,
    });
  }
  return (
    <Dialog open onClose={onClose} title={t('errors.acts.assign')}>
      <form onSubmit={submit} className="mt-4 flex flex-col gap-4">
        <TextField
          label={t('error.assignee')}
          value={name}
          maxLength={longestName}
          autoFocus
          onChange={({ target }) => setName(target.value)}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" look="main" disabled={name.trim() === ''}>
            {t('errors.acts.assign')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Which category, how surely and why, what one usually does, and a way to correct it. */
export function CategoryPanel({ group }: { group: ErrorGroupDetail }) {
  const { t, format } = useText();
  const { data: me } = useQuery(meQuery);
  const acts = useErrorActs();
  const { category, confidence, corrected, reasons } = group;
  const correct = (next: Category) => {
    if (next === category) return;
    void acts.change(
      group.id,
      { category: next },
      t('errors.acts.done.category', { category: t(`errors.categories.${next}`) }),
      { category },
    );
  };
  return (
    <div className="flex flex-col gap-3 text-sm">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="inline-flex items-center gap-2 font-semibold text-base">
          <CategoryIcon category={category} size={18} />
          {t(`errors.categories.${category}`)}
        </span>
        {allows(me?.role, 'operator') && (
          <Menu trigger={<Button icon="pencil">{t('error.category.correct')}</Button>}>
            <MenuChoice
              label={t('error.category.teaches')}
              value={category}
              options={categories.map((value) => ({ value, text: t(`errors.categories.${value}`) }))}
              onChoose={correct}
            />
          </Menu>
        )}
      </div>
      <p className="text-ink-soft">{t(`errors.advice.${category}`)}</p>
      <p className="figures text-ink-faint text-xs">
        {corrected
          ? t('error.category.byPerson')
          : t('error.category.sure', { ratio: format.ratio(confidence) })}
      </p>
      {!corrected && reasons.length > 0 && (
        <ul className="flex flex-col gap-1 text-xs">
          {reasons.map(({ kind, value, category: speaksFor }) => (
            <li key={`${kind} ${value} ${speaksFor}`} className="text-ink-soft">
              {t(`error.reasons.${kind}`, { value })}
              {speaksFor !== category && (
                <span className="text-ink-faint">
                  {' '}
                  {t('error.category.for', { category: t(`errors.categories.${speaksFor}`) })}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
