/** How an alert stands, each as a shape and a word. */
import type { Alert } from '../data/types.ts';
import { useText } from '../i18n/index.ts';
import { Icon, type IconName, StateIcon } from './icon.tsx';

const severityLooks = {
  critical: { state: 'failed', look: 'text-bad' },
  warning: { state: 'degraded', look: 'text-warn' },
  info: { state: 'starting', look: 'text-ink-soft' },
} as const;

export function SeverityIcon({ severity, muted = false }: { severity: Alert['severity']; muted?: boolean }) {
  const { t } = useText();
  const { state, look } = severityLooks[severity];
  return (
    <span className={`inline-flex ${muted ? 'text-ink-faint' : look}`}>
      <StateIcon state={state} />
      <span className="sr-only">{t(`alerts.severities.${severity}`)}</span>
    </span>
  );
}

/** Why nobody hears of it, or that it comes and goes. What simply is wrong needs no word. */
export function AlertStanding({ alert }: { alert: Alert }) {
  const { t } = useText();
  const words: [text: string, icon: IconName][] = [
    ...(alert.state === 'pending' ? [[t('alerts.pending'), 'pending'] as [string, IconName]] : []),
    ...(alert.state === 'resolved' ? [[t('alerts.resolved'), 'check'] as [string, IconName]] : []),
    ...(alert.silencedBy.length > 0 ? [[t('alerts.silenced'), 'mute'] as [string, IconName]] : []),
    ...(alert.inhibitedBy.length > 0 ? [[t('alerts.follows'), 'fall'] as [string, IconName]] : []),
    ...(alert.flapping
      ? [[t('alerts.flapping', { count: alert.returns }), 'restart'] as [string, IconName]]
      : []),
    ...(alert.ceasedAt !== null && alert.state === 'firing'
      ? [[t('alerts.ceased'), 'pause'] as [string, IconName]]
      : []),
    ...(alert.isTest ? [[t('alerts.test'), 'help'] as [string, IconName]] : []),
  ];
  return words.map(([text, icon]) => (
    <span
      key={icon}
      className="inline-flex shrink-0 items-center gap-1 whitespace-nowrap rounded-sm bg-sunken px-1.5 text-ink-soft text-xs leading-5"
    >
      <Icon name={icon} size={12} />
      {text}
    </span>
  ));
}
