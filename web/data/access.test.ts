import { expect, it } from 'vitest';
import { allows, standingOf } from './access.ts';
import type { Token } from './types.ts';

it('a role includes the ones below it, and nobody may do nothing', () => {
  expect([allows('admin', 'viewer'), allows('operator', 'operator'), allows('viewer', 'operator')]).toEqual([
    true,
    true,
    false,
  ]);
  expect(allows(undefined, 'viewer')).toBe(false);
});

it('a token stands as it was left', () => {
  const now = Date.parse('2026-01-02T00:00:00Z');
  const token: Token = {
    id: '1',
    name: 'ci',
    role: 'viewer',
    createdAt: '2026-01-01T00:00:00.000Z',
    expiresAt: null,
    lastUsedAt: null,
    revokedAt: null,
  };
  expect(standingOf(token, now)).toBe('valid');
  expect(standingOf({ ...token, expiresAt: '2026-01-02T00:00:00.000Z' }, now)).toBe('expired');
  expect(standingOf({ ...token, expiresAt: '2026-01-02T00:00:01.000Z' }, now)).toBe('valid');
  expect(standingOf({ ...token, revokedAt: '2026-01-01T12:00:00.000Z' }, now)).toBe('revoked');
});
