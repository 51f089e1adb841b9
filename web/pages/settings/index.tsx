import { useQuery } from '@tanstack/react-query';
import { ApplyConfig } from '../../components/apply-config.tsx';
import { Block, Empty, Loading } from '../../components/block.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { allows } from '../../data/access.ts';
import { meQuery } from '../../data/queries.ts';
import { useText } from '../../i18n/index.ts';
import { About } from './about.tsx';
import { LoginLinkBlock } from './login-link.tsx';
import { Looks } from './looks.tsx';
import { Person } from './person.tsx';
import { Retention } from './retention.tsx';
import { Roles } from './roles.tsx';
import { Tokens } from './tokens.tsx';

/** What one may set, and who may do what. */
export function Settings() {
  const { t } = useText();
  const { data: me } = useQuery(meQuery);
  const isAdmin = allows(me?.role, 'admin');
  return (
    <>
      <PageHead title={t('settings.title')} text={t('preferences.text')} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Person />
        <Looks />
        <div className="lg:col-span-2">
          {me === undefined ? (
            <Block title={t('tokens.title')} flush>
              <Loading />
            </Block>
          ) : isAdmin ? (
            <Tokens me={me} />
          ) : (
            <Block title={t('tokens.title')} flush>
              <Empty>{t('tokens.forbidden')}</Empty>
            </Block>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Roles role={me?.role} />
          <Retention />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {isAdmin && <LoginLinkBlock />}
          <Block title={t('preferences.config')}>
            <p className="mb-3 text-ink-soft text-sm">{t('preferences.configText')}</p>
            <ApplyConfig />
          </Block>
          <About />
        </div>
      </div>
    </>
  );
}
