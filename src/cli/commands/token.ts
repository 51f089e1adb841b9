import type { Role, Token } from '../../hub/server/index.ts';
import { nearest } from '../../shared/nearest.ts';
import type { Command } from '../call.ts';
import { CommandFailure } from '../io.ts';
import { type Cell, cleanText, localTime, table } from '../text/index.ts';

export const create: Command<{ role: Role; expires?: string; json?: boolean }> = async ({
  io,
  hub,
  args,
  options,
}) => {
  const expiresAt = options.expires === undefined ? null : expiryOf(options.expires, Date.now());
  const created = await hub.post<Token & { token: string }>('/tokens', {
    name: args[0],
    role: options.role,
    expiresAt,
  });
  if (options.json) io.json(created);
  else {
    io.line(created.token);
    if (io.isTerminal) io.line(io.paint('dim', 'Keep it well: it is not shown again.'));
  }
  return 0;
};

export const list: Command<{ json?: boolean }> = async ({ io, hub, options }) => {
  const { tokens } = await hub.get<{ tokens: Token[] }>('/tokens');
  if (options.json) {
    io.json({ tokens });
    return 0;
  }
  const now = Date.now();
  const time = (at: string | null, otherwise: string) => ({
    text: at === null ? otherwise : localTime(at, now),
  });
  const rows = tokens.map((token): Cell[] => [
    { text: token.id },
    { text: cleanText(token.name) },
    { text: token.role },
    { text: stateOf(token, now) },
    time(token.createdAt, ''),
    time(token.expiresAt, 'never'),
    time(token.lastUsedAt, 'never'),
  ]);
  const columns = ['ID', 'NAME', 'ROLE', 'STATE', 'CREATED', 'EXPIRES', 'LAST USED'].map((title) => ({
    title,
    flexible: title === 'NAME',
  }));
  for (const line of table(columns, rows, { width: io.width, paint: io.paint })) io.line(line);
  return 0;
};

export const revoke: Command<Record<string, never>> = async ({ io, hub, args }) => {
  const asked = args[0] ?? '';
  const { tokens } = await hub.get<{ tokens: Token[] }>('/tokens');
  const usable = tokens.filter(({ revokedAt }) => revokedAt === null);
  const meant = usable.filter(({ id, name }) => id === asked || name === asked);
  const [token] = meant;
  if (!token) {
    const close = nearest(
      asked,
      usable.map(({ name }) => name),
    );
    throw new CommandFailure(
      `There is no usable token "${asked}".${close ? ` Did you mean "${close}"?` : ''}`,
      2,
    );
  }
  if (meant.length > 1)
    throw new CommandFailure(
      `${meant.length} tokens are called "${asked}"; say which by id: ${meant.map(({ id }) => id).join(', ')}`,
      2,
    );
  await hub.delete(`/tokens/${encodeURIComponent(token.id)}`);
  io.line(`${token.name} is revoked.`);
  return 0;
};

function stateOf({ revokedAt, expiresAt }: Token, now: number): string {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && Date.parse(expiresAt) <= now ? 'expired' : 'valid';
}

/** `30d` from now, or a time that lies ahead. */
function expiryOf(text: string, now: number): string {
  const ahead = /^(\d{1,6})\s*(m|h|d)$/.exec(text);
  const at = ahead
    ? now + Number(ahead[1]) * { m: 60_000, h: 3_600_000, d: 86_400_000 }[ahead[2] as 'm' | 'h' | 'd']
    : /^\d{4}-\d{2}-\d{2}/.test(text)
      ? Date.parse(text)
      : Number.NaN;
  if (Number.isNaN(at) || at <= now)
    throw new CommandFailure(
      `--expires: got "${text}", expected 12h, 30d or a time ahead such as 2030-01-31T00:00:00Z`,
      2,
    );
  return new Date(at).toISOString();
}
