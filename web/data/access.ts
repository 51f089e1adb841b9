/** Who may do what, and who did what. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { ask } from './api.ts';
import type { Operations, Role, Token } from './types.ts';

/** From the least to the most that one may do. */
export const roles: readonly Role[] = ['viewer', 'operator', 'admin'];

/** The first token, which stands in a file of the home and cannot be revoked from here. */
export const homeToken = 'home';

/** A role includes the ones below it. The server decides; this keeps the page from offering what it would refuse. */
export function allows(has: Role | undefined, needed: Role): boolean {
  return has !== undefined && roles.indexOf(has) >= roles.indexOf(needed);
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
