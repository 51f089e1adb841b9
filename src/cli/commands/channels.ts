import type { Channel, Delivery } from '../../hub/server/index.ts';
import { nearest } from '../../shared/nearest.ts';
import type { Command } from '../call.ts';
import { CommandFailure } from '../io.ts';
import { type Cell, cleanText, localTime, table } from '../text/index.ts';

export const list: Command<{ json?: boolean }> = async ({ io, hub, options }) => {
  const { channels } = await hub.get<{ channels: Channel[] }>('/channels');
  if (options.json) {
    io.json({ channels });
    return 0;
  }
  if (channels.length === 0) {
    io.line('There is no channel: add one under notify.channels in yagura.yaml.');
    return 0;
  }
  const now = Date.now();
  const rows = channels.map(({ name, type, target, state, waiting, lastDeliveredAt, error }): Cell[] => [
    { text: cleanText(name) },
    { text: type },
    { text: cleanText(target) },
    { text: state },
    { text: String(waiting) },
    { text: lastDeliveredAt === null ? 'never' : localTime(lastDeliveredAt, now) },
    { text: error === null ? '' : cleanText(error.text) },
  ]);
  const columns = ['CHANNEL', 'TYPE', 'TO', 'STATE', 'WAITING', 'LAST', 'ERROR'].map((title) => ({
    title,
    flexible: title === 'TO' || title === 'ERROR',
  }));
  for (const line of table(columns, rows, { width: io.width, paint: io.paint })) io.line(line);
  return 0;
};

export const test: Command<{ json?: boolean }> = async ({ io, hub, args, options }) => {
  const asked = args[0] ?? '';
  const { channels } = await hub.get<{ channels: Channel[] }>('/channels');
  const names = channels.map(({ name }) => name);
  if (!names.includes(asked)) {
    const close = nearest(asked, names);
    throw new CommandFailure(
      `There is no channel "${asked}" under notify.channels in yagura.yaml.${close ? ` Did you mean "${close}"?` : ''}`,
      2,
    );
  }
  const delivery = await hub.post<Delivery>(`/channels/${encodeURIComponent(asked)}/test`, {});
  const isTaken = delivery.outcome === 'delivered';
  if (options.json) io.json(delivery);
  else {
    const answer = delivery.answer === '' ? '' : `: ${cleanText(delivery.answer)}`;
    io.line(isTaken ? `${asked} took it${answer}` : `${asked} did not take it${answer}`);
  }
  return isTaken ? 0 : 1;
};
