import type { ExitStatus } from '../data/types.ts';
import { type Text, useText } from '../i18n/index.ts';

export function exitText({ t }: Pick<Text, 't'>, exit: ExitStatus): string {
  switch (exit.reason) {
    case 'exit':
      return exit.code === null ? t('exit.unknown') : t('exit.exit', { code: exit.code });
    case 'signal':
      return t('exit.signal', { signal: exit.signal ?? '?' });
    default:
      return t(`exit.${exit.reason}`);
  }
}

/** How and when the last run ended. */
export function LastExit({ exit }: { exit: ExitStatus | null }) {
  const text = useText();
  if (!exit) return <span className="text-ink-faint">–</span>;
  return (
    <span title={`${text.say(exit.detail)}\n${text.format.utc(exit.at)}`}>
      {exitText(text, exit)} <span className="figures text-ink-faint">{text.format.clock(exit.at)}</span>
    </span>
  );
}
