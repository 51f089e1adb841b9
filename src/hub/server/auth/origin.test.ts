import { describe, expect, it } from 'vitest';
import { isAllowedHost, isLoopback, isSameOrigin } from './origin.ts';

describe('loopback', () => {
  it.each(['localhost', 'LOCALHOST', 'app.localhost', '127.0.0.1', '127.9.9.9', '::1', '[::1]'])(
    '%s is',
    (host) => {
      expect(isLoopback(host)).toBe(true);
    },
  );
  it.each(['0.0.0.0', '::', '10.0.0.1', 'localhost.evil.example', '127.0.0.1.evil.example', '128.0.0.1'])(
    '%s is not',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});

describe('the Host header', () => {
  const own = new Set(['tower.example']);
  it.each([
    'localhost:8910',
    '127.0.0.1',
    '[::1]:8910',
    '192.168.1.9:8910',
    '[fe80::1]:1',
    'tower.example',
    'TOWER.example:443',
  ])('may be %s', (host) => {
    expect(isAllowedHost(host, own)).toBe(true);
  });
  it.each([
    undefined,
    '',
    'evil.example',
    'evil.example:8910',
    'tower.example.evil',
    'a b',
    'localhost:8910@evil',
    '[::1',
    'localhost:999999',
  ])('may not be %s', (host) => {
    expect(isAllowedHost(host, own)).toBe(false);
  });
});

describe('the origin of a request', () => {
  const host = '127.0.0.1:8910';
  it.each([
    [{ host, origin: 'http://127.0.0.1:8910' }, true],
    [{ host, origin: 'http://127.0.0.1:8910', 'sec-fetch-site': 'same-origin' }, true],
    [{ host, 'sec-fetch-site': 'same-origin' }, true],
    [{ host, origin: 'http://127.0.0.1:8911' }, false],
    [{ host, origin: 'http://localhost:8910' }, false],
    [{ host, origin: 'http://127.0.0.1:8910', 'sec-fetch-site': 'same-site' }, false],
    [{ host, origin: 'null' }, false],
    [{ host, origin: 'nonsense' }, false],
    [{ origin: 'http://127.0.0.1:8910' }, false],
    [{ host, 'sec-fetch-site': 'cross-site' }, false],
    [{ host }, false],
  ])('%j is ours: %s', (headers, ours) => {
    expect(isSameOrigin(headers)).toBe(ours);
  });
});
