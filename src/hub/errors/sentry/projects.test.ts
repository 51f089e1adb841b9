import { dsnFromString } from '@sentry/core';
import { describe, expect, it } from 'vitest';
import { keyOfEnvelope, keyOfRequest } from './credentials.ts';
import { createProjects, dsnOf, isKeyOf } from './projects.ts';
import { createRate } from './rate.ts';

const declared = [{ name: 'shop', worker: 'mailer', rate: 5, origins: [] }];
const projects = createProjects({
  secret: 's3cret',
  declared: () => declared,
  workers: () => ['mailer', '42'],
  defaultRate: 100,
});

describe('projects', () => {
  it('are those that are declared, and every worker', () => {
    expect(projects.all().map(({ name, worker, rate }) => [name, worker, rate])).toEqual([
      ['shop', 'mailer', 5],
      ['mailer', 'mailer', 100],
      ['42', '42', 100],
    ]);
  });

  it('are found by name and by number', () => {
    const shop = projects.find('shop');
    expect(shop?.id).toMatch(/^\d{1,15}$/);
    expect(projects.find(shop?.id ?? '')).toEqual(shop);
    expect(projects.find('42')?.name).toBe('42');
    for (const stranger of ['nobody', '1', '', '__proto__']) expect(projects.find(stranger)).toBeNull();
  });

  it('have a key each, which depends on the secret alone', () => {
    const [shop, mailer] = projects.all();
    const same = createProjects({
      secret: 's3cret',
      declared: () => declared,
      workers: () => [],
      defaultRate: 1,
    }).find('shop');
    const other = createProjects({
      secret: 'other',
      declared: () => declared,
      workers: () => [],
      defaultRate: 1,
    }).find('shop');
    if (!shop || !mailer || !same || !other) throw new Error('not found');
    expect(same.key).toBe(shop.key);
    expect(isKeyOf(shop, same.key)).toBe(true);
    for (const key of [mailer.key, other.key, '', shop.key.slice(1), `${shop.key}0`])
      expect(isKeyOf(shop, key)).toBe(false);
  });

  it("have a DSN that Sentry's own SDK takes", () => {
    const shop = projects.find('shop');
    if (!shop) throw new Error('not found');
    expect(dsnFromString(dsnOf(shop, 'https://tower.example:8910'))).toMatchObject({
      protocol: 'https',
      publicKey: shop.key,
      host: 'tower.example',
      port: '8910',
      path: 'sentry',
      projectId: shop.id,
    });
  });
});

describe('the key of a request', () => {
  it.each([
    [{ 'x-sentry-auth': 'Sentry sentry_key=abc, sentry_version=7' }, {}, 'abc'],
    [
      { 'x-sentry-auth': 'Sentry sentry_version=7,sentry_client=x/1,sentry_key=abc,sentry_secret=d' },
      {},
      'abc',
    ],
    [{ authorization: 'Sentry sentry_key=abc' }, {}, 'abc'],
    [{}, { sentry_key: 'abc' }, 'abc'],
    [{ 'x-sentry-auth': 'Sentry sentry_version=7' }, { sentry_key: 'q' }, 'q'],
    [{ authorization: 'Bearer sentry_key=abc' }, {}, null],
    [{}, { sentry_key: ['a', 'b'] }, null],
    [{}, {}, null],
  ])('of %j and %j is %s', (headers, query, key) => {
    expect(keyOfRequest({ headers, query })).toBe(key);
  });

  it.each([
    [{ dsn: 'http://abc@host:8910/sentry/1' }, 'abc'],
    [{ dsn: 'http://abc:old@host/1' }, 'abc'],
    [{ dsn: 'http://host/1' }, null],
    [{ dsn: 'garbage' }, null],
    [{ dsn: 1 }, null],
    [{}, null],
  ])('of the envelope header %j is %s', (header, key) => {
    expect(keyOfEnvelope(header)).toBe(key);
  });
});

describe('a rate', () => {
  it('lets ten seconds through at once, then so many a second, and says when there is room', () => {
    const rate = createRate();
    for (let at = 0; at < 50; at++) expect(rate.take(5, 1_000)).toBeNull();
    expect(rate.take(5, 1_000)).toBe(1);
    expect(rate.take(5, 1_200)).toBeNull();
    expect(rate.take(5, 1_300)).toBe(1);
    expect(rate.take(0.1, 1_300)).toBeGreaterThan(1);
    expect(rate.take(5, 60_000)).toBeNull();
  });
});
