import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { CategoryWord } from '../../components/category.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Ago } from '../../components/figures.tsx';
import { allows } from '../../data/access.ts';
import { ask } from '../../data/api.ts';
import { useErrorActs } from '../../data/error-acts.ts';
import { meQuery } from '../../data/queries.ts';
import type { ErrorGroupDetail, Operations } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

type Rule = Operations['POST /api/v1/errors/{id}/split']['body'];

/** What is going to be parted, and how it is called in the question. */
interface Parting {
  rule: Rule;
  name: string;
}

function useParting(group: ErrorGroupDetail) {
  const { t } = useText();
  const acts = useErrorActs();
  const { data: me } = useQuery(meQuery);
  const [asked, setAsked] = useState<Parting | null>(null);
  const dialog = asked && (
    <ConfirmDialog
      title={t('error.split.title')}
      text={t('error.split.text', { name: asked.name })}
      yes={t('error.split.yes')}
      harmless
      onNo={() => setAsked(null)}
      onYes={() => {
        setAsked(null);
        void acts.run(
          () => ask('POST /api/v1/errors/{id}/split', { name: String(group.id), body: asked.rule }),
          t('error.split.done', { name: asked.name }),
        );
      }}
    />
  );
  return { part: allows(me?.role, 'operator') ? setAsked : null, dialog };
}

/** Why these are one kind, in words; what was put together can be parted again. */
export function Belonging({ group }: { group: ErrorGroupDetail }) {
  const { t, format, say } = useText();
  const { part, dialog } = useParting(group);
  const { fingerprints, parameters } = group;
  return (
    <div className="flex flex-col gap-3 text-sm">
      <ul className="flex flex-col gap-3">
        {fingerprints.map(({ id, title, why, detail, count }) => (
          <li key={id}>
            <p>{t(`error.why.${why}`)}</p>
            {why === 'same-words' || why === 'varied' ? (
              <Link
                to="/logs"
                search={{ template: title, range: '24h' }}
                className="inline-flex min-h-8 items-center text-accent text-xs underline-offset-2 hover:underline max-sm:min-h-10"
              >
                {t('error.findInLogs')}
              </Link>
            ) : null}
            {detail !== '' && (
              <p className="mt-0.5 break-words font-mono text-ink-faint text-xs">{say(detail)}</p>
            )}
            {fingerprints.length > 1 && (
              <div className="mt-1 flex items-center justify-between gap-3">
                <span className="line-clamp-2 text-ink-soft text-xs">
                  {title} · {t('error.times', { count })}
                </span>
                {part && (
                  <Button
                    look="quiet"
                    onClick={() => part({ rule: { by: 'fingerprint', fingerprint: id }, name: title })}
                  >
                    {t('error.split.yes')}
                  </Button>
                )}
              </div>
            )}
          </li>
        ))}
      </ul>
      {parameters.length > 0 && (
        <div>
          <h3 className="text-ink-faint text-xs">{t('error.varies')}</h3>
          <ul className="mt-1 flex flex-col gap-1.5">
            {parameters.map(({ position, values }) => (
              <li key={position} className="flex flex-wrap gap-1.5">
                {values.map((value) => (
                  <button
                    key={value}
                    type="button"
                    disabled={!part}
                    title={t('error.split.byValue')}
                    onClick={() => part?.({ rule: { by: 'parameter', position, value }, name: value })}
                    className="max-w-full truncate rounded-sm bg-sunken px-1.5 py-0.5 font-mono text-xs hover:bg-hover max-sm:min-h-10"
                  >
                    {value}
                  </button>
                ))}
              </li>
            ))}
          </ul>
        </div>
      )}
      <p className="figures text-ink-faint text-xs">
        {t('error.seen', { first: format.clock(group.firstSeen), last: format.clock(group.lastSeen) })}
      </p>
      {dialog}
    </div>
  );
}

/** Whom it touches, those most that have it most. */
export function TouchedWorkers({ group }: { group: ErrorGroupDetail }) {
  const { t, format } = useText();
  const { part, dialog } = useParting(group);
  const { touched } = group;
  const most = touched[0]?.count ?? 1;
  return (
    <>
      <ul className="max-h-72 overflow-y-auto pb-2">
        {touched.map(({ worker, count, lastSeen }) => (
          <li
            key={worker}
            className="group grid min-h-10 grid-cols-[minmax(0,1fr)_64px_auto] items-center gap-x-3 px-4 text-sm"
          >
            <div className="min-w-0">
              <Link
                to="/workers/$name"
                params={{ name: worker }}
                className="block truncate text-accent underline-offset-2 hover:underline"
              >
                <bdi>{worker}</bdi>
              </Link>
              <span aria-hidden="true" className="mt-0.5 block h-1 rounded-sm bg-sunken">
                <span
                  className="block h-full rounded-sm bg-ink-faint"
                  style={{ width: `${(100 * count) / most}%` }}
                />
              </span>
            </div>
            <span className="figures text-right font-medium">{format.count(count)}</span>
            <span className="flex items-center gap-1 text-ink-faint text-xs">
              <Ago time={lastSeen} />
              {part && touched.length > 1 && (
                <Button
                  look="quiet"
                  icon="minus"
                  iconOnly
                  onClick={() => part({ rule: { by: 'worker', worker }, name: worker })}
                >
                  {t('error.split.byWorker', { worker })}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      {dialog}
    </>
  );
}

/** Other kinds: those that it comes from, and those that look like it, which can be merged into it. */
export function Others({ group }: { group: ErrorGroupDetail }) {
  const { t, format } = useText();
  const { data: me } = useQuery(meQuery);
  const acts = useErrorActs();
  const [merging, setMerging] = useState<ErrorGroupDetail['similar'][number] | null>(null);
  const { causes, similar } = group;
  return (
    <div className="flex flex-col gap-3 px-4 pb-4 text-sm">
      {causes.length > 0 && (
        <div>
          <h3 className="mb-1 text-ink-faint text-xs">{t('error.causes')}</h3>
          <ul className="flex flex-col gap-1.5">
            {causes.map((cause) => (
              <li key={cause.id}>
                <OtherLink id={cause.id} title={cause.title} />
                <span className="flex gap-3 text-ink-faint text-xs">
                  <CategoryWord category={cause.category} />
                  <span className="figures">{t('error.times', { count: cause.count })}</span>
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {similar.length > 0 && (
        <div>
          <h3 className="mb-1 text-ink-faint text-xs">{t('error.similar')}</h3>
          <ul className="flex flex-col gap-1.5">
            {similar.map((other) => (
              <li key={other.id} className="flex items-start justify-between gap-2">
                <span className="min-w-0">
                  <OtherLink id={other.id} title={other.title} />
                  <span className="flex gap-3 text-ink-faint text-xs">
                    <CategoryWord category={other.category} />
                    <span className="figures">
                      {t('error.alike', { ratio: format.ratio(other.likeness) })}
                    </span>
                  </span>
                </span>
                {allows(me?.role, 'operator') && (
                  <Button look="quiet" onClick={() => setMerging(other)}>
                    {t('errors.acts.merge')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
      {merging && (
        <ConfirmDialog
          title={t('errors.merge.title', { count: 2 })}
          text={t('errors.merge.text')}
          yes={t('errors.acts.merge')}
          harmless
          onNo={() => setMerging(null)}
          onYes={() => {
            setMerging(null);
            void acts.merge([group, { ...merging, status: 'unresolved' }]);
          }}
        >
          <p className="mt-3 line-clamp-3 text-sm">{merging.title}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}

function OtherLink({ id, title }: { id: number; title: string }) {
  return (
    <Link
      to="/errors/$id"
      params={{ id: String(id) }}
      className="line-clamp-2 text-accent underline-offset-2 hover:underline"
      title={title}
    >
      {title}
    </Link>
  );
}
