import { useQuery } from '@tanstack/react-query';
import { DropdownMenu } from 'radix-ui';
import { ask } from '../data/api.ts';
import { meQuery } from '../data/queries.ts';
import { useStore } from '../data/store.ts';
import { chooseTheme, type Theme, theme as themeStore } from '../data/theme.ts';
import type { Language } from '../format/index.ts';
import { chooseLanguage, languages, useText } from '../i18n/index.ts';
import { Icon, type IconName } from './icon.tsx';

const themes: Record<Theme, IconName> = { system: 'screen', light: 'sun', dark: 'moon' };
const item =
  'flex h-10 cursor-default items-center gap-2.5 rounded-sm px-2 text-sm outline-none data-[highlighted]:bg-hover sm:h-8';

/** Language, theme, and who is signed in. */
export function SettingsMenu() {
  const { t, language } = useText();
  const theme = useStore(themeStore, (value) => value);
  const { data: me } = useQuery(meQuery);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        aria-label={t('settings.title')}
        className="inline-flex size-9 items-center justify-center rounded-sm text-ink-soft hover:bg-hover hover:text-ink sm:size-8"
      >
        <Icon name="more" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={8}
          collisionPadding={12}
          className="z-30 w-60 rounded-md border border-line bg-raised p-2 text-ink shadow-raised"
        >
          <Label>{t('settings.language')}</Label>
          <DropdownMenu.RadioGroup
            value={language}
            onValueChange={(value) => void chooseLanguage(value as Language)}
          >
            {Object.entries(languages).map(([value, name]) => (
              <DropdownMenu.RadioItem key={value} value={value} lang={value} className={item}>
                <Icon name="language" />
                {name}
                <Chosen />
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <Label>{t('settings.theme')}</Label>
          <DropdownMenu.RadioGroup value={theme} onValueChange={(value) => chooseTheme(value as Theme)}>
            {(['system', 'light', 'dark'] as const).map((value) => (
              <DropdownMenu.RadioItem key={value} value={value} className={item}>
                <Icon name={themes[value]} />
                {t(`settings.themes.${value}`)}
                <Chosen />
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator className="-mx-2 my-2 border-line border-t" />
          {me && (
            <Label>
              {me.name} · {t(`settings.roles.${me.role}`)}
            </Label>
          )}
          <DropdownMenu.Item className={item} onSelect={() => void signOut()}>
            <Icon name="signOut" />
            {t('settings.signOut')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Label({ children }: { children: React.ReactNode }) {
  return (
    <DropdownMenu.Label className="px-2 pt-1.5 pb-1 text-ink-faint text-xs">{children}</DropdownMenu.Label>
  );
}

function Chosen() {
  return (
    <DropdownMenu.ItemIndicator className="ml-auto text-accent">
      <Icon name="check" />
    </DropdownMenu.ItemIndicator>
  );
}

/** Loads the page anew, so that nothing of the session stays in memory. */
async function signOut(): Promise<void> {
  await ask('POST /api/v1/logout').catch(() => null);
  location.assign('/login');
}
