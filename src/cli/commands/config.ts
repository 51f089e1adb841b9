import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from '../call.ts';
import { CommandFailure } from '../io.ts';
import { count } from '../text/index.ts';

/** The file that was named, or `yagura.yaml` of this folder; null when there is neither. */
export function findConfigFile(
  named: string | undefined,
  env: NodeJS.ProcessEnv,
  folder = process.cwd(),
): string | null {
  const chosen = named ?? env['YAGURA_CONFIG'];
  if (chosen) {
    const path = resolve(folder, chosen);
    if (!existsSync(path)) throw new CommandFailure(`There is no config file ${path}.`, 2);
    return path;
  }
  return (
    ['yagura.yaml', 'yagura.yml'].map((name) => join(folder, name)).find((path) => existsSync(path)) ?? null
  );
}

export const check: Command<Record<string, never>> = async ({ io, args }) => {
  const path = findConfigFile(args[0], io.env);
  if (path === null)
    throw new CommandFailure('There is no yagura.yaml in this folder. Name one: yagura config check FILE', 2);
  const { readConfig } = await import('../../hub/fleet/config/index.ts');
  const { mistakesOf } = await import('../../hub/alerts/rules/check/index.ts');
  const { config } = await readConfig(path, { env: io.env, checkRule: mistakesOf });
  io.line(`${path} is valid: ${count('worker', config.workers.length)}.`);
  return 0;
};

export const schema: Command<Record<string, never>> = async ({ io }) => {
  const { configJsonSchema } = await import('../../hub/fleet/config/index.ts');
  io.json(configJsonSchema());
  return 0;
};
