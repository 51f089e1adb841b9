import { oneLine } from '../../../../shared/one-line.ts';
import { type ChannelKind, Later, Refused } from '../../channel.ts';
import { plainTextOf } from '../../message/index.ts';
import { runProgram } from '../run-program.ts';
import { ownBody } from '../webhook/own-body.ts';

/** Says that the message itself is the trouble: `EX_DATAERR` of sysexits.h. */
const refused = 65;

/** A local program: the message as JSON on its standard input, and its main parts in the environment. */
export const command: ChannelKind<'command'> = {
  async post(message, config, { signal, idempotencyKey }) {
    const { notice } = message;
    const { code, stdout, stderr } = await runProgram(config.command, {
      stdin: JSON.stringify(ownBody(message)),
      env: {
        YAGURA_KIND: notice.kind,
        YAGURA_SEVERITY: notice.severity,
        YAGURA_THREAD: notice.thread,
        YAGURA_KEY: idempotencyKey,
        YAGURA_HEADLINE: message.headline,
        YAGURA_TEXT: plainTextOf(message),
      },
      signal: AbortSignal.any([signal, AbortSignal.timeout(config.timeout)]),
    });
    const said = oneLine(stderr) || oneLine(stdout);
    if (code === 0) return { answer: said === '' ? 'exit code 0' : `exit code 0: ${said}` };
    const why = `exit code ${code ?? 'none'}${said === '' ? '' : `: ${said}`}`;
    throw code === refused ? new Refused(why) : new Later(why);
  },
};
