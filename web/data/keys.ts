/**
 * The keys of the whole page, in one registry: the pages say which keys they know while they are shown, `?` lists them.
 *
 *     useKeys([
 *       { keys: 'j', group: 'list', text: next, run: () => move(1) },
 *       { keys: 'g w', group: 'go', text: workers, run: () => void navigate({ to: '/workers' }) },
 *     ]);
 *
 * Notation: `j` `?` `/` (what the key writes), `Shift+j`, `Escape` `Enter` `ArrowDown` (its name), `mod+k` (Ctrl, or ⌘ on a Mac), `g o`
 * (one after the other, within a second and a half).
 *
 * Rules: the component that came last is asked first, so that a panel may use the keys of the page behind it. Nothing is heard while
 * one writes into a field, but for `mod+…` and `whileTyping`; nor from within a dialog or a menu, whose keys are its own; nor when somebody
 * has dealt with the key already (`preventDefault`). Enter and Space belong to the button or link that has the focus. Plain keys can be
 * switched off (`chooseKeys`), since some people speak their texts or hit keys by accident.
 */
import { useEffect, useLayoutEffect, useRef } from 'react';
import { isComposing } from './composing.ts';
import { recall, remember } from './memory.ts';
import { createStore } from './store.ts';

export type KeyGroup = 'general' | 'go' | 'list' | 'page';

export interface KeyBinding {
  keys: string;
  group: KeyGroup;
  /** What it does, in the reader's language, for the list that `?` shows. */
  text: string;
  run: () => void;
  /** Heard in fields as well. */
  whileTyping?: boolean;
}

/** What the rules need of a KeyboardEvent. */
export interface Stroke {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Where a key was pressed. */
export interface Place {
  isField: boolean;
  /** A dialog or a menu: what lies behind it must not move. */
  isApart: boolean;
  /** A button or a link, which Enter and Space belong to. */
  isControl: boolean;
}

const sequenceMs = 1_500;
const modifiers = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock']);

/** A stroke in the notation of the bindings; null when it is none, such as a modifier on its own or a part of a word being composed. */
export function nameStroke({ key, code, ctrlKey, metaKey, altKey, shiftKey }: Stroke): string | null {
  if (modifiers.has(key) || key === 'Process' || key === 'Dead' || key === 'Unidentified' || key === '')
    return null;
  // On a keyboard of another script the place of the key counts.
  const latin = key.length === 1 && key > '~' ? /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() : undefined;
  const isLetter = latin !== undefined || /^[a-zA-Z]$/.test(key);
  const name = latin ?? (isLetter ? key.toLowerCase() : key === ' ' ? 'Space' : key);
  const mod = ctrlKey || metaKey;
  // AltGr writes characters with Ctrl and Alt held; other uses of Alt are the browser's.
  if (altKey && !(key.length === 1 && !isLetter)) return null;
  // Whether ? needs Shift depends on the keyboard, whether J does not.
  const shift = shiftKey && (isLetter || key.length > 1);
  return `${mod && !altKey ? 'mod+' : ''}${shift ? 'Shift+' : ''}${name}`;
}

/** The binding that the strokes so far complete, or whether they are the beginning of one. `newestFirst` decides between two. */
export function matchKeys<Binding extends Pick<KeyBinding, 'keys'>>(
  strokes: readonly string[],
  newestFirst: readonly Binding[],
): { binding: Binding | null; isBeginning: boolean } {
  const typed = strokes.join(' ');
  return {
    binding: newestFirst.find(({ keys }) => keys === typed) ?? null,
    isBeginning: newestFirst.some(({ keys }) => keys.startsWith(`${typed} `)),
  };
}

/** Whether a binding may be heard from there. */
export function isHeard(
  { keys, whileTyping = false }: Pick<KeyBinding, 'keys' | 'whileTyping'>,
  place: Place,
  plainKeys: boolean,
): boolean {
  if (place.isApart) return false;
  if (place.isControl && /(^|\+)(Enter|Space)$/.test(keys)) return false;
  if (keys.startsWith('mod+')) return true;
  if (place.isField) return whileTyping;
  return plainKeys || !keys.split(' ').some((stroke) => stroke.replace(/^Shift\+/, '').length === 1);
}

/** Whether keys without a modifier are heard. */
export const plainKeys = createStore(recall('keys') !== 'off');

export function chooseKeys(on: boolean): void {
  remember('keys', on ? 'on' : 'off');
  plainKeys.set(on);
}

interface Registration {
  bindings: readonly KeyBinding[];
}

/** Oldest first. */
const registrations: Registration[] = [];
let strokes: string[] = [];
let strokesAt = 0;

/** What works everywhere comes last: a page may have come together with what surrounds it. */
function newestFirst(): KeyBinding[] {
  const all = registrations.toReversed().flatMap(({ bindings }) => bindings);
  const isGeneral = ({ group }: KeyBinding) => group === 'general';
  return [...all.filter((binding) => !isGeneral(binding)), ...all.filter(isGeneral)];
}

/** What is known at the moment, each key once, as it would be heard. */
export function knownKeys(): KeyBinding[] {
  const seen = new Set<string>();
  return newestFirst().filter(({ keys }) => !seen.has(keys) && seen.add(keys));
}

/** The keys of a component, for as long as it is shown. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const registration = useRef<Registration>({ bindings });
  useLayoutEffect(() => {
    registration.current.bindings = bindings;
  });
  useEffect(() => {
    const mine = registration.current;
    if (registrations.length === 0) document.addEventListener('keydown', hear);
    registrations.push(mine);
    return () => {
      registrations.splice(registrations.indexOf(mine), 1);
      if (registrations.length === 0) document.removeEventListener('keydown', hear);
    };
  }, []);
}

function hear(event: KeyboardEvent): void {
  if (event.defaultPrevented || isComposing(event)) return;
  const stroke = nameStroke(event);
  if (stroke === null) return;
  const place = placeOf(event.target);
  const heard = newestFirst().filter((binding) => isHeard(binding, place, plainKeys.get()));
  const before = event.timeStamp - strokesAt < sequenceMs ? strokes : [];
  // What continues nothing may begin something.
  for (const typed of before.length > 0 ? [[...before, stroke], [stroke]] : [[stroke]]) {
    const { binding, isBeginning } = matchKeys(typed, heard);
    if (!binding && !isBeginning) continue;
    strokes = isBeginning ? typed : [];
    strokesAt = event.timeStamp;
    event.preventDefault();
    // A key that is held down must not act again and again, but may move.
    if (binding && (!event.repeat || binding.group === 'list')) binding.run();
    return;
  }
  strokes = [];
}

function placeOf(target: EventTarget | null): Place {
  if (!(target instanceof HTMLElement)) return { isField: false, isApart: false, isControl: false };
  const writes =
    target instanceof HTMLInputElement && !/^(checkbox|radio|button|submit|range)$/.test(target.type);
  return {
    isField: writes || target.matches('textarea, select') || target.isContentEditable,
    isApart: target.closest('[data-modal], [role=menu], [role=listbox]') !== null,
    isControl: target.closest('button, a[href], summary, [role=button], [role=checkbox]') !== null,
  };
}

const isMac = () => /Mac|iPhone|iPad/.test(navigator.platform);
const shownNames: Record<string, string> = {
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: '↵',
};

/** `g o` as the keycaps to show: `['G', 'O']`; `mod+k` as `['Ctrl', 'K']`. */
export function keycaps(keys: string, mac = isMac()): string[] {
  return keys
    .split(/[ +](?=.)/)
    .map((name) =>
      name === 'mod'
        ? mac
          ? '⌘'
          : 'Ctrl'
        : (shownNames[name] ?? (name.length === 1 ? name.toUpperCase() : name)),
    );
}
