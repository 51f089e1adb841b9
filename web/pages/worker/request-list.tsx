import { useQuery } from '@tanstack/react-query';
import { Empty } from '../../components/block.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { actorOf } from '../../data/actor.ts';
import { useNow } from '../../data/use-now.ts';
import { mergeEvents } from '../../data/live/fleet-state.ts';
import { requestsQuery } from '../../data/queries.ts';
import { requestsOf, type WorkerRequest } from '../../data/requests.ts';
import type { FleetEvent } from '../../data/types.ts';
import { type Text, useText } from '../../i18n/index.ts';

const mostRequests = 10;

const looks: Record<WorkerRequest['result'], { icon: IconName; tone: string }> = {
  done: { icon: 'check', tone: 'text-well' },
  failed: { icon: 'cross', tone: 'text-bad' },
  'under-way': { icon: 'pending', tone: 'text-busy' },
  overtaken: { icon: 'minus', tone: 'text-rest' },
  unknown: { icon: 'minus', tone: 'text-rest' },
};

/** Who asked what of this worker, and what came of it. */
export function RequestList({ worker, events }: { worker: string; events: readonly FleetEvent[] }) {
  const text = useText();
  const { t, format } = text;
  const { data } = useQuery(requestsQuery(worker));
  const minute = useNow((now) => Math.floor(now / 10_000) * 10_000);
  const all = mergeEvents(data?.events ?? [], events, Number.POSITIVE_INFINITY);
  const requests = requestsOf(all, minute, events.at(-1)?.id ?? 0).slice(0, mostRequests);
  if (requests.length === 0) return <Empty>{t('requests.empty')}</Empty>;
  return (
    <ol>
      {requests.map((request) => {
        const { icon, tone } = looks[request.result];
        return (
          <li
            key={request.id}
            className="flex gap-3 border-line border-t px-4 py-2.5 text-sm first:border-t-0"
          >
            <time
              dateTime={request.time}
              title={format.utc(request.time)}
              className="figures shrink-0 text-ink-faint"
            >
              {format.time(request.time)}
            </time>
            <div className="min-w-0 flex-1">
              <p>
                {t(`requests.${request.action}`, { by: actorOf(request.by).name || t('requests.somebody') })}
              </p>
              <p className={`figures flex items-baseline gap-1.5 text-xs ${tone}`}>
                <span className="self-center">
                  <Icon name={icon} size={12} />
                </span>
                <span className="min-w-0 text-pretty">{resultText(text, request)}</span>
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function resultText({ t, format, say }: Text, { action, result, tookMs, detail }: WorkerRequest): string {
  if (result === 'failed') return t('requests.failed', { detail: say(detail) });
  if (result !== 'done') return t(`requests.results.${result}`);
  return tookMs === null
    ? t(`outcome.done.${action}`)
    : t(`outcome.doneIn.${action}`, { took: format.duration(tookMs) });
}
