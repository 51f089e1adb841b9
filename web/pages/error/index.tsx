import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Block, Loading, Problem } from '../../components/block.tsx';
import { Gone } from '../../components/gone.tsx';
import { ApiProblem } from '../../data/api.ts';
import { type ErrorRange, usualRange } from '../../data/error-search.ts';
import { errorGroupQuery, useErrorChanges } from '../../data/errors.ts';
import { groupSearch } from '../../data/group-search.ts';
import { useKeys } from '../../data/keys.ts';
import type { ErrorGroupDetail } from '../../data/types.ts';
import { useStore } from '../../data/use-store.ts';
import { lastErrorList, lastErrorSearch, neighboursIn } from '../../data/walk-errors.ts';
import { useText } from '../../i18n/index.ts';
import { Belonging, Others, TouchedWorkers } from './belonging.tsx';
import { CategoryPanel, Head } from './head.tsx';
import { Deploys, History } from './history.tsx';
import { Occurrences } from './occurrence.tsx';
import { Timeline } from './timeline.tsx';

/** One kind of error: what it is, where it comes from, why, and what was done about it. */
export function ErrorGroupPage() {
  const { t } = useText();
  const { id } = useParams({ from: '/shell/errors/$id' });
  const { range = usualRange } = useSearch({ from: '/shell/errors/$id' });
  const navigate = useNavigate({ from: '/errors/$id' });
  const group = useQuery(errorGroupQuery(Number(id), range));
  const { data } = group;
  useErrorChanges(({ changed, more }) => {
    if (more || changed.some((each) => each.id === data?.id)) void group.refetch();
  });
  // What was merged into another is shown as that.
  const actual = data && !group.isPlaceholderData ? String(data.id) : id;
  useEffect(() => {
    if (actual !== id) void navigate({ params: { id: actual }, search: (before) => before, replace: true });
  }, [actual, id, navigate]);
  const title = data?.title;
  useEffect(() => {
    if (title !== undefined) document.title = `${title} · Yagura`;
  }, [title]);

  if (group.error instanceof ApiProblem && group.error.status === 404) {
    return <Gone text={t('error.gone')} to="/errors" list={t('error.toList')} />;
  }
  if (!data) {
    return group.isError ? (
      <Problem error={group.error} retry={() => void group.refetch()} />
    ) : (
      <Loading lines={10} />
    );
  }
  return (
    <Present
      group={data}
      range={range}
      onRange={(next) =>
        void navigate({ search: groupSearch({ range: next }), replace: true, resetScroll: false })
      }
    />
  );
}

interface PresentProps {
  group: ErrorGroupDetail;
  range: ErrorRange;
  onRange: (range: ErrorRange) => void;
}

function Present({ group, range, onRange }: PresentProps) {
  const { t } = useText();
  const navigate = useNavigate();
  const list = useStore(lastErrorSearch, (search) => search);
  const ids = useStore(lastErrorList, (all) => all);
  const { previous, next } = neighboursIn(ids, group.id);
  const go = (id: number | null) => () => {
    if (id !== null) void navigate({ to: '/errors/$id', params: { id: String(id) }, replace: true });
  };
  useKeys([
    { keys: 'j', group: 'list', text: t('errors.keys.next'), run: go(next) },
    { keys: 'k', group: 'list', text: t('errors.keys.previous'), run: go(previous) },
  ]);
  const { causes, similar, perDeploy } = group;
  return (
    <div className="flex flex-col gap-4">
      <Head group={group} list={list} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,1fr)_400px]">
        <div className="flex min-w-0 flex-col gap-4">
          <Timeline group={group} range={range} onRange={onRange} />
          <Occurrences key={group.id} group={group} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Block title={t('error.category.title')}>
            <CategoryPanel group={group} />
          </Block>
          <Block title={t('error.workers')} flush>
            <TouchedWorkers group={group} />
          </Block>
          <Block title={t('error.belonging')}>
            <Belonging group={group} />
          </Block>
          {causes.length + similar.length > 0 && (
            <Block title={t('error.others')} flush>
              <Others group={group} />
            </Block>
          )}
          {perDeploy.length > 0 && (
            <Block title={t('error.deploys')} flush>
              <Deploys group={group} />
            </Block>
          )}
          <Block title={t('error.history')} flush>
            <History group={group} />
          </Block>
        </div>
      </div>
    </div>
  );
}
