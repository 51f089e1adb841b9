import { Failure, messageOf } from '../../../shared/failure.ts';
import { count } from '../../text/index.ts';
import { findConfigFile } from '../config.ts';
import { type Finding, fail, ok } from './finding.ts';

/** The config that `yagura up` would take here. */
export async function checkConfig(named: string | undefined, env: NodeJS.ProcessEnv): Promise<Finding[]> {
  try {
    const path = findConfigFile(named, env);
    if (path === null) return [ok('config', 'no yagura.yaml here: "yagura up" runs the demo fleet')];
    const { readConfig } = await import('../../../hub/fleet/config/index.ts');
    const { mistakesOf } = await import('../../../hub/alerts/rules/check/index.ts');
    const { config } = await readConfig(path, { env, checkRule: mistakesOf });
    return [ok('config', `${path}: ${count('worker', config.workers.length)}`)];
  } catch (error) {
    if (error instanceof Failure && error.errors.length > 0)
      return error.errors.map(({ path, message }) =>
        fail('config', `${path}: ${message}`, 'See docs/config.md'),
      );
    return [fail('config', messageOf(error), 'Name one: yagura doctor --config FILE')];
  }
}
