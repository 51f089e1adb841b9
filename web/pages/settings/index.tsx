import { useQuery } from '@tanstack/react-query';
import { Block, Loading, Problem } from '../../components/block.tsx';
import { SelectField } from '../../components/field.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { meQuery } from '../../data/queries.ts';
import { useStore } from '../../data/store.ts';
import { chooseTheme, type Theme, theme as themeStore } from '../../data/theme.ts';
import type { Language } from '../../format/index.ts';
import { chooseLanguage, languages, useText } from '../../i18n/index.ts';

const themes: readonly Theme[] = ['system', 'light', 'dark'];

/** What one may set, and what is set. */
export function Settings() {
  const { t } = useText();
  return (
    <>
      <PageHead title={t('settings.title')} text={t('preferences.text')} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Person />
        <Looks />
      </div>
    </>
  );
}

function Person() {
  const { t, format } = useText();
  const { data: me, error, refetch } = useQuery(meQuery);
  return (
    <Block title={t('preferences.person')} flush>
      {me ? (
        <dl className="grid grid-cols-[120px_1fr] gap-x-3 gap-y-2 px-4 pb-4 text-sm">
          <dt className="text-ink-faint">{t('preferences.name')}</dt>
          <dd className="font-medium">{me.name}</dd>
          <dt className="text-ink-faint">{t('preferences.role')}</dt>
          <dd>{t(`settings.roles.${me.role}`)}</dd>
          <dt className="text-ink-faint">{t('preferences.session')}</dt>
          <dd>
            {me.expiresAt === null ? (
              t('preferences.endsNever')
            ) : (
              <span className="figures" title={format.utc(me.expiresAt)}>
                {t('preferences.endsAt', { time: format.clock(me.expiresAt) })}
              </span>
            )}
          </dd>
        </dl>
      ) : error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </Block>
  );
}

function Looks() {
  const { t, language } = useText();
  const theme = useStore(themeStore, (value) => value);
  return (
    <Block title={t('preferences.looks')}>
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label={t('settings.language')}
          value={language}
          options={(Object.keys(languages) as Language[]).map((value) => ({
            value,
            text: languages[value],
          }))}
          onChoose={(value) => void chooseLanguage(value)}
        />
        <SelectField
          label={t('settings.theme')}
          value={theme}
          options={themes.map((value) => ({ value, text: t(`settings.themes.${value}`) }))}
          onChoose={chooseTheme}
        />
      </div>
      <p className="mt-3 text-ink-faint text-xs">{t('preferences.looksHelp')}</p>
    </Block>
  );
}
