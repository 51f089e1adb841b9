/** Says in plain words why a connection failed. */
import { errnoOf, messageOf } from './failure.ts';
import { oneLine } from './one-line.ts';

const words: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection closed by the other side',
  EPIPE: 'connection closed by the other side',
  ENOTFOUND: 'host name not found',
  EAI_AGAIN: 'host name not found (no answer from DNS)',
  EHOSTUNREACH: 'host not reachable',
  ENETUNREACH: 'network not reachable',
  ETIMEDOUT: 'connection timed out',
};

export function whyUnreachable(error: unknown): string {
  const code = errnoOf(error);
  return (code && words[code]) ?? (oneLine(messageOf(error)) || code || 'connection failed');
}
