import type { AuditEntry, Role } from '../schema.ts';

/** Times are ms since the epoch. Secrets are only ever kept as their SHA-256 in hexadecimal. */
export interface TokenRecord {
  id: string;
  name: string;
  role: Role;
  hash: string;
  createdAt: number;
  expiresAt: number | null;
  lastUsedAt: number | null;
  revokedAt: number | null;
}

export interface SessionRecord {
  hash: string;
  /** The session ends when this token does. */
  tokenId: string;
  /** The token's, for people who look into the table. */
  name: string;
  role: Role;
  createdAt: number;
  usedAt: number;
  expiresAt: number;
}

export interface LinkRecord {
  hash: string;
  expiresAt: number;
}

export type AuditRecord = Omit<AuditEntry, 'id'>;

export interface AuditQuery {
  limit: number;
  before: number | null;
  /** Texts that these hold, in any case. */
  actor?: string | undefined;
  target?: string | undefined;
  /** Exact, or a prefix that ends with a dot: `worker.`. */
  action?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

/** What authentication needs to remember. */
export interface AccessStore {
  load(): Promise<{ tokens: TokenRecord[]; sessions: SessionRecord[]; links: LinkRecord[] }>;
  /** Inserts, or replaces the one with the same id. */
  saveToken(token: TokenRecord): Promise<void>;
  deleteToken(id: string): Promise<void>;
  saveSession(session: SessionRecord): Promise<void>;
  deleteSession(hash: string): Promise<void>;
  saveLink(link: LinkRecord): Promise<void>;
  deleteLink(hash: string): Promise<void>;
  appendAudit(entry: AuditRecord): Promise<void>;
  /** Newest first; `before` is the id of the last entry that the caller has. */
  readAudit(query: AuditQuery): Promise<AuditEntry[]>;
}
