import type { Deploy } from '../../hub/errors/index.ts';
import type { Command } from '../call.ts';
import { cleanText } from '../text/index.ts';

/** Says that a version was deployed, so that errors are told apart by what was before and after it. */
export const mark: Command<{ worker?: string; json?: boolean }> = async ({ io, hub, args, options }) => {
  const deploy = await hub.post<Deploy>('/deploys', {
    version: args[0] ?? '',
    worker: options.worker ?? null,
  });
  if (options.json) io.json(deploy);
  else
    io.line(
      `Marked ${cleanText(deploy.version)}${deploy.worker === null ? '' : ` of ${cleanText(deploy.worker)}`}.`,
    );
  return 0;
};
