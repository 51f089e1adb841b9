/** Who may do what: tokens, sessions, one-time links, roles, and the record of what was done. */
export { Access } from './access.ts';
export type { Identity } from './access.ts';
export type { AccessStore, AuditRecord, LinkRecord, SessionRecord, TokenRecord } from './access-store.ts';
export { isAllowedHost, isLoopback, isSameOrigin } from './origin.ts';
export { createLoginLimit } from './login-limit.ts';
export type { LoginLimit } from './login-limit.ts';
export { allows } from './roles.ts';
export { auditRetention, createSqlAccessStore } from './sql-access-store.ts';
export { sessionCookieName } from './session-cookie.ts';
