import { describe, expect, it } from 'vitest';
import { isHeard, keycaps, matchKeys, nameStroke, type Stroke } from './keys.ts';

const press = (key: string, more: Partial<Stroke> = {}): string | null =>
  nameStroke({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

describe('a stroke', () => {
  it('is named after what it writes', () => {
    expect(press('j')).toBe('j');
    expect(press('?', { shiftKey: true })).toBe('?');
    expect(press('/', { shiftKey: true })).toBe('/');
    expect(press(' ')).toBe('Space');
    expect(press('ArrowDown')).toBe('ArrowDown');
  });

  it('is the same with caps lock, and another with Shift', () => {
    expect(press('J')).toBe('j');
    expect(press('J', { shiftKey: true })).toBe('Shift+j');
    expect(press('Enter', { shiftKey: true })).toBe('Shift+Enter');
  });

  it('is the same with Ctrl as with ⌘', () => {
    expect(press('k', { ctrlKey: true })).toBe('mod+k');
    expect(press('k', { metaKey: true })).toBe('mod+k');
  });

  it('is found by its place on a keyboard of another script', () => {
    expect(press('о', { code: 'KeyJ' })).toBe('j');
    expect(press('ん', { code: 'KeyY' })).toBe('y');
    expect(press('ö', { code: 'Semicolon' })).toBe('ö');
  });

  it('may need AltGr, but is not what Alt is for in the browser', () => {
    expect(press('/', { ctrlKey: true, altKey: true })).toBe('/');
    expect(press('d', { altKey: true })).toBeNull();
    expect(press('ArrowLeft', { altKey: true })).toBeNull();
  });

  it.each(['Shift', 'Control', 'Process', 'Dead', ''])('is none: %s', (key) => {
    expect(press(key)).toBeNull();
  });
});

describe('keys', () => {
  const bindings = [
    { keys: 'g o', from: 'panel' },
    { keys: 'j' },
    { keys: 'g o', from: 'page' },
    { keys: 'g w' },
  ];

  it('are found, the newest first', () => {
    expect(matchKeys(['g', 'o'], bindings).binding).toBe(bindings[0]);
    expect(matchKeys(['j'], bindings)).toEqual({ binding: bindings[1], isBeginning: false });
  });

  it('may be the beginning of more', () => {
    expect(matchKeys(['g'], bindings)).toEqual({ binding: null, isBeginning: true });
    expect(matchKeys(['g', 'x'], bindings)).toEqual({ binding: null, isBeginning: false });
    expect(matchKeys(['o'], bindings)).toEqual({ binding: null, isBeginning: false });
  });

  const page = { isField: false, isApart: false, isControl: false };
  const heard = (keys: string, where: Partial<typeof page>, plain = true, whileTyping = false) =>
    isHeard({ keys, whileTyping }, { ...page, ...where }, plain);

  it('are not heard while one writes, unless they cannot be writing', () => {
    expect(heard('j', {})).toBe(true);
    expect(heard('j', { isField: true })).toBe(false);
    expect(heard('mod+k', { isField: true })).toBe(true);
    expect(heard('Escape', { isField: true })).toBe(false);
    expect(heard('Escape', { isField: true }, true, true)).toBe(true);
  });

  it('are not heard through a dialog', () => {
    expect(heard('j', { isApart: true })).toBe(false);
    expect(heard('mod+k', { isApart: true })).toBe(false);
  });

  it('leave Enter and Space to the button that has the focus', () => {
    expect(heard('Enter', { isControl: true })).toBe(false);
    expect(heard('Space', { isControl: true })).toBe(false);
    expect(heard('Enter', {})).toBe(true);
    expect(heard('j', { isControl: true })).toBe(true);
  });

  it('can be switched off where they are a single character', () => {
    expect(heard('j', {}, false)).toBe(false);
    expect(heard('?', {}, false)).toBe(false);
    expect(heard('/', {}, false)).toBe(false);
    expect(heard('g o', {}, false)).toBe(false);
    expect(heard('Shift+j', {}, false)).toBe(false);
    expect(heard('Escape', {}, false)).toBe(true);
    expect(heard('ArrowDown', {}, false)).toBe(true);
    expect(heard('mod+k', {}, false)).toBe(true);
  });

  it('are shown as keycaps', () => {
    expect(keycaps('mod+k', false)).toEqual(['Ctrl', 'K']);
    expect(keycaps('mod+k', true)).toEqual(['⌘', 'K']);
    expect(keycaps('g o', false)).toEqual(['G', 'O']);
    expect(keycaps('Shift+ArrowDown', false)).toEqual(['Shift', '↓']);
    expect(keycaps('?', false)).toEqual(['?']);
    expect(keycaps('+', false)).toEqual(['+']);
  });
});
