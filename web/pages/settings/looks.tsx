import { Block } from '../../components/block.tsx';
import { SelectField } from '../../components/field.tsx';
import { useStore } from '../../data/use-store.ts';
import { chooseTheme, type Theme, theme as themeStore } from '../../data/theme.ts';
import type { Language } from '../../format/index.ts';
import { chooseLanguage, languages, useText } from '../../i18n/index.ts';

const themes: readonly Theme[] = ['system', 'light', 'dark'];

/** How the page looks in this browser. */
export function Looks() {
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
