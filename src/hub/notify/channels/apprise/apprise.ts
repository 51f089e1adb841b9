import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { oneLine } from '../../../../shared/one-line.ts';
import { type ChannelKind, Later } from '../../channel.ts';
import { plainTextOf } from '../../message/index.ts';
import { runProgram } from '../run-program.ts';

/** Where Apprise is installed, any of its services. https://github.com/caronc/apprise */
export const apprise: ChannelKind<'apprise'> = {
  async post(message, config, { signal }) {
    // The addresses hold secrets, and everybody sees the arguments of a program; a private file is seen by nobody.
    const folder = await mkdtemp(join(tmpdir(), 'yagura-apprise-'));
    try {
      const addresses = join(folder, 'addresses.conf');
      await writeFile(addresses, `${config.urls.join('\n')}\n`, { mode: 0o600 });
      const chart = await message.chart().catch(() => null);
      const picture = join(folder, 'chart.png');
      if (chart !== null) await writeFile(picture, chart, { mode: 0o600 });
      const { notice } = message;
      const { code, stdout, stderr } = await runProgram(
        [
          'apprise',
          `--config=${addresses}`,
          `--title=${message.sign} ${message.headline}`,
          `--notification-type=${notice.kind === 'resolved' ? 'success' : types[notice.severity]}`,
          '--input-format=text',
          ...(chart === null ? [] : [`--attach=${picture}`]),
        ],
        { stdin: plainTextOf(message) || message.headline, signal },
      );
      if (code !== 0)
        throw new Later(`apprise: ${oneLine(stderr) || oneLine(stdout) || `exit code ${code ?? 'none'}`}`);
      return { answer: 'exit code 0' };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

const types = { critical: 'failure', warning: 'warning', info: 'info' } as const;
