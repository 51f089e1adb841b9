import { expect, it } from 'vitest';
import { auditFilter, auditSearch } from './audit-search.ts';

it('looks for entries as the address says, and leaves out what makes no sense', () => {
  expect(auditSearch({ actor: 'home', action: 'token.', target: '', last: '24h' })).toEqual({
    actor: 'home',
    action: 'token.',
    last: '24h',
  });
  expect(auditSearch({ action: 'dance', since: 'never' })).toEqual({});
  expect(auditFilter({ actor: ' ci ', last: '1h' }, Date.parse('2026-01-01T10:00:00Z'))).toEqual({
    actor: 'ci',
    since: '2026-01-01T09:00:00.000Z',
  });
});
