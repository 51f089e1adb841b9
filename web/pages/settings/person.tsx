import { useQuery } from '@tanstack/react-query';
import { Block, Loading, Problem } from '../../components/block.tsx';
import { Button } from '../../components/button.tsx';
import { Fact } from '../../components/facts.tsx';
import { meQuery } from '../../data/queries.ts';
import { useSignOut } from '../../data/session.ts';
import { useText } from '../../i18n/index.ts';

/** Who is signed in, and until when. */
export function Person() {
  const { t, format } = useText();
  const signOut = useSignOut();
  const { data: me, error, refetch } = useQuery(meQuery);
  return (
    <Block title={t('preferences.person')}>
      {me ? (
        <>
          <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-2 text-sm">
            <Fact name={t('preferences.name')}>
              <span className="font-medium">{me.name}</span>
            </Fact>
            <Fact name={t('preferences.role')}>{t(`settings.roles.${me.role}`)}</Fact>
            <Fact name={t('preferences.session')}>
              {me.expiresAt === null ? (
                t('preferences.endsNever')
              ) : (
                <span className="figures" title={format.utc(me.expiresAt)}>
                  {t('preferences.endsAt', { time: format.clock(me.expiresAt) })}
                </span>
              )}
            </Fact>
          </dl>
          <Button icon="signOut" className="mt-4" onClick={signOut}>
            {t('settings.signOut')}
          </Button>
        </>
      ) : error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </Block>
  );
}
