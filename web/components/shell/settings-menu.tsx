import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../../data/queries.ts';
import { useSignOut } from '../../data/session.ts';
import { useStore } from '../../data/use-store.ts';
import { chooseTheme, type Theme, theme as themeStore } from '../../data/theme.ts';
import type { Language } from '../../format/index.ts';
import { chooseLanguage, languages, useText } from '../../i18n/index.ts';
import { Button } from '../button.tsx';
import type { IconName } from '../icon.tsx';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '../menu.tsx';

const themes: Record<Theme, IconName> = { system: 'screen', light: 'sun', dark: 'moon' };

/** Language, theme, and who is signed in; open when it first appears, since it was asked for. */
export default function SettingsMenu() {
  const { t, language } = useText();
  const signOut = useSignOut();
  const theme = useStore(themeStore, (value) => value);
  const { data: me } = useQuery(meQuery);
  return (
    <Menu
      openAtFirst
      trigger={
        <Button look="quiet" icon="more" iconOnly>
          {t('settings.title')}
        </Button>
      }
    >
      <MenuChoice
        label={t('settings.language')}
        value={language}
        options={(Object.keys(languages) as Language[]).map((value) => ({
          value,
          text: languages[value],
          icon: 'language' as const,
          lang: value,
        }))}
        onChoose={(value) => void chooseLanguage(value)}
      />
      <MenuChoice
        label={t('settings.theme')}
        value={theme}
        options={(['system', 'light', 'dark'] as const).map((value) => ({
          value,
          text: t(`settings.themes.${value}`),
          icon: themes[value],
        }))}
        onChoose={chooseTheme}
      />
      <MenuLine />
      {me && (
        <MenuLabel>
          {me.name} · {t(`settings.roles.${me.role}`)}
        </MenuLabel>
      )}
      <MenuItem icon="signOut" onSelect={signOut}>
        {t('settings.signOut')}
      </MenuItem>
    </Menu>
  );
}
