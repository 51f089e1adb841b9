import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock, systemClock } from '../../../shared/clock.ts';
import { Failure } from '../../../shared/failure.ts';
import { openHome } from '../../../shared/home.ts';
import { openStore, type Store } from '../../store/index.ts';
import { Access, createSqlAccessStore, type Identity } from './index.ts';

const hourMs = 3_600_000;
let dir: string;
let store: Store;
let clock: ManualClock;
let errors: string[];
const tokenFile = () => join(dir, 'token');
const homeToken = () => readFileSync(tokenFile(), 'utf8').trim();
const open = (accessStore = createSqlAccessStore(store)) =>
  Access.open({ store: accessStore, clock, tokenFile: tokenFile(), onError: (what) => errors.push(what) });

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-access-'));
  clock = new ManualClock();
  errors = [];
  store = await openStore({ home: openHome(dir), clock: systemClock, onCorrupt: () => {} });
});
afterEach(async () => {
  await store.close().catch(() => {});
  rmSync(dir, { recursive: true, force: true });
});

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing',
    (error: unknown) => (error instanceof Failure ? error.code : error),
  );
const owner = (access: Access): Identity => access.byToken(homeToken())!;

describe("the home's token", () => {
  it('is made once, for the owner alone, and is worth admin', async () => {
    const first = await open();
    expect(statSync(tokenFile()).mode & 0o777).toBe(0o600);
    expect(homeToken()).toMatch(/^yg_[\w-]{43}$/);
    expect(owner(first)).toMatchObject({ name: 'home', role: 'admin', actor: 'token:home', expiresAt: null });
    const before = homeToken();
    expect(owner(await open()).role).toBe('admin');
    expect(homeToken()).toBe(before);
  });

  it('is never stored', async () => {
    await open();
    const rows = JSON.stringify(await store.db.selectFrom('tokens').selectAll().execute());
    expect(rows).toContain('home');
    expect(rows).not.toContain(homeToken());
    expect(rows).not.toContain(homeToken().slice(3));
  });

  it('is replaced when its file is gone or spoilt, and the former ends', async () => {
    await open();
    for (const spoil of [() => rmSync(tokenFile()), () => writeFileSync(tokenFile(), 'letmein\n')]) {
      const before = homeToken();
      spoil();
      const access = await open();
      expect(homeToken()).not.toBe(before);
      expect(access.byToken(before)).toBeNull();
      expect(owner(access).role).toBe('admin');
    }
  });

  it('works after the database was lost, and its file is made private again', async () => {
    await open();
    await store.db.deleteFrom('tokens').execute();
    chmodSync(tokenFile(), 0o644);
    expect(owner(await open()).role).toBe('admin');
    expect(statSync(tokenFile()).mode & 0o777).toBe(0o600);
  });

  it('works while the database cannot be written', async () => {
    const broken = {
      ...createSqlAccessStore(store),
      saveToken: () => Promise.reject(new Error('disk full')),
    };
    const access = await open(broken);
    expect(owner(access).role).toBe('admin');
    await expect.poll(() => errors).toContain('saving a token');
  });

  it('does not hide that its file cannot be read', async () => {
    rmSync(tokenFile(), { force: true });
    await expect(
      Access.open({ store: createSqlAccessStore(store), clock, tokenFile: dir, onError: () => {} }),
    ).rejects.toThrow('EISDIR');
  });

  it('cannot be revoked or doubled by name', async () => {
    const access = await open();
    expect(await codeOf(access.revokeToken(owner(access).tokenId))).toBe('conflict');
    expect(await codeOf(access.createToken({ name: 'home', role: 'viewer', expiresAt: null }))).toBe(
      'conflict',
    );
  });
});

describe('tokens', () => {
  it('are known after a restart, with role, use and end', async () => {
    const { secret, token } = await (await open()).createToken({
      name: 'ci',
      role: 'operator',
      expiresAt: clock.now() + hourMs,
    });
    const access = await open();
    expect(access.byToken(secret)).toMatchObject({ name: 'ci', role: 'operator', tokenId: token.id });
    expect(access.tokens().find((t) => t.id === token.id)?.lastUsedAt).toBe('2026-01-01T00:00:00.000Z');
    clock.advance(hourMs);
    expect(access.byToken(secret)).toBeNull();
  });

  it.each(['', 'yg_', 'nonsense', `yg_${'a'.repeat(43)}`, `yg_${'a'.repeat(42)}\n`, 'x'.repeat(10_000)])(
    'refuse %j',
    async (secret) => {
      expect((await open()).byToken(secret)).toBeNull();
    },
  );

  it('write down their use at most once a minute', async () => {
    const saved: (number | null)[] = [];
    const plain = createSqlAccessStore(store);
    const access = await open({ ...plain, saveToken: (t) => (saved.push(t.lastUsedAt), plain.saveToken(t)) });
    saved.length = 0;
    for (let i = 0; i < 5; i++) owner(access);
    expect(saved).toHaveLength(1);
    clock.advance(60_000);
    owner(access);
    expect(saved).toHaveLength(2);
  });

  it('end at once when revoked, with their sessions and for good', async () => {
    const access = await open();
    const { secret, token } = await access.createToken({ name: 'ci', role: 'viewer', expiresAt: null });
    const identity = access.byToken(secret)!;
    const session = access.bySession(access.startSession(identity))!;
    expect(access.isStillValid(session)).toBe(true);
    await access.revokeToken(token.id);
    expect(access.byToken(secret)).toBeNull();
    expect(access.isStillValid(identity)).toBe(false);
    expect(access.isStillValid(session)).toBe(false);
    expect((await open()).byToken(secret)).toBeNull();
    await access.revokeToken(token.id); // twice is harmless
    expect(await codeOf(access.revokeToken('none'))).toBe('not_found');
  });

  it('need a name of their own and an end that lies ahead', async () => {
    const access = await open();
    const create = (name: string, expiresAt: number | null) =>
      codeOf(access.createToken({ name, role: 'viewer', expiresAt }));
    expect(await create('ci', null)).toBe('nothing');
    expect(await create('ci', null)).toBe('conflict');
    expect(await create('late', clock.now())).toBe('bad_request');
    await access.revokeToken(access.tokens().find((t) => t.name === 'ci')!.id);
    expect(await create('ci', null)).toBe('nothing');
  });

  it('that ended are forgotten beyond 200', async () => {
    const access = await open();
    for (let i = 0; i < 205; i++)
      await access.createToken({ name: `t${i}`, role: 'viewer', expiresAt: clock.now() + 1 });
    clock.advance(hourMs);
    await access.createToken({ name: 'last', role: 'viewer', expiresAt: null });
    expect(access.tokens()).toHaveLength(202); // home, last, and 200 that ended
    expect((await open()).tokens()).toHaveLength(202);
  });

  it('that are valid are bounded', async () => {
    const access = await open({ ...createSqlAccessStore(store), saveToken: async () => {} });
    for (let i = 0; i < 999; i++)
      await access.createToken({ name: `t${i}`, role: 'viewer', expiresAt: null });
    expect(await codeOf(access.createToken({ name: 'more', role: 'viewer', expiresAt: null }))).toBe(
      'conflict',
    );
  });
});

describe('sessions', () => {
  it('are known after a restart and stored only as a hash', async () => {
    const access = await open();
    const secret = access.startSession(owner(access));
    expect((await open()).bySession(secret)).toMatchObject({
      name: 'home',
      via: 'session',
      actor: 'session:home',
    });
    expect(JSON.stringify(await store.db.selectFrom('sessions').selectAll().execute())).not.toContain(secret);
  });

  it('end after a day without use, and after two weeks in any case', async () => {
    const access = await open();
    const idle = access.startSession(owner(access));
    clock.advance(24 * hourMs);
    expect(access.bySession(idle)).toBeNull();
    const busy = access.startSession(owner(access));
    for (let hours = 0; hours < 13 * 24; hours += 12) {
      clock.advance(12 * hourMs);
      expect(access.bySession(busy)).not.toBeNull();
    }
    clock.advance(23 * hourMs);
    expect(access.bySession(busy)).not.toBeNull();
    clock.advance(1 * hourMs);
    expect(access.bySession(busy)).toBeNull();
  });

  it('do not outlive their token', async () => {
    const access = await open();
    const { secret } = await access.createToken({
      name: 'short',
      role: 'viewer',
      expiresAt: clock.now() + hourMs,
    });
    const session = access.startSession(access.byToken(secret)!);
    expect(access.bySession(session)?.expiresAt).toBe(clock.now() + hourMs);
    clock.advance(hourMs);
    expect(access.bySession(session)).toBeNull();
  });

  it('end when asked to, and only they', async () => {
    const access = await open();
    const [one, two] = [access.startSession(owner(access)), access.startSession(owner(access))];
    access.endSession(access.bySession(one)!);
    access.endSession(owner(access)); // a token has no session to end
    expect(access.bySession(one)).toBeNull();
    expect(access.bySession(two)).not.toBeNull();
    expect((await open()).bySession(one)).toBeNull();
  });

  it('are bounded: the oldest makes room', async () => {
    const access = await open({
      ...createSqlAccessStore(store),
      saveSession: async () => {},
      deleteSession: async () => {},
    });
    const first = access.startSession(owner(access));
    for (let i = 0; i < 1_000; i++) access.startSession(owner(access));
    expect(access.bySession(first)).toBeNull();
  });
});

describe('login links', () => {
  it('work once, within ten minutes, also across a restart', async () => {
    const { code } = (await open()).createLoginCode();
    const access = await open();
    expect(await access.redeemLoginCode(code)).toMatchObject({ name: 'home', role: 'admin' });
    expect(await access.redeemLoginCode(code)).toBeNull();
    expect(await (await open()).redeemLoginCode(code)).toBeNull();
    expect(await access.redeemLoginCode('guess')).toBeNull();
    const late = access.createLoginCode();
    clock.advance(600_000);
    expect(await access.redeemLoginCode(late.code)).toBeNull();
  });

  it('let their owner in while the database cannot be written, still only once', async () => {
    const full = () => Promise.reject(new Error('disk full'));
    const access = await open({ ...createSqlAccessStore(store), saveLink: full, deleteLink: full });
    const { code } = access.createLoginCode();
    expect(await access.redeemLoginCode(code)).toMatchObject({ name: 'home' });
    expect(await access.redeemLoginCode(code)).toBeNull();
    expect(errors).toContain('using up a login link');
  });

  it('are bounded and cleared away', async () => {
    const access = await open();
    const first = access.createLoginCode();
    for (let i = 0; i < 100; i++) access.createLoginCode();
    expect(await access.redeemLoginCode(first.code)).toBeNull();
    clock.advance(600_000);
    await open();
    await expect.poll(() => store.db.selectFrom('login_links').selectAll().execute()).toEqual([]);
  });
});

describe('the audit log', () => {
  it('is read newest first, page by page', async () => {
    const access = createSqlAccessStore(store);
    const entry = {
      time: '2026-01-01T00:00:00.000Z',
      actor: 'token:ci',
      role: 'viewer' as const,
      target: null,
      outcome: 'done',
      address: '::1',
      detail: { a: 1 },
    };
    for (const action of ['one', 'two', 'three']) await access.appendAudit({ ...entry, action });
    await access.appendAudit({ ...entry, role: null, action: 'four' });
    const page = await access.readAudit({ limit: 2, before: null });
    expect(page.map((e) => [e.action, e.role])).toEqual([
      ['four', null],
      ['three', 'viewer'],
    ]);
    expect((await access.readAudit({ limit: 9, before: page[1]!.id })).map((e) => e.action)).toEqual([
      'two',
      'one',
    ]);
    expect(page[1]!.detail).toEqual({ a: 1 });
  });
});
