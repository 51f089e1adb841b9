import type { OnCallView, Override } from '../../hub/oncall/index.ts';
import type { Command } from '../call.ts';
import { cleanText, localTime } from '../text/index.ts';

export const list: Command<{ team?: string; json?: boolean }> = async ({ io, hub, options }) => {
  const query = options.team === undefined ? '' : `?team=${encodeURIComponent(options.team)}`;
  const view = await hub.get<OnCallView>(`/oncall${query}`);
  if (options.json) {
    io.json(view);
    return 0;
  }
  if (view.teams.length === 0) io.note('No teams in yagura.yaml.');
  const nowMs = Date.now();
  for (const { team, now, layers, overrides } of view.teams) {
    io.line(`${io.paint('bold', cleanText(team))}: ${cleanText(now.join(', '))}`);
    for (const { name, now: turn, next } of layers) {
      const present = turn ? `${cleanText(turn.member)} until ${localTime(turn.to, nowMs)}` : 'nobody';
      const then = next ? `, then ${cleanText(next.member)} from ${localTime(next.from, nowMs)}` : '';
      io.line(`  ${cleanText(name)}: ${present}${then}`);
    }
    for (const { id, member, from, to } of overrides)
      io.line(`  override ${id}: ${cleanText(member)} ${localTime(from, nowMs)} to ${localTime(to, nowMs)}`);
  }
  return 0;
};

export const override: Command<{ from: string; to: string; layer?: string; json?: boolean }> = async ({
  io,
  hub,
  args,
  options,
}) => {
  const [team = '', member = ''] = args;
  const { from, to, layer = null } = options;
  const added = await hub.post<Override>('/oncall/overrides', { team, member, layer, from, to });
  if (options.json) io.json(added);
  else io.line(`Override ${added.id}: ${cleanText(added.member)} is on call for ${cleanText(added.team)}.`);
  return 0;
};

export const remove: Command<object> = async ({ io, hub, args }) => {
  await hub.delete(`/oncall/overrides/${encodeURIComponent(args[0] ?? '')}`);
  io.line('Removed.');
  return 0;
};
