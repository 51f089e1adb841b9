import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { AlertTabs } from '../../components/alert-tabs.tsx';
import { Empty, Loading, Problem } from '../../components/block.tsx';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { SilenceDialog } from '../../components/silence-dialog.tsx';
import { allows } from '../../data/access.ts';
import { matcherText, silencesQuery } from '../../data/alerts.ts';
import { ask } from '../../data/api.ts';
import { notify } from '../../data/notices.ts';
import { problemText } from '../../data/problem-text.ts';
import { meQuery } from '../../data/queries.ts';
import type { Silence } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

/** What nobody is told of, until when, who said so and why. */
export function Silences() {
  const { t } = useText();
  const { data: me } = useQuery(meQuery);
  const mayAct = allows(me?.role, 'operator');
  const query = useQuery(silencesQuery(false));
  const [making, setMaking] = useState(false);
  const [withEnded, setWithEnded] = useState(false);
  const ended = useQuery({ ...silencesQuery(true), enabled: withEnded });
  const shown = query.data && [...query.data.silences, ...(withEnded ? (ended.data?.silences ?? []) : [])];
  return (
    <>
      <PageHead
        title={t('silences.title')}
        text={t('silences.text')}
        actions={
          mayAct && (
            <Button icon="plus" look="main" onClick={() => setMaking(true)}>
              {t('silences.new')}
            </Button>
          )
        }
      />
      <AlertTabs />
      <section aria-label={t('silences.title')} className="card min-w-0">
        {!shown ? (
          query.isError ? (
            <Problem error={query.error} retry={() => void query.refetch()} />
          ) : (
            <Loading lines={4} />
          )
        ) : shown.length === 0 && query.isError ? (
          <Problem error={query.error} retry={() => void query.refetch()} />
        ) : shown.length === 0 ? (
          <Empty>{t('silences.empty')}</Empty>
        ) : (
          <ul aria-label={t('silences.title')} className="[&>li:first-child]:border-t-0">
            {shown.map((silence) => (
              <SilenceRow key={silence.id} silence={silence} mayEnd={mayAct} />
            ))}
          </ul>
        )}
        <div className="border-line border-t px-2 py-2">
          <Button look="quiet" aria-pressed={withEnded} onClick={() => setWithEnded(!withEnded)}>
            {t(withEnded ? 'silences.hideEnded' : 'silences.showEnded')}
          </Button>
        </div>
      </section>
      {making && <SilenceDialog matchers={[]} onClose={() => setMaking(false)} />}
    </>
  );
}

const looks = {
  active: { icon: 'mute', look: 'text-accent' },
  pending: { icon: 'pending', look: 'text-ink-soft' },
  expired: { icon: 'check', look: 'text-ink-faint' },
} as const;

function SilenceRow({ silence, mayEnd }: { silence: Silence; mayEnd: boolean }) {
  const { t, format } = useText();
  const { icon, look } = looks[silence.state];
  const { window: span, recurrence } = silence;
  return (
    <li className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-start gap-x-3 gap-y-1 border-line border-t px-4 py-3 text-sm md:grid-cols-[16px_minmax(0,1.2fr)_minmax(0,1fr)_auto] md:gap-x-4">
      <span className={`mt-0.5 ${look}`}>
        <Icon name={icon} />
        <span className="sr-only">{t(`silences.states.${silence.state}`)}</span>
      </span>
      <div className="min-w-0">
        <p className="flex flex-wrap gap-1.5">
          {silence.matchers.map((matcher) => (
            <code
              key={matcherText(matcher)}
              className="max-w-full truncate rounded-sm bg-sunken px-1.5 font-mono text-xs leading-5"
              title={matcherText(matcher)}
            >
              {matcherText(matcher)}
            </code>
          ))}
        </p>
        <p className="mt-1 text-pretty text-ink-soft">{silence.comment}</p>
      </div>
      <p className="figures text-ink-soft text-xs max-md:col-start-2">
        <span className="block">
          {silence.state === 'expired' || span === null
            ? t('silences.ended')
            : silence.state === 'pending'
              ? t('silences.begins', { time: format.clock(span.from) })
              : span.to === null
                ? t('silences.open')
                : t('silences.until', { time: format.clock(span.to) })}
        </span>
        {recurrence && (
          <span className="block text-ink-faint">
            {t('silences.recurs', {
              cron: recurrence.cron,
              length: format.duration(recurrence.durationMs),
              zone: recurrence.timezone ?? 'UTC',
            })}
          </span>
        )}
        <span className="block text-ink-faint">
          {t(silence.origin === 'planned' ? 'silences.planned' : 'silences.by', { name: silence.createdBy })}
        </span>
      </p>
      <span className="flex justify-end max-md:col-start-3 max-md:row-start-1">
        {mayEnd && silence.state !== 'expired' && <End silence={silence} />}
      </span>
    </li>
  );
}

function End({ silence }: { silence: Silence }) {
  const text = useText();
  const { t } = text;
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const end = useMutation({
    mutationFn: () => ask('POST /api/v1/silences/{id}/expire', { name: silence.id }),
    onError: (error) => notify({ tone: 'bad', text: problemText(text, error) }),
    onSettled: () => client.invalidateQueries({ queryKey: ['silences'] }),
  });
  return (
    <>
      <Button disabled={end.isPending} onClick={() => setAsking(true)}>
        {t('silences.end')}
      </Button>
      {asking && (
        <ConfirmDialog
          harmless
          title={t('silences.endTitle')}
          text={t('silences.endText')}
          yes={t('silences.end')}
          onNo={() => setAsking(false)}
          onYes={() => {
            setAsking(false);
            end.mutate();
          }}
        />
      )}
    </>
  );
}
