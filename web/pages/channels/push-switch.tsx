import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from '../../components/button.tsx';
import { problemText } from '../../data/problem-text.ts';
import { pushState, turnPushOff, turnPushOn } from '../../data/push.ts';
import { useText } from '../../i18n/index.ts';

/** Whether this browser is told by the channel. */
export function PushSwitch({ channel }: { channel: string }) {
  const text = useText();
  const { t } = text;
  const client = useQueryClient();
  const queryKey = ['push', channel];
  const { data: state } = useQuery({ queryKey, queryFn: () => pushState(channel) });
  const change = useMutation({
    mutationFn: () => (state === 'on' ? turnPushOff(channel) : turnPushOn(channel)),
    onSuccess: (next) => client.setQueryData(queryKey, next),
  });
  if (state === undefined) return null;
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-soft text-xs">
      {t(`channels.push.${state}`)}
      {(state === 'on' || state === 'off') && (
        <Button disabled={change.isPending} onClick={() => change.mutate()}>
          {t(state === 'on' ? 'channels.push.turnOff' : 'channels.push.turnOn')}
        </Button>
      )}
      {change.isError && (
        <span className="basis-full break-words text-bad">{problemText(text, change.error)}</span>
      )}
    </p>
  );
}
