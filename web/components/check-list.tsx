import type { ReactNode } from 'react';
import type { CheckStatus } from '../data/types.ts';
import { useText } from '../i18n/index.ts';
import { Empty } from './block.tsx';
import { Ago } from './figures.tsx';
import { Icon, type IconName } from './icon.tsx';

const looks: Record<CheckStatus['result'], { icon: IconName; tone: string }> = {
  passing: { icon: 'check', tone: 'text-well' },
  failing: { icon: 'cross', tone: 'text-bad' },
  pending: { icon: 'pending', tone: 'text-rest' },
};

interface CheckListProps {
  checks: readonly CheckStatus[];
  /** What more there is to say of one, below it. */
  children?: (check: CheckStatus) => ReactNode;
}

/** Each health check of a worker and how it stands. */
export function CheckList({ checks, children }: CheckListProps) {
  const { t, format, say } = useText();
  if (checks.length === 0) return <Empty>{t('checks.empty')}</Empty>;
  return (
    <ul>
      {checks.map((check) => {
        const { icon, tone } = looks[check.result];
        return (
          <li key={check.name} className="border-line border-t px-4 py-3 text-sm first:border-t-0">
            <div className="flex flex-wrap items-baseline gap-x-2">
              <span className={`self-center ${tone}`}>
                <Icon name={icon} />
              </span>
              <span className="min-w-0 break-words font-medium">{check.name}</span>
              {check.name !== check.type && <span className="text-ink-faint text-xs">{check.type}</span>}
              <span className={`${tone} text-xs`}>
                {t(`checks.${check.result}`)}
                {check.consecutive > 1 &&
                  check.result === 'failing' &&
                  t('checks.inARow', { count: check.consecutive })}
              </span>
              {/* The process itself is looked at all the time. */}
              {check.type !== 'process' && (
                <span className="figures ml-auto text-ink-faint text-xs">
                  {check.at === null ? t('checks.never') : <Ago time={check.at} />}
                </span>
              )}
            </div>
            <p className="mt-0.5 text-pretty text-ink-soft text-xs">
              {say(check.detail)}
              {check.tookMs !== null && (
                <span className="figures text-ink-faint"> · {format.duration(check.tookMs)}</span>
              )}
            </p>
            {children?.(check)}
          </li>
        );
      })}
    </ul>
  );
}
