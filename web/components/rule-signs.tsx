/** How a rule is, and what it looks at. */
import type { Rule } from '../data/types.ts';
import { type Text, useText } from '../i18n/index.ts';
import { Icon, type IconName, StateIcon } from './icon.tsx';

type State = Rule['now']['state'];

const looks: Record<State, { look: string; icon: IconName | 'failed' | 'running' }> = {
  firing: { look: 'text-bad', icon: 'failed' },
  pending: { look: 'text-warn', icon: 'pending' },
  failing: { look: 'text-warn', icon: 'errors' },
  ok: { look: 'text-well', icon: 'running' },
  unknown: { look: 'text-ink-faint', icon: 'help' },
  off: { look: 'text-ink-faint', icon: 'pause' },
};

interface RuleStateSignProps {
  state: State;
  /** The word is seen beside its shape. */
  withText?: boolean;
}

export function RuleStateSign({ state, withText = false }: RuleStateSignProps) {
  const { t } = useText();
  const { look, icon } = looks[state];
  return (
    <span className={`inline-flex items-center gap-1.5 ${look}`}>
      {icon === 'failed' || icon === 'running' ? <StateIcon state={icon} /> : <Icon name={icon} />}
      <span className={withText ? 'font-medium' : 'sr-only'}>{t(`rules.states.${state}`)}</span>
    </span>
  );
}

/** What a rule looks at, on one line. */
export function watchedBy(rule: Rule, { t, format }: Pick<Text, 't' | 'format'>): string {
  if (rule.kind === 'metric') return rule.expr;
  if (rule.kind === 'event') return t('rules.watchesEvent', { type: rule.on });
  return t('rules.watchesHeartbeat', { name: rule.heartbeat, every: format.duration(rule.everyMs) });
}
