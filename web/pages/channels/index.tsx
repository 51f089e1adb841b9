import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { AlertTabs } from '../../components/alert-tabs.tsx';
import { Empty, Loading, Problem } from '../../components/block.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { EndlessList } from '../../components/endless-list.tsx';
import { inputBox } from '../../components/field.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { allows } from '../../data/access.ts';
import { channelSearch } from '../../data/channel-search.ts';
import { channelsQuery, deliveriesQuery } from '../../data/channels.ts';
import { meQuery } from '../../data/queries.ts';
import { useText } from '../../i18n/index.ts';
import { ChannelRow } from './channel-row.tsx';
import { DeliveryRow } from './delivery-row.tsx';

/** Where messages go, whether they arrive, and what the other side said. */
export function Channels() {
  const { t } = useText();
  const { data: me } = useQuery(meQuery);
  const mayTest = allows(me?.role, 'operator');
  const query = useQuery(channelsQuery);
  const channels = query.data?.channels;
  return (
    <>
      <PageHead title={t('channels.title')} text={t('channels.text')} />
      <AlertTabs />
      <section aria-label={t('channels.title')} className="card min-w-0">
        {!channels ? (
          query.isError ? (
            <Problem error={query.error} retry={() => void query.refetch()} />
          ) : (
            <Loading lines={4} />
          )
        ) : channels.length === 0 ? (
          <HowToAdd />
        ) : (
          <ul aria-label={t('channels.title')} className="[&>li:first-child]:border-t-0">
            {channels.map((channel) => (
              <ChannelRow key={channel.name} channel={channel} mayTest={mayTest} />
            ))}
          </ul>
        )}
      </section>
      <DeliveryLog names={channels?.map(({ name }) => name) ?? []} />
    </>
  );
}

function DeliveryLog({ names }: { names: readonly string[] }) {
  const { t } = useText();
  const search = useSearch({ from: '/shell/channels' });
  const navigate = useNavigate({ from: '/channels' });
  const query = useInfiniteQuery(deliveriesQuery(search));
  const deliveries = query.data?.pages.flatMap((page) => page.deliveries);
  const { channel = '' } = search;
  // One that is not in yagura.yaml any more has a log still.
  const offered = channel === '' || names.includes(channel) ? names : [...names, channel];
  return (
    <section aria-label={t('channels.log')} className="card mt-4 min-w-0">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
        <h2 className="font-semibold text-base text-ink">{t('channels.log')}</h2>
        <select
          aria-label={t('channels.ofChannel')}
          value={channel}
          onChange={({ target }) =>
            void navigate({ search: channelSearch({ channel: target.value }), resetScroll: false })
          }
          className={`${inputBox} ml-auto w-auto! max-w-full`}
        >
          <option value="">{t('channels.all')}</option>
          {offered.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </header>
      {!deliveries ? (
        query.isError ? (
          <Problem error={query.error} retry={() => void query.refetch()} />
        ) : (
          <Loading lines={6} />
        )
      ) : deliveries.length === 0 ? (
        <div className="border-line border-t">
          <Empty>{t('channels.noDeliveries')}</Empty>
        </div>
      ) : (
        <EndlessList
          label={t('channels.log')}
          items={deliveries}
          keyOf={(delivery) => delivery.id}
          rowHeight={60}
          pages={query}
          end={t('alerts.end')}
        >
          {(delivery) => <DeliveryRow delivery={delivery} />}
        </EndlessList>
      )}
    </section>
  );
}

/** As in docs/channels.md. */
const example = `notify:
  channels:
    ops:
      type: slack
      url: "\${SLACK_WEBHOOK}"
    mail:
      type: email
      host: smtp.example.org
      from: yagura@example.org
      to: [oncall@example.org]
`;

function HowToAdd() {
  const { t } = useText();
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-10 text-center">
      <p className="font-medium">{t('channels.empty')}</p>
      <p className="max-w-[64ch] text-pretty text-ink-soft text-sm">{t('channels.howToAdd')}</p>
      <pre className="max-w-full overflow-x-auto rounded-sm bg-sunken px-4 py-3 text-left font-mono text-xs leading-5">
        {example}
      </pre>
      <CopyButton text={() => example}>{t('channels.copy')}</CopyButton>
      <p className="max-w-[64ch] text-pretty text-ink-faint text-xs">{t('channels.kinds')}</p>
    </div>
  );
}
