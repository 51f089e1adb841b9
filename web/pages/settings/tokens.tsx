import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Block, Empty, Loading, Problem } from '../../components/block.tsx';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Ago } from '../../components/figures.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { homeToken, standingOf, tokensQuery } from '../../data/access.ts';
import { ask } from '../../data/api.ts';
import { useNow } from '../../data/use-now.ts';
import { problemText } from '../../data/problem-text.ts';
import { notify } from '../../data/notices.ts';
import type { Me, Token } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';
import { NewTokenDialog } from './new-token.tsx';

/** Who may come in: every token, made and ended here. */
export function Tokens({ me }: { me: Me }) {
  const { t } = useText();
  const query = useQuery(tokensQuery);
  const [making, setMaking] = useState(false);
  const [withEnded, setWithEnded] = useState(false);
  const minute = useNow((now) => Math.floor(now / 60_000) * 60_000);
  const tokens = query.data?.tokens;
  const ended = tokens?.filter((token) => standingOf(token, minute) !== 'valid') ?? [];
  const shown = withEnded ? tokens : tokens?.filter((token) => !ended.includes(token));
  return (
    <Block
      title={t('tokens.title')}
      flush
      actions={
        <Button icon="plus" onClick={() => setMaking(true)}>
          {t('tokens.make')}
        </Button>
      }
    >
      <p className="max-w-[110ch] text-pretty px-4 pb-3 text-ink-soft text-sm">{t('tokens.text')}</p>
      {!shown ? (
        query.isError ? (
          <Problem error={query.error} retry={() => void query.refetch()} />
        ) : (
          <Loading />
        )
      ) : shown.length === 0 ? (
        <Empty>{t('tokens.empty')}</Empty>
      ) : (
        <ul aria-label={t('tokens.title')}>
          {shown.map((token) => (
            <TokenRow key={token.id} token={token} me={me} now={minute} />
          ))}
        </ul>
      )}
      {ended.length > 0 && (
        <div className="border-line border-t px-2 py-2">
          <Button look="quiet" aria-pressed={withEnded} onClick={() => setWithEnded(!withEnded)}>
            {t(withEnded ? 'tokens.hideEnded' : 'tokens.showEnded', { count: ended.length })}
          </Button>
        </div>
      )}
      {making && (
        <NewTokenDialog
          taken={(tokens ?? []).filter((token) => !ended.includes(token)).map((token) => token.name)}
          onClose={() => setMaking(false)}
        />
      )}
    </Block>
  );
}

const looks: Record<ReturnType<typeof standingOf>, { icon: IconName; tone: string }> = {
  valid: { icon: 'check', tone: 'text-well' },
  expired: { icon: 'pending', tone: 'text-rest' },
  revoked: { icon: 'cross', tone: 'text-rest' },
};

function TokenRow({ token, me, now }: { token: Token; me: Me; now: number }) {
  const { t, format } = useText();
  const standing = standingOf(token, now);
  const { icon, tone } = looks[standing];
  const endsAt = (standing === 'revoked' ? token.revokedAt : null) ?? token.expiresAt;
  return (
    <li className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-0.5 border-line border-t px-4 py-2 text-sm md:grid-cols-[16px_minmax(140px,1.4fr)_112px_minmax(140px,1fr)_minmax(140px,1fr)_104px]">
      <span className={tone}>
        <Icon name={icon} size={14} />
        <span className="sr-only">{t(`tokens.standing.${standing}`)}</span>
      </span>
      <span className="min-w-0">
        <span className={`font-medium ${standing === 'valid' ? '' : 'text-ink-faint line-through'}`}>
          {token.name}
        </span>
        {token.name === me.name && standing === 'valid' && (
          <span className="ml-2 rounded-sm bg-accent-soft px-1.5 py-0.5 text-accent text-xs">
            {t('preferences.you')}
          </span>
        )}
      </span>
      <span className="text-ink-soft max-md:col-start-2">{t(`settings.roles.${token.role}`)}</span>
      <span className="text-ink-faint text-xs max-md:col-start-2">
        {token.lastUsedAt === null ? (
          t('tokens.neverUsed')
        ) : (
          <>
            {t('tokens.used')} <Ago time={token.lastUsedAt} />
          </>
        )}
      </span>
      <span
        className="figures text-ink-faint text-xs max-md:col-start-2"
        title={endsAt === null ? undefined : format.utc(endsAt)}
      >
        {standing === 'revoked' && token.revokedAt !== null
          ? t('tokens.revokedAt', { time: format.clock(token.revokedAt) })
          : token.expiresAt === null
            ? t('tokens.endsNever')
            : t(standing === 'expired' ? 'tokens.endedAt' : 'tokens.endsAt', {
                time: format.clock(token.expiresAt),
              })}
      </span>
      <span className="flex justify-end max-md:col-start-3 max-md:row-span-2 max-md:row-start-1">
        {standing === 'valid' &&
          (token.name === homeToken ? (
            <span className="text-ink-faint text-xs" title={t('tokens.homeHelp')}>
              {t('tokens.home')}
            </span>
          ) : (
            <Revoke token={token} isOwn={token.name === me.name} />
          ))}
      </span>
    </li>
  );
}

function Revoke({ token, isOwn }: { token: Token; isOwn: boolean }) {
  const text = useText();
  const { t } = text;
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const revoke = useMutation({
    mutationFn: () => ask('DELETE /api/v1/tokens/{id}', { name: token.id }),
    onSuccess: () => notify({ tone: 'well', text: t('tokens.revoked', { name: token.name }) }),
    onError: (error) =>
      notify({
        tone: 'bad',
        text: `${t('tokens.notRevoked', { name: token.name })} ${problemText(text, error)}`,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
  return (
    <>
      <Button disabled={revoke.isPending} onClick={() => setAsking(true)}>
        {t(revoke.isPending ? 'tokens.revoking' : 'tokens.revoke')}
      </Button>
      {asking && (
        <ConfirmDialog
          title={t('tokens.confirm', { name: token.name })}
          text={t(isOwn ? 'tokens.confirmOwn' : 'tokens.confirmText')}
          yes={t('tokens.revoke')}
          onNo={() => setAsking(false)}
          onYes={() => {
            setAsking(false);
            revoke.mutate();
          }}
        />
      )}
    </>
  );
}
