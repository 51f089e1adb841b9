/** Who may do what, and who did what. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { ask } from './api.ts';
import type { Operations, Role, Token } from './types.ts';

const ranks: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 };

/** A role includes the ones below it. The server decides; this keeps the page from offering what it would refuse. */
export function allows(has: Role | undefined, needed: Role): boolean {
  return has !== undefined && ranks[has] >= ranks[needed];
}

/** How a token stands at a time: one that has ended is listed for a while, so that the audit log can be understood. */
export function standingOf(token: Token, now: number): 'valid' | 'expired' | 'revoked' {
  if (token.revokedAt !== null) return 'revoked';
  return token.expiresAt !== null && Date.parse(token.expiresAt) <= now ? 'expired' : 'valid';
}

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => ask('GET /api/v1/tokens', { signal }),
  refetchInterval: 30_000,
});

const auditPageSize = 100;

export const auditQuery = (filter: Operations['GET /api/v1/audit']['query']) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ signal, pageParam }) =>
      ask('GET /api/v1/audit', {
        query: { ...filter, limit: auditPageSize, ...(pageParam === null ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 10_000,
  });
