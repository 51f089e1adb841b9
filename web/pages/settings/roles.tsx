import { Block } from '../../components/block.tsx';
import { Icon } from '../../components/icon.tsx';
import { allows, roles } from '../../data/access.ts';
import type { Role } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

/** What there is to do, and the least role that may. */
const deeds = {
  look: 'viewer',
  act: 'operator',
  signs: 'operator',
  plan: 'operator',
  apply: 'admin',
  tokens: 'admin',
  audit: 'admin',
  shutDown: 'admin',
} as const satisfies Record<string, Role>;

/** What each role may do; one's own stands out. */
export function Roles({ role }: { role: Role | undefined }) {
  const { t } = useText();
  return (
    <Block title={t('preferences.roles')} flush>
      <div className="overflow-x-auto">
        <table className="w-full text-sm">
          <thead>
            <tr className="border-line border-b text-ink-faint text-xs">
              <th scope="col" className="px-4 py-2 text-left font-normal">
                <span className="sr-only">{t('preferences.deed')}</span>
              </th>
              {roles.map((each) => (
                <th
                  key={each}
                  scope="col"
                  className={`whitespace-nowrap px-2 py-2 text-center font-medium sm:px-3 ${each === role ? 'bg-accent-soft text-accent' : ''}`}
                >
                  {t(`settings.roles.${each}`)}
                  {each === role && <span className="block font-normal">{t('preferences.you')}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(Object.keys(deeds) as (keyof typeof deeds)[]).map((deed) => (
              <tr key={deed} className="border-line border-t first:border-t-0">
                <th scope="row" className="px-4 py-2 text-left font-normal">
                  {t(`preferences.deeds.${deed}`)}
                </th>
                {roles.map((each) => {
                  const may = allows(each, deeds[deed]);
                  return (
                    <td key={each} className={`px-3 py-2 ${each === role ? 'bg-accent-soft' : ''}`}>
                      <span className={`flex justify-center ${may ? 'text-well' : 'text-ink-faint'}`}>
                        <Icon name={may ? 'check' : 'minus'} size={14} />
                        <span className="sr-only">{t(may ? 'preferences.may' : 'preferences.mayNot')}</span>
                      </span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Block>
  );
}
