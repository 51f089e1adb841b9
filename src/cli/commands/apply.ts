import type { ConfigChange } from '../../hub/fleet/index.ts';
import type { Command } from '../call.ts';
import { CommandFailure, type Io } from '../io.ts';
import { cleanText, count } from '../text/index.ts';

export const apply: Command<{ dryRun?: boolean; yes?: boolean; json?: boolean }> = async ({
  io,
  hub,
  options,
}) => {
  const { plan, changes } = await hub.get<{ plan: string; changes: ConfigChange[] }>('/config/changes');
  const differing = changes.filter(({ change }) => change !== 'unchanged');
  if (!options.json) for (const line of changeLines(io, differing)) io.line(line);
  if (options.dryRun || differing.length === 0) {
    if (options.json) io.json({ applied: false, changes });
    return 0;
  }
  if (!options.yes) {
    const agreed = options.json ? null : await io.confirm('Apply?');
    if (agreed === null)
      throw new CommandFailure('Nothing was applied: say --yes to apply without being asked.', 2);
    if (!agreed) {
      io.line('Nothing was applied.');
      return 0;
    }
  }
  const applied = await hub.post<{ eventId: number; changes: ConfigChange[] }>('/config/apply', { plan });
  if (options.json) io.json({ applied: true, ...applied });
  else io.line('Applied.');
  return 0;
};

/** The difference for people: what comes, what goes, what changes, and what is restarted for it. */
export function changeLines(io: Io, changes: ConfigChange[]): string[] {
  if (changes.length === 0) return ['Nothing differs.'];
  const signs = {
    added: ['+', 'green'],
    removed: ['-', 'red'],
    changed: ['~', 'yellow'],
    unchanged: [' ', 'dim'],
  } as const;
  const lines = changes.flatMap(({ worker, change, differences, restarts }) => {
    const [sign, colour] = signs[change];
    return [
      io.paint(colour, `${sign} ${worker}${restarts && change === 'changed' ? ' (restarts)' : ''}`),
      ...(change === 'changed'
        ? differences.map(
            ({ path, from, to }) => `    ${path}: ${cleanText(from ?? 'none')} → ${cleanText(to ?? 'none')}`,
          )
        : []),
    ];
  });
  const many = (kind: ConfigChange['change']) => changes.filter(({ change }) => change === kind).length;
  const restarts = changes.filter((one) => one.change === 'changed' && one.restarts).length;
  const parts = (['added', 'changed', 'removed'] as const)
    .filter((kind) => many(kind) > 0)
    .map((kind) => `${many(kind)} ${kind}`);
  return [
    ...lines,
    '',
    `${parts.join(', ')}; ${restarts === 0 ? 'no running worker restarts' : `${count('worker', restarts)} to restart`}.`,
  ];
}
