import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Empty, Loading, Problem } from '../../components/block.tsx';
import { CategoryWord } from '../../components/category.tsx';
import { StatusWord, TrendWord } from '../../components/error-signs.tsx';
import { countIn, errorsOfWorkerQuery, useFreshErrors } from '../../data/errors.ts';
import { useText } from '../../i18n/index.ts';

const most = 5;

/** What goes wrong in a worker, what was seen last first. */
export function ErrorList({ worker }: { worker: string }) {
  const { t, format } = useText();
  const { data, isError, error, refetch } = useQuery(errorsOfWorkerQuery(worker, most));
  useFreshErrors(['worker']);
  if (!data) return isError ? <Problem error={error} retry={() => void refetch()} /> : <Loading lines={3} />;
  if (data.groups.length === 0) return <Empty>{t('worker.noErrors')}</Empty>;
  return (
    <>
      <ol>
        {data.groups.map((group) => (
          <li key={group.id} className="border-line border-t px-4 py-2 text-sm first:border-t-0">
            <div className="flex items-start gap-2">
              <StatusWord status={group.status} />
              <Link
                to="/errors/$id"
                params={{ id: String(group.id) }}
                title={group.title}
                className="line-clamp-2 min-w-0 flex-1 underline-offset-2 hover:underline"
              >
                {group.title}
              </Link>
              <span className="figures font-medium">{format.count(countIn(group))}</span>
            </div>
            <p className="mt-0.5 flex flex-wrap gap-x-3 text-ink-faint text-xs">
              <CategoryWord category={group.category} />
              <TrendWord trend={group.trend} />
              <span className="figures" title={format.utc(group.lastSeen)}>
                {format.clock(group.lastSeen)}
              </span>
            </p>
          </li>
        ))}
      </ol>
      <p className="border-line border-t px-4 py-2 text-sm">
        <Link
          to="/errors"
          search={{ worker }}
          className="inline-flex min-h-8 items-center text-accent underline-offset-2 hover:underline max-sm:min-h-10"
        >
          {t('worker.allErrors', { count: data.total })}
        </Link>
      </p>
    </>
  );
}
