/** How channels reach the outside: addresses that are nobody's business are refused, answers are bounded, redirects are not followed. */
export { ForbiddenAddress, isPrivateAddress, resolvePublic } from './addresses.ts';
export { type Reply, type Request, request } from './request.ts';
