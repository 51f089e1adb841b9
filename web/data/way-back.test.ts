import { describe, expect, it } from 'vitest';
import { wayBack } from './way-back.ts';

const origin = 'https://tower.example';

describe('the way back after a login', () => {
  it('is where one wanted to go on this page', () => {
    expect(wayBack('/workers/mail?find=late#top', origin)).toBe('/workers/mail?find=late#top');
    expect(wayBack('/workers?q=cpu%3E50%25', origin)).toBe('/workers?q=cpu%3E50%25');
  });

  it('never leads elsewhere', () => {
    const others = [
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      '/\n\\evil.example',
      '\t//evil.example',
      '/.//evil.example',
      '/x/..//evil.example',
      'https://evil.example/',
      'https://tower.example@evil.example/',
      'javascript:alert(1)',
      'data:text/html,x',
      'http://',
      7,
      undefined,
    ];
    for (const next of others) expect(wayBack(next, origin), String(next)).toBeUndefined();
  });
});
