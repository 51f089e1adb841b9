import { useQuery } from '@tanstack/react-query';
import { Block, Loading, Problem } from '../../components/block.tsx';
import { retentionQuery } from '../../data/doctor.ts';
import type { Doctor } from '../../data/types.ts';
import { type Text, useText } from '../../i18n/index.ts';

type Bound = Doctor['retention'][number];

/** How long what is kept: whatever bound is reached first. */
export function Retention() {
  const text = useText();
  const { t } = text;
  const query = useQuery(retentionQuery);
  return (
    <Block title={t('retention.title')} flush>
      <p className="px-4 pb-3 text-ink-soft text-sm">{t('retention.text')}</p>
      {query.data ? (
        <dl className="figures text-sm">
          {query.data.retention.map((bound) => (
            <div
              key={bound.what}
              className="flex flex-wrap justify-between gap-x-4 border-line border-t px-4 py-2"
            >
              <dt>{t(`retention.what.${bound.what}`)}</dt>
              <dd className="text-ink-soft">
                {boundText(text, bound)}
                {bound.takesBytes !== null && (
                  <span className="text-ink-faint">
                    {' · '}
                    {t('retention.now', { bytes: text.format.bytes(bound.takesBytes) })}
                  </span>
                )}
              </dd>
            </div>
          ))}
        </dl>
      ) : query.isError ? (
        <Problem error={query.error} retry={() => void query.refetch()} />
      ) : (
        <Loading lines={6} />
      )}
    </Block>
  );
}

function boundText({ t, format }: Text, { what, ageMs, count, bytes }: Bound): string {
  const counted = what === 'checks' ? 'ofEach' : what === 'backups' ? 'newest' : 'entries';
  const bounds = [
    ...(ageMs === null ? [] : [format.duration(ageMs)]),
    ...(count === null ? [] : [t(`retention.${counted}`, { count })]),
    ...(bytes === null ? [] : [t('retention.inAll', { bytes: format.bytes(bytes) })]),
  ];
  return bounds.length === 0 ? t('retention.unbounded') : bounds.join(' · ');
}
