import { createHash } from 'node:crypto';
import { type Kind, kinds } from './look.ts';
import type { MinerState } from './state.ts';
import type { Parameter } from './template.ts';

/** Templates that people gave. They win over the found ones. */
export interface Pins {
  /** The group of a text with single blanks; null when it is of none. */
  read(text: string): { id: string; template: string; parameters: Parameter[] } | null;
  /** @throws RangeError where there are too many, or `apart` names a place that is not there */
  add(pin: NewPin): string;
  remove(id: string): void;
  save(): MinerState['pins'];
}

export interface NewPin {
  /** As shown: `session <*> for <*>`. A place takes any text, of whatever kind it is named. */
  template: string;
  id?: string;
  /** Places, from zero, of which each value is a group of its own. */
  apart?: readonly number[];
}

interface Pin {
  id: string;
  template: string;
  apart: readonly number[];
  /** Template → id of the groups that it is parted into. */
  parts: Map<string, string>;
  /** What stands between the places: one longer than `kinds`. */
  literals: readonly string[];
  kinds: readonly Kind[];
}

const place = new RegExp(`<(${kinds.map((kind) => kind.replace('*', '\\*')).join('|')})>`);

export function createPins(limits: { pins: number; parts: number }, saved: MinerState['pins'] = []): Pins {
  /** The most specific first. */
  let pins = inOrder(
    saved.slice(0, limits.pins).map((pin) => ({ ...pin, parts: new Map(pin.parts), ...split(pin.template) })),
  );

  /** The group of its own that these values make, where the pin is parted and not into too many yet. */
  function partOf({ id, template, apart, parts, literals, kinds: own }: Pin, values: readonly string[]) {
    const said = literals.map((literal, at) => {
      if (at === 0) return literal;
      return (apart.includes(at - 1) ? (values[at - 1] as string) : `<${own[at - 1]}>`) + literal;
    });
    const text = said.join('');
    if (!parts.has(text) && parts.size >= limits.parts) return { id, template, apart: [] };
    const partId = parts.get(text) ?? idOf(`${id} ${text}`);
    parts.set(text, partId);
    return { id: partId, template: text, apart };
  }

  return {
    read(text) {
      for (const pin of pins) {
        const values = valuesIn(text, pin);
        if (values === null) continue;
        const { id, template, apart } = pin.apart.length > 0 ? partOf(pin, values) : pin;
        const parameters = values.map((value, at) => ({ kind: pin.kinds[at] as Kind, value }));
        return { id, template, parameters: parameters.filter((_, at) => !apart.includes(at)) };
      }
      return null;
    },
    add({ template, id = idOf(template), apart = [] }) {
      const pin = { id, template, apart, parts: new Map<string, string>(), ...split(template) };
      const missing = apart.find((at) => pin.kinds[at] === undefined);
      if (missing !== undefined) throw new RangeError(`The template has no place ${missing}`);
      const others = pins.filter((other) => other.id !== id);
      if (others.length >= limits.pins)
        throw new RangeError(`There are ${limits.pins} pinned templates already`);
      pins = inOrder([...others, pin]);
      return id;
    },
    remove(id) {
      pins = pins.filter((pin) => pin.id !== id);
    },
    save: () =>
      pins.map(({ id, template, apart, parts }) => ({ id, template, apart: [...apart], parts: [...parts] })),
  };
}

export function idOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function split(template: string): Pick<Pin, 'literals' | 'kinds'> {
  const parts = template.split(place);
  return {
    literals: parts.filter((_, at) => at % 2 === 0),
    kinds: parts.filter((_, at) => at % 2 === 1) as Kind[],
  };
}

function inOrder(pins: readonly Pin[]): Pin[] {
  const said = ({ literals }: Pin) => literals.reduce((sum, literal) => sum + literal.length, 0);
  return pins.toSorted((a, b) => said(b) - said(a));
}

/** What stands in the places, the shortest from left to right; null when the text is another one. */
function valuesIn(text: string, { literals }: Pin): string[] | null {
  const first = literals[0] as string;
  const last = literals.at(-1) as string;
  if (literals.length === 1) return text === first ? [] : null;
  const end = text.length - last.length;
  if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return null;
  const values: string[] = [];
  let at = first.length;
  for (const literal of literals.slice(1, -1)) {
    const found = text.indexOf(literal, at);
    if (found < 0 || found + literal.length > end) return null;
    values.push(text.slice(at, found));
    at = found + literal.length;
  }
  return [...values, text.slice(at, end)];
}
