import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { type Clock, isoTime } from '../../../shared/clock.ts';
import { errnoOf, Failure } from '../../../shared/failure.ts';
import type { Role, Token } from '../schema.ts';
import type { AccessStore, SessionRecord, TokenRecord } from './access-store.ts';

const minuteMs = 60_000;
const sessionIdleMs = 24 * 60 * minuteMs;
const sessionMostMs = 14 * 24 * 60 * minuteMs;
const linkMs = 10 * minuteMs;
/** Uses and idle times are written down at most this often: a page that polls must not wear out the disk. */
const noteEveryMs = minuteMs;
const mostSessions = 1_000;
const mostLinks = 100;
const mostTokens = 1_000;
const mostEndedTokens = 200;
const tokenPattern = /^yg_[A-Za-z0-9_-]{43}$/;
const homeTokenName = 'home';

/** Someone who proved who they are. */
export interface Identity {
  name: string;
  role: Role;
  via: 'token' | 'session';
  tokenId: string;
  expiresAt: number | null;
  /** For audit and events: `token:NAME` or `session:NAME`. */
  actor: string;
  /** SHA-256 of the session's secret; null for bearer tokens. */
  sessionHash: string | null;
}

/**
 * Tokens, sessions and login links, held in memory and written through: a database in trouble must not lock people out.
 * Secrets have 256 random bits and are looked up by their SHA-256, so the time of a lookup tells nothing about them.
 */
export class Access {
  readonly #store: AccessStore;
  readonly #clock: Clock;
  readonly #onError: (what: string, error: unknown) => void;
  readonly #tokens = new Map<string, TokenRecord>();
  readonly #sessions = new Map<string, SessionRecord>();
  readonly #links = new Map<string, number>();

  private constructor(store: AccessStore, clock: Clock, onError: (what: string, error: unknown) => void) {
    this.#store = store;
    this.#clock = clock;
    this.#onError = onError;
  }

  /** Loads what is stored and makes sure that the home's token file holds a valid admin token, mode 0600. */
  static async open(options: {
    store: AccessStore;
    clock: Clock;
    tokenFile: string;
    onError: (what: string, error: unknown) => void;
  }): Promise<Access> {
    const access = new Access(options.store, options.clock, options.onError);
    const { tokens, sessions, links } = await options.store.load();
    for (const token of tokens) access.#tokens.set(token.hash, token);
    for (const session of sessions) access.#sessions.set(session.hash, session);
    for (const link of links) access.#links.set(link.hash, link.expiresAt);
    access.#forgetEnded();
    await access.#adoptHomeToken(options.tokenFile);
    return access;
  }

  /** Whoever can write the home is the owner already: a file that is there counts, one that is gone is replaced and its token ends. */
  async #adoptHomeToken(file: string): Promise<void> {
    let secret: string | null = null;
    try {
      secret = (await readFile(file, 'utf8')).trim();
      if (((await stat(file)).mode & 0o077) !== 0) await chmod(file, 0o600);
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw error;
    }
    if (secret === null || !tokenPattern.test(secret)) {
      secret = newSecret();
      await writeFile(file, `${secret}\n`, { mode: 0o600 });
      await chmod(file, 0o600);
    }
    const hash = hashOf(secret);
    for (const token of this.#tokens.values()) {
      if (token.name === homeTokenName && token.hash !== hash && token.revokedAt === null) {
        this.#keepToken({ ...token, revokedAt: this.#clock.now() });
      }
    }
    const known = this.#tokens.get(hash);
    if (known && this.#isValid(known)) return;
    this.#keepToken({
      id: known?.id ?? randomUUID(),
      name: homeTokenName,
      role: 'admin',
      hash,
      createdAt: this.#clock.now(),
      expiresAt: null,
      lastUsedAt: null,
      revokedAt: null,
    });
  }

  /** The owner of a bearer token, or null. */
  byToken(secret: string): Identity | null {
    if (!tokenPattern.test(secret)) return null;
    const token = this.#tokens.get(hashOf(secret));
    if (!token || !this.#isValid(token)) return null;
    const now = this.#clock.now();
    if (token.lastUsedAt === null || now - token.lastUsedAt >= noteEveryMs) {
      token.lastUsedAt = now;
      this.#inBackground('noting the use of a token', this.#store.saveToken(token));
    }
    return identityOf(token, null, token.expiresAt);
  }

  /** The owner of a session cookie, or null. Using a session keeps it from idling out. */
  bySession(secret: string): Identity | null {
    const hash = hashOf(secret);
    const session = this.#sessions.get(hash);
    const token = session && this.#validToken(session.tokenId);
    const now = this.#clock.now();
    if (!session || !token || session.expiresAt <= now) return null;
    const expiresAt = Math.min(
      now + sessionIdleMs,
      session.createdAt + sessionMostMs,
      token.expiresAt ?? Number.POSITIVE_INFINITY,
    );
    if (expiresAt - session.expiresAt >= noteEveryMs) {
      session.expiresAt = expiresAt;
      session.usedAt = now;
      this.#inBackground('prolonging a session', this.#store.saveSession(session));
    }
    return identityOf(token, hash, session.expiresAt);
  }

  /** False once the token was revoked or expired, or the session ended: long-lived connections ask from time to time. */
  isStillValid(identity: Identity): boolean {
    if (!this.#validToken(identity.tokenId)) return false;
    if (identity.sessionHash === null) return true;
    return (this.#sessions.get(identity.sessionHash)?.expiresAt ?? 0) > this.#clock.now();
  }

  /** Starts a session for someone who proved to own a token; answers the cookie's secret. */
  startSession({ tokenId, name, role, expiresAt }: Identity): string {
    const now = this.#clock.now();
    this.#forgetEnded();
    while (this.#sessions.size >= mostSessions)
      this.#forgetSession(this.#sessions.keys().next().value as string);
    const secret = randomBytes(32).toString('base64url');
    const session: SessionRecord = {
      hash: hashOf(secret),
      tokenId,
      name,
      role,
      createdAt: now,
      usedAt: now,
      expiresAt: Math.min(now + sessionIdleMs, expiresAt ?? Number.POSITIVE_INFINITY),
    };
    this.#sessions.set(session.hash, session);
    this.#inBackground('saving a session', this.#store.saveSession(session));
    return secret;
  }

  endSession(identity: Identity): void {
    if (identity.sessionHash !== null) this.#forgetSession(identity.sessionHash);
  }

  /** A code that starts one session of the home's owner within ten minutes. */
  createLoginCode(): { code: string; expiresAt: number } {
    const now = this.#clock.now();
    this.#forgetEnded();
    while (this.#links.size >= mostLinks) this.#forgetLink(this.#links.keys().next().value as string);
    const code = randomBytes(32).toString('base64url');
    const link = { hash: hashOf(code), expiresAt: now + linkMs };
    this.#links.set(link.hash, link.expiresAt);
    this.#inBackground('saving a login link', this.#store.saveLink(link));
    return { code, expiresAt: link.expiresAt };
  }

  /** Uses up a login code; answers the home token's identity, or null when the code is unknown, used or too old. */
  async redeemLoginCode(code: string): Promise<Identity | null> {
    const hash = hashOf(code);
    const expiresAt = this.#links.get(hash);
    if (expiresAt === undefined) return null;
    this.#links.delete(hash);
    // Awaited, so that a crash cannot leave a link that works twice; but a full disk must not keep its owner from looking.
    await this.#store
      .deleteLink(hash)
      .catch((error: unknown) => this.#onError('using up a login link', error));
    if (expiresAt <= this.#clock.now()) return null;
    const home = [...this.#tokens.values()].find((t) => t.name === homeTokenName && this.#isValid(t));
    return home ? identityOf(home, null, home.expiresAt) : null;
  }

  tokens(): Token[] {
    return [...this.#tokens.values()].sort((a, b) => a.createdAt - b.createdAt).map(viewOf);
  }

  async createToken(asked: {
    name: string;
    role: Role;
    expiresAt: number | null;
  }): Promise<{ token: Token; secret: string }> {
    const problem = this.#whyNot(asked);
    if (problem !== null) throw problem;
    const secret = newSecret();
    const token: TokenRecord = {
      ...asked,
      id: randomUUID(),
      hash: hashOf(secret),
      createdAt: this.#clock.now(),
      lastUsedAt: null,
      revokedAt: null,
    };
    await this.#saveToken(token);
    await this.#dropOldTokens();
    return { token: viewOf(token), secret };
  }

  #whyNot(asked: { name: string; expiresAt: number | null }): Failure | null {
    if (asked.expiresAt !== null && asked.expiresAt <= this.#clock.now()) {
      const errors = [{ path: 'expiresAt', message: 'must lie in the future' }];
      return new Failure('bad_request', 'expiresAt must lie in the future', { errors });
    }
    const valid = [...this.#tokens.values()].filter((token) => this.#isValid(token));
    if (asked.name === homeTokenName || valid.some((token) => token.name === asked.name)) {
      return new Failure('conflict', `a valid token is named ${asked.name} already`);
    }
    return valid.length >= mostTokens
      ? new Failure('conflict', `there are ${mostTokens} tokens already; revoke some`)
      : null;
  }

  /** Ends a token and every session that was opened with it. */
  async revokeToken(id: string): Promise<void> {
    const token = [...this.#tokens.values()].find((t) => t.id === id);
    if (!token) throw new Failure('not_found', `no token has the id ${id}`);
    if (token.name === homeTokenName && this.#isValid(token)) {
      throw new Failure(
        'conflict',
        "the home's own token cannot be revoked: remove its file and restart the hub",
      );
    }
    if (token.revokedAt === null) await this.#saveToken({ ...token, revokedAt: this.#clock.now() });
    for (const [hash, session] of this.#sessions) if (session.tokenId === id) this.#forgetSession(hash);
  }

  async #saveToken(token: TokenRecord): Promise<void> {
    await this.#store.saveToken(token);
    this.#tokens.set(token.hash, token);
  }

  /** For what must work even while the database does not. */
  #keepToken(token: TokenRecord): void {
    this.#tokens.set(token.hash, token);
    this.#inBackground('saving a token', this.#store.saveToken(token));
  }

  /** Tokens that ended stay listed for a while, so that the audit log can be understood; not for ever. */
  async #dropOldTokens(): Promise<void> {
    const ended = [...this.#tokens.values()].filter((token) => !this.#isValid(token));
    for (const token of ended.slice(0, Math.max(0, ended.length - mostEndedTokens))) {
      this.#tokens.delete(token.hash);
      await this.#store.deleteToken(token.id);
    }
  }

  #forgetEnded(): void {
    const now = this.#clock.now();
    for (const [hash, session] of this.#sessions) if (session.expiresAt <= now) this.#forgetSession(hash);
    for (const [hash, expiresAt] of this.#links) if (expiresAt <= now) this.#forgetLink(hash);
  }

  #isValid(token: TokenRecord): boolean {
    return token.revokedAt === null && (token.expiresAt === null || token.expiresAt > this.#clock.now());
  }

  #validToken(id: string): TokenRecord | undefined {
    for (const token of this.#tokens.values()) if (token.id === id && this.#isValid(token)) return token;
    return undefined;
  }

  #forgetSession(hash: string): void {
    this.#sessions.delete(hash);
    this.#inBackground('ending a session', this.#store.deleteSession(hash));
  }

  #forgetLink(hash: string): void {
    this.#links.delete(hash);
    this.#inBackground('forgetting a login link', this.#store.deleteLink(hash));
  }

  #inBackground(what: string, work: Promise<void>): void {
    work.catch((error: unknown) => this.#onError(what, error));
  }
}

function identityOf(token: TokenRecord, sessionHash: string | null, expiresAt: number | null): Identity {
  const via = sessionHash === null ? 'token' : 'session';
  return {
    name: token.name,
    role: token.role,
    via,
    tokenId: token.id,
    expiresAt,
    actor: `${via}:${token.name}`,
    sessionHash,
  };
}

function viewOf(token: TokenRecord): Token {
  const time = (ms: number | null) => (ms === null ? null : isoTime(ms));
  return {
    id: token.id,
    name: token.name,
    role: token.role,
    createdAt: isoTime(token.createdAt),
    expiresAt: time(token.expiresAt),
    lastUsedAt: time(token.lastUsedAt),
    revokedAt: time(token.revokedAt),
  };
}

function newSecret(): string {
  return `yg_${randomBytes(32).toString('base64url')}`;
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
