import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLink, signLink } from './links.ts';
import { linkActs } from './notifier.ts';

const key = randomBytes(32);
const expiresAtMs = Date.UTC(2026, 0, 8);
const claim = { act: 'acknowledge', subject: '17', by: 'ops', expiresAtMs } as const;

describe('a link', () => {
  it('says what it allows until its time is over', () => {
    const token = signLink(claim, key);
    expect(readLink(token, key, expiresAtMs)).toEqual(claim);
    expect(readLink(token, key, expiresAtMs + 1)).toBe('expired');
  });

  it('is nothing to another tower', () => {
    expect(readLink(signLink(claim, key), randomBytes(32), 0)).toBeNull();
  });

  it('is of no use when any of it is changed, and fits into a path', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...linkActs),
        fc.string({ maxLength: 15 }),
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.nat(250),
        (act, subject, by, at) => {
          const token = signLink({ act, subject, by, expiresAtMs }, key);
          expect(token.length).toBeLessThanOrEqual(300);
          expect(readLink(token, key, 0)).toMatchObject({ act, subject });
          const place = at % token.length;
          const changed = `${token.slice(0, place)}${token[place] === 'A' ? 'B' : 'A'}${token.slice(place + 1)}`;
          // The last sign of base64 carries bits that mean nothing; the text is compared, not what it decodes to.
          expect(readLink(changed, key, 0)).toBeNull();
        },
      ),
    );
  });

  it.each(['', '.', 'a.b', 'a.b.c', 'x'.repeat(10_000)])('is not made of just anything: %j', (token) => {
    expect(readLink(token, key, 0)).toBeNull();
  });
});
