import type { ConfigChange } from '../data/types.ts';
import { useText } from '../i18n/index.ts';
import { Icon, type IconName } from './icon.tsx';

const looks: Record<ConfigChange['change'], { icon: IconName; tone: string }> = {
  added: { icon: 'plus', tone: 'text-well' },
  removed: { icon: 'minus', tone: 'text-bad' },
  changed: { icon: 'pencil', tone: 'text-busy' },
  unchanged: { icon: 'check', tone: 'text-rest' },
};

/** What applying the config does to which worker, difference by difference. Values that look secret come masked from the server. */
export function ConfigChanges({ changes }: { changes: readonly ConfigChange[] }) {
  const { t } = useText();
  return (
    <ul className="flex flex-col gap-3 text-sm">
      {changes.map(({ worker, change, differences, restarts }) => {
        const { icon, tone } = looks[change];
        return (
          <li key={worker} className="flex min-w-0 gap-2.5">
            <span className={`mt-0.5 ${tone}`}>
              <Icon name={icon} />
            </span>
            <div className="min-w-0 flex-1">
              <p>
                <span className="font-medium">{worker}</span>{' '}
                <span className={`text-xs ${tone}`}>{t(`configChanges.${change}`)}</span>
                {restarts && <span className="ml-2 text-warn text-xs">{t('configChanges.restarts')}</span>}
              </p>
              {differences.length > 0 && (
                <ul className="mt-1 flex flex-col gap-1">
                  {differences.map(({ path, from, to }) => (
                    <li key={path} className="min-w-0 font-mono text-xs">
                      <span className="text-ink-faint">{path}: </span>
                      {from !== null && <del className="text-bad">{from}</del>}
                      {from !== null && to !== null && <span className="text-ink-faint"> → </span>}
                      {to !== null && <ins className="text-well no-underline">{to}</ins>}
                    </li>
                  ))}
                </ul>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
