import { Link } from '@tanstack/react-router';
import { Ago } from '../../components/figures.tsx';
import { RuleStateSign, watchedBy } from '../../components/rule-signs.tsx';
import type { Rule } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

/** How it is, what it looks at, how grave that is and where it comes from. */
export function RuleRow({ rule }: { rule: Rule }) {
  const text = useText();
  const { t, say } = text;
  const { name, severity, origin, now } = rule;
  return (
    <Link
      to="/rules/$name"
      params={{ name }}
      className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-2.5 text-sm hover:bg-hover md:min-h-16 md:grid-cols-[16px_minmax(0,1fr)_120px_160px] md:gap-x-4"
    >
      <RuleStateSign state={now.state} />
      <span className="min-w-0">
        <span className="flex flex-wrap items-baseline gap-x-2">
          <span
            className={`min-w-0 break-words font-medium ${now.state === 'off' ? 'text-ink-soft' : 'text-ink'}`}
          >
            {name}
          </span>
          {now.state !== 'ok' && (
            <span className="figures text-ink-soft text-xs">
              {now.firing > 0
                ? t('rules.firing', { count: now.firing })
                : now.pending > 0
                  ? t('rules.pending', { count: now.pending })
                  : t(`rules.states.${now.state}`)}
            </span>
          )}
        </span>
        <span
          className={`block truncate text-ink-faint text-xs ${rule.kind === 'metric' ? 'font-mono' : ''}`}
          title={watchedBy(rule, text)}
        >
          {watchedBy(rule, text)}
        </span>
        {now.failure !== null && <span className="block truncate text-bad text-xs">{say(now.failure)}</span>}
      </span>
      <span className="text-ink-soft text-xs max-md:text-right">{t(`alerts.severities.${severity}`)}</span>
      <span className="text-right text-ink-faint text-xs max-md:hidden">
        <span className="block">{t(`rules.origins.${origin}`)}</span>
        {now.evaluatedAt !== null && <Ago time={now.evaluatedAt} />}
      </span>
    </Link>
  );
}
