import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from '../../components/button.tsx';
import { Ago } from '../../components/figures.tsx';
import { Icon, StateIcon } from '../../components/icon.tsx';
import { ask } from '../../data/api.ts';
import { problemText } from '../../data/problem-text.ts';
import type { Channel } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';
import type en from '../../i18n/en/index.ts';
import { OutcomeSign } from './outcome-sign.tsx';
import { PushSwitch } from './push-switch.tsx';

/** The tower gives the other side half a minute; what came of it must be told. */
const longestTestMs = 40_000;

type KnownType = keyof typeof en.channels.types;

/** Where it leads, whether it works, and a way to find out. */
export function ChannelRow({ channel, mayTest }: { channel: Channel; mayTest: boolean }) {
  const text = useText();
  const { t, format } = text;
  const client = useQueryClient();
  const { name, type, target, error, waiting, lastDeliveredAt } = channel;
  const test = useMutation({
    mutationFn: () => ask('POST /api/v1/channels/{name}/test', { name, timeoutMs: longestTestMs }),
    onSettled: () => client.invalidateQueries({ queryKey: ['channels'] }),
  });
  return (
    <li className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-start gap-x-3 gap-y-1 border-line border-t px-4 py-3 text-sm md:grid-cols-[16px_minmax(0,1fr)_minmax(0,1fr)_auto] md:gap-x-4">
      <ChannelState state={channel.state} />
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <Link
            to="/channels"
            search={{ channel: name }}
            resetScroll={false}
            className="min-w-0 break-words font-medium text-ink underline-offset-2 hover:underline"
          >
            {name}
          </Link>
          <span className="text-ink-soft">
            {t(`channels.types.${type as KnownType}`, { defaultValue: type })}
          </span>
        </p>
        <p className="truncate text-ink-faint text-xs" title={target}>
          {target}
        </p>
        {type === 'web-push' && <PushSwitch channel={name} />}
      </div>
      <div className="figures min-w-0 text-ink-soft text-xs max-md:col-start-2 max-md:col-end-4 max-md:row-start-2">
        {error && (
          <>
            <p className="font-medium text-bad">
              {t('channels.failingSince', { time: format.time(error.since) })}
            </p>
            <p className="break-words">{error.text}</p>
            {error.nextTryAt !== null && (
              <p className="text-ink-faint">
                {t('channels.nextTry', { time: format.time(error.nextTryAt) })}
              </p>
            )}
          </>
        )}
        <p className={error ? 'text-ink-faint' : ''}>
          {lastDeliveredAt === null ? (
            t('channels.never')
          ) : (
            <>
              {t('channels.last')} <Ago time={lastDeliveredAt} />
            </>
          )}
        </p>
        {waiting > 0 && <p className="text-warn">{t('channels.waiting', { count: waiting })}</p>}
      </div>
      <span className="flex justify-end max-md:col-start-3 max-md:row-start-1">
        {mayTest && (
          <Button disabled={test.isPending} onClick={() => test.mutate()}>
            {t(test.isPending ? 'channels.testing' : 'channels.test')}
          </Button>
        )}
      </span>
      <div aria-live="polite" className="col-start-2 col-end-[-1] min-w-0">
        {test.isPending ? null : test.isError ? (
          <p className="mt-1 break-words rounded-sm bg-sunken px-3 py-2 text-bad">
            {problemText(text, test.error)}
          </p>
        ) : (
          test.data && (
            <p className="mt-1 flex flex-wrap items-center gap-x-2 rounded-sm bg-sunken px-3 py-2">
              <OutcomeSign outcome={test.data.outcome} withText />
              <span className="figures text-ink-faint text-xs">
                {t('channels.took', { time: format.duration(test.data.tookMs) })}
              </span>
              <code className="min-w-0 basis-full break-words font-mono text-ink-soft text-xs leading-5">
                {test.data.answer || t('channels.noAnswer')}
              </code>
            </p>
          )
        )}
      </div>
    </li>
  );
}

function ChannelState({ state }: { state: Channel['state'] }) {
  const { t } = useText();
  const look = { well: 'text-well', failing: 'text-bad', unused: 'text-ink-faint' }[state];
  return (
    <span className={`mt-0.5 ${look}`}>
      {state === 'unused' ? (
        <Icon name="pending" />
      ) : (
        <StateIcon state={state === 'well' ? 'running' : 'failed'} />
      )}
      <span className="sr-only">{t(`channels.states.${state}`)}</span>
    </span>
  );
}
