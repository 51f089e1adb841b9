import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../data/queries.ts';
import type { Role } from '../data/types.ts';
import { useText } from '../i18n/index.ts';
import { Icon } from './icon.tsx';

/** Says kindly that one's role may not see this, and which one may. */
export function Forbidden({ needed, children }: { needed: Role; children: string }) {
  const { t } = useText();
  const { data: me } = useQuery(meQuery);
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      <span className="text-ink-faint">
        <Icon name="audit" size={28} />
      </span>
      <p className="max-w-[52ch] text-ink">{children}</p>
      {me && (
        <p className="max-w-[52ch] text-ink-soft text-sm">
          {t('preferences.forbidden', {
            name: me.name,
            role: t(`settings.roles.${me.role}`),
            needed: t(`settings.roles.${needed}`),
          })}
        </p>
      )}
    </div>
  );
}
