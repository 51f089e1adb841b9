import type { Command } from '../call.ts';

export const login: Command<{ json?: boolean }> = async ({ io, hub, options }) => {
  const link = await hub.post<{ url: string; expiresAt: string }>('/login-links');
  if (options.json) io.json(link);
  else io.line(link.url);
  return 0;
};
