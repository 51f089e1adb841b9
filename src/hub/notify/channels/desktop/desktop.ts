import { oneLine } from '../../../../shared/one-line.ts';
import { escapeHtml } from '../../../../shared/escape-html.ts';
import { type ChannelKind, Later } from '../../channel.ts';
import { clip, plainTextOf } from '../../message/index.ts';
import { runProgram } from '../run-program.ts';

const urgencies = { critical: 'critical', warning: 'normal', info: 'low' } as const;

/** The desktop of this machine, by notify-send of libnotify; an update takes the place of the first message. */
export const desktop: ChannelKind<'desktop'> = {
  post: (message, _config, { signal, first }) => show(message, signal, first?.['id']),
};

async function show(
  message: Parameters<(typeof desktop)['post']>[0],
  signal: AbortSignal,
  replaced: string | undefined,
) {
  const { notice } = message;
  const isOver = notice.kind === 'resolved';
  const { code, stdout, stderr } = await runProgram(
    [
      'notify-send',
      '--app-name=Yagura',
      `--urgency=${isOver ? 'low' : urgencies[notice.severity]}`,
      '--print-id',
      ...(replaced === undefined ? [] : [`--replace-id=${replaced}`]),
      '--',
      `${message.sign} ${clip(message.headline, 200)}`,
      escapeHtml(clip(plainTextOf(message, { links: false }), 1_500)),
    ],
    { env: sessionBus(), signal },
  );
  if (code !== 0) throw new Later(`notify-send: ${oneLine(stderr) || `exit code ${code ?? 'none'}`}`);
  const id = /^\d+/.exec(stdout)?.[0];
  return { answer: 'shown', receipt: id === undefined ? undefined : { id } };
}

/** Desktops understand a little HTML in the text. */
/** A service has no session of its own; the user's is where systemd puts it. */
function sessionBus(): Record<string, string> {
  if (process.env['DBUS_SESSION_BUS_ADDRESS'] !== undefined) return {};
  const user = process.getuid?.();
  return user === undefined ? {} : { DBUS_SESSION_BUS_ADDRESS: `unix:path=/run/user/${user}/bus` };
}
