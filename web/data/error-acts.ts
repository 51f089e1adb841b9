/** What people do with error groups. Each can be taken back for as long as its notice stands. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Text, useText } from '../i18n/index.ts';
import { ask } from './api.ts';
import type { ErrorChange } from './errors.ts';
import { notify } from './notices.ts';
import { problemText } from './problem-text.ts';
import type { ErrorGroup, Operations } from './types.ts';

type ErrorsChange = Operations['POST /api/v1/errors/actions']['body'];

export type Acted = Pick<ErrorGroup, 'id' | 'title' | 'status'>;
export type ErrorAct = 'resolve' | 'ignore' | 'reopen';

const statusAfter = { resolve: 'resolved', ignore: 'ignored', reopen: 'unresolved' } as const;
const longestNamed = 60;

export interface ErrorActs {
  set(act: ErrorAct, groups: readonly Acted[], inNextDeploy?: boolean): Promise<void>;
  /** All into the first. Answers whether it was done. */
  merge(groups: readonly Acted[]): Promise<boolean>;
  /** Anything else about one group; `said`: what is told when it is done. */
  change(group: number, change: ErrorChange, said: string, back?: ErrorChange): Promise<boolean>;
  /** What is wrong with a request, told in a notice; answers whether it went well. */
  run(request: () => Promise<unknown>, said: string | null): Promise<boolean>;
}

export function useErrorActs(): ErrorActs {
  const text = useText();
  const client = useQueryClient();
  return useMemo(() => actsWith(text, client), [text, client]);
}

function actsWith(text: Text, client: QueryClient): ErrorActs {
  const { t } = text;
  const fresh = () => client.invalidateQueries({ queryKey: ['errors'] });
  const nameOf = (groups: readonly Acted[]) => {
    const [first] = groups;
    return groups.length === 1 && first
      ? shortened(first.title)
      : t('errors.acts.several', { count: groups.length });
  };
  const failed = (error: unknown) =>
    void notify({ tone: 'bad', text: t('errors.acts.failed', { reason: problemText(text, error) }) });
  const patch = (id: number, body: ErrorChange) =>
    ask('PATCH /api/v1/errors/{id}', { name: String(id), body });

  async function run(
    request: () => Promise<unknown>,
    said: string | null,
    undo?: () => void,
  ): Promise<boolean> {
    try {
      await request();
    } catch (error) {
      failed(error);
      return false;
    } finally {
      void fresh();
    }
    if (said !== null)
      notify({
        tone: 'well',
        text: said,
        ...(undo ? { action: { text: t('errors.acts.undo'), run: undo } } : {}),
      });
    return true;
  }

  return {
    run: (request, said) => run(request, said),
    async set(act, groups, inNextDeploy = false) {
      const status = statusAfter[act];
      const ids = groups.map(({ id }) => id);
      await run(
        () => setAll(ids, { status, ...(inNextDeploy ? { inNextDeploy } : {}) }),
        t(`errors.acts.done.${act}`, { name: nameOf(groups) }),
        () => void run(() => setBack(groups), null),
      );
    },
    async merge([into, ...others]) {
      const [first, ...more] = others.map(({ id }) => id);
      if (!into || first === undefined) return false;
      return run(
        () =>
          ask('POST /api/v1/errors/merge', {
            body: { into: into.id, groups: [first, ...more] },
          }),
        t('errors.acts.done.merge', { count: others.length, name: shortened(into.title) }),
        () => void run(() => undoMerges(into.id, new Set(others.map(({ id }) => id))), null),
      );
    },
    change: (group, body, said, back) =>
      run(() => patch(group, body), said, back && (() => void run(() => patch(group, back), null))),
  };
}

const mostAtOnce = 500;

async function setAll(groups: readonly number[], change: Omit<ErrorsChange, 'groups'>): Promise<void> {
  for (let at = 0; at < groups.length; at += mostAtOnce) {
    const [first, ...others] = groups.slice(at, at + mostAtOnce);
    if (first !== undefined)
      await ask('POST /api/v1/errors/actions', { body: { groups: [first, ...others], ...change } });
  }
}

/** Each as it was. */
async function setBack(groups: readonly Acted[]): Promise<void> {
  for (const status of ['unresolved', 'resolved', 'ignored'] as const) {
    // Nobody can say that it is back but what happens.
    const those = groups.filter(
      (group) => (group.status === 'regressed' ? 'unresolved' : group.status) === status,
    );
    if (those.length > 0)
      await setAll(
        those.map(({ id }) => id),
        { status },
      );
  }
}

/** Parts again what was merged into a group last. */
async function undoMerges(into: number, merged: ReadonlySet<number>): Promise<void> {
  const { merges } = await ask('GET /api/v1/errors/{id}', { name: String(into) });
  await inTurn(
    merges.filter(({ group }) => merged.has(group)),
    ({ id }) => ask('POST /api/v1/errors/merges/{id}/undo', { name: String(id) }),
  );
}

/** One after the other: the server writes them one after the other anyhow. */
async function inTurn<Item>(items: readonly Item[], run: (item: Item) => Promise<unknown>): Promise<void> {
  for (const item of items) await run(item);
}

export function shortened(title: string): string {
  return title.length > longestNamed ? `${title.slice(0, longestNamed - 1)}…` : title;
}
