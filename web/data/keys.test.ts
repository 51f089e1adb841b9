import type * as React from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  chooseKeys,
  isHeard,
  type KeyBinding,
  keycaps,
  knownKeys,
  matchKeys,
  nameStroke,
  plainKeys,
  type Stroke,
  useKeys,
} from './keys.ts';
import { given } from './testing/given.ts';

/** What ends the effects of the components that are shown. */
const endings = vi.hoisted((): (() => void)[] => []);

// Without a browser nothing is mounted: an effect takes place at once.
vi.mock('react', async (original) => {
  const take = (effect: () => undefined | (() => void)) => {
    const end = effect();
    if (end) endings.push(end);
  };
  return { ...(await original<typeof React>()), useEffect: take, useLayoutEffect: take };
});

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

/** As much of an element as the place of a key is told by. */
class Element {
  isContentEditable = false;
  type: string;
  private readonly names: string[];

  constructor(names: string[], type = '') {
    this.names = names;
    this.type = type;
  }

  matches(selectors: string): boolean {
    return selectors.split(', ').some((selector) => this.names.includes(selector));
  }

  closest(selectors: string): this | null {
    return this.matches(selectors) ? this : null;
  }
}
class InputElement extends Element {}

describe('a page', () => {
  let page: EventTarget;
  let now = 1_000_000;
  let did: string[];

  beforeEach(() => {
    page = new EventTarget();
    did = [];
    now += 60_000;
    vi.stubGlobal('document', page);
    vi.stubGlobal('HTMLElement', Element);
    vi.stubGlobal('HTMLInputElement', InputElement);
  });
  afterEach(() => {
    for (const end of endings.splice(0)) end();
    chooseKeys(true);
    vi.unstubAllGlobals();
  });

  const binding = (keys: string, more: Partial<KeyBinding> = {}): KeyBinding => ({
    keys,
    group: 'page',
    text: keys,
    run: () => did.push(more.text ?? keys),
    ...more,
  });
  const shows = (...bindings: KeyBinding[]) => given(() => useKeys(bindings));

  /** Whether the page took the key, so that the browser leaves it alone. */
  function hit(key: string, more: Partial<KeyboardEvent> = {}, afterMs = 100): boolean {
    now += afterMs;
    const event = new Event('keydown', { cancelable: true });
    const given = { key, code: '', target: null, timeStamp: now, repeat: false, keyCode: 0, ...more };
    for (const [name, value] of Object.entries(given)) Object.defineProperty(event, name, { value });
    page.dispatchEvent(event);
    return more.defaultPrevented === true ? false : event.defaultPrevented;
  }
  const within = (element: Element) => ({ target: element as unknown as EventTarget });

  it('does what a key says and takes it from the browser, but leaves it every other', () => {
    shows(binding('j'));
    expect(hit('j')).toBe(true);
    expect(hit('k')).toBe(false);
    expect(hit('Shift')).toBe(false);
    expect(did).toEqual(['j']);
  });

  it('knows nothing of a key once it is left', () => {
    shows(binding('j'));
    for (const end of endings.splice(0)) end();
    expect(hit('j')).toBe(false);
    expect(did).toEqual([]);
    expect(knownKeys()).toEqual([]);
  });

  it('follows a sequence, if its second key comes soon', () => {
    shows(binding('g o'), binding('g w'), binding('o'));
    expect([hit('g'), hit('o')]).toEqual([true, true]);
    expect(did).toEqual(['g o']);
    hit('g');
    hit('o', {}, 1_600);
    expect(did).toEqual(['g o', 'o']);
  });

  it('begins anew with a key that does not continue the sequence', () => {
    shows(binding('g o'), binding('j'));
    hit('g');
    expect(hit('j')).toBe(true);
    expect(hit('o')).toBe(false);
    hit('g');
    expect(hit('x')).toBe(false);
    expect(hit('o')).toBe(false);
    hit('g');
    hit('g');
    hit('o');
    expect(did).toEqual(['j', 'g o']);
  });

  it('keeps to its sequence while a modifier of the second key is pressed', () => {
    shows(binding('g Shift+o'));
    hit('g');
    hit('Shift', { shiftKey: true });
    hit('O', { shiftKey: true });
    expect(did).toEqual(['g Shift+o']);
  });

  it('lets a panel use its keys, and what works everywhere comes last', () => {
    shows(binding('j', { text: 'page' }));
    shows(binding('j', { text: 'panel' }));
    shows(binding('j', { text: 'everywhere', group: 'general' }), binding('?', { group: 'general' }));
    hit('j');
    expect(did).toEqual(['panel']);
    expect(knownKeys().map(({ text }) => text)).toEqual(['panel', '?']);
  });

  it('moves on while a key is held down, but acts once only', () => {
    shows(binding('j', { group: 'list' }), binding('r'));
    for (const repeat of [false, true, true]) {
      hit('j', { repeat });
      expect(hit('r', { repeat })).toBe(true);
    }
    expect(did).toEqual(['j', 'r', 'j', 'j']);
  });

  it('leaves alone what belongs to a word being composed, and what was dealt with already', () => {
    shows(binding('Enter'), binding('Escape'));
    hit('Enter', { isComposing: true });
    hit('Escape', { keyCode: 229 });
    hit('Escape', { defaultPrevented: true });
    expect(did).toEqual([]);
  });

  it('does not hear single keys while one writes, wherever that is', () => {
    shows(binding('j'), binding('mod+k'), binding('Escape', { whileTyping: true }));
    const editable = new Element(['div']);
    editable.isContentEditable = true;
    const fields = [
      new InputElement([], 'text'),
      new Element(['textarea']),
      new Element(['select']),
      editable,
    ];
    for (const field of fields) {
      expect(hit('j', within(field))).toBe(false);
      expect(hit('k', { ...within(field), ctrlKey: true })).toBe(true);
      expect(hit('Escape', within(field))).toBe(true);
    }
    expect(hit('j', within(new InputElement([], 'checkbox')))).toBe(true);
  });

  it('leaves a menu its keys, and a button Enter', () => {
    shows(binding('j'), binding('Enter'));
    expect(hit('j', within(new Element(['[role=menu]'])))).toBe(false);
    expect(hit('j', within(new Element(['[data-modal]'])))).toBe(false);
    expect(hit('Enter', within(new Element(['button'])))).toBe(false);
    expect(hit('Enter', within(new Element(['div'])))).toBe(true);
  });

  it('hears no single keys once they are switched off, which is remembered', async () => {
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    });
    shows(binding('g o'), binding('j'), binding('Escape'));
    chooseKeys(false);
    expect([hit('j'), hit('g'), hit('o'), hit('Escape')]).toEqual([false, false, false, true]);
    vi.resetModules();
    expect((await import('./keys.ts')).plainKeys.get()).toBe(false);
    chooseKeys(true);
    expect(plainKeys.get()).toBe(true);
    expect(hit('j')).toBe(true);
  });

  it.each([
    ['MacIntel', '⌘'],
    ['Linux x86_64', 'Ctrl'],
  ])('shows the modifier of its reader: %s', (platform, shown) => {
    vi.stubGlobal('navigator', { platform });
    expect(keycaps('mod+Enter')).toEqual([shown, '↵']);
    expect(keycaps('Tab')).toEqual(['Tab']);
  });
});
