import type { WorkerSpec } from './spec.ts';

/**
 * Whether a running worker must be restarted to work by its new spec. Everything else (health, restart policy, schedule, labels,
 * limits, stop, dependencies, logs) is the agent's business and takes effect at once.
 */
export function needsNewProcess(before: WorkerSpec, after: WorkerSpec): boolean {
  const born = ({ kind, command, cwd, env, user }: WorkerSpec) =>
    JSON.stringify([
      kind,
      command,
      cwd,
      Object.keys(env)
        .sort()
        .map((name) => [name, env[name]]),
      user,
    ]);
  return born(before) !== born(after);
}
