/**
 * Finds the kinds of messages in a stream of them. Each message is read into words and values (`scan.ts`); messages of the same words and
 * punctuation are one template from the first on. Templates of the same punctuation that differ in few words become one when what stands in
 * each of those places varied enough (`variety.ts`): the words that are left say what happened, the places hold values. So groups only ever
 * grow together, and an id that was given out leads to the group of today (`current`).
 *
 * After Drain (He et al. 2017: messages of one length that share words), Brain (Yu et al. 2023: a place is a value when its words vary) and the
 * rules by which people label templates (Khan et al. 2022). Other than there, nothing is tuned to a system and nothing is read twice.
 */
import { createHash } from 'node:crypto';
import { type Chunk, chunksOf, fits } from './chunks.ts';
import { anyValue, isPlace, type Kind, kindOf } from './look.ts';
import { type Pattern, patternOf, type Pin, valuesIn } from './pins.ts';
import { type Scanned, scan } from './scan.ts';
import type { MinerState } from './state.ts';
import { isVaried } from './variety.ts';

export interface MinerLimits {
  /** Templates at most; what is like none of them after that is `tooManyKinds`. */
  templates: number;
  /** Templates of the same punctuation at most. */
  alike: number;
  /** Messages whose template is remembered, so that they need not be compared again. */
  known: number;
  pins: number;
  /** Groups that one pin is parted into. */
  parts: number;
  /** Characters of a message that are read. */
  length: number;
}
const usualLimits: MinerLimits = {
  templates: 5_000,
  alike: 200,
  known: 20_000,
  pins: 500,
  parts: 100,
  length: 4_096,
};

/** The group of what came when there were too many kinds already. */
export const tooManyKinds = 'too-many-kinds';

/**
 * Why a message is in its group: a person said so (`pinned`), it has the same words (`same-words`), it differs where messages were seen to vary
 * (`varied`), or there is no room for its kind (`too-many-kinds`).
 */
export type Why = 'pinned' | 'same-words' | 'varied' | typeof tooManyKinds;

export interface Parameter {
  kind: Kind;
  value: string;
}

export interface Reading {
  id: string;
  /** `timeout after <NUM> ms`, blanks as one. */
  template: string;
  /** One for each place of the template, in order. */
  parameters: Parameter[];
  why: Why;
}

export interface Description {
  id: string;
  template: string;
  /** Messages seen. */
  count: number;
  /** The places (of the parameters) that hold a value because words varied there, with some of these words. */
  varied: { place: number; words: string[] }[];
}

export interface Miner {
  read(message: string): Reading;
  /** The group that an id which was given out earlier belongs to by now. */
  current(id: string): string;
  /** Null for a pinned group and one that was forgotten. */
  describe(id: string): Description | null;
  /**
   * Makes a template that wins over the found ones; one with the same id is replaced. Answers the id: the given one, or one made from the template.
   * @throws RangeError where there are too many, or `apart` names a place that is not there
   */
  pin(pin: { template: string; id?: string; apart?: readonly number[] }): string;
  unpin(id: string): void;
  /** Forgets templates that were not seen since the last time it was called, when more than half the room is taken. Answers how many. */
  makeRoom(): number;
  /** What a restart needs to go on with the same groups, ready for JSON; bounded as all of it is. */
  save(): MinerState;
}

interface Template {
  id: string;
  words: string[];
  between: readonly string[];
  count: number;
  varied: Map<number, string[]>;
  /** Seen since room was made. */
  fresh: boolean;
  /** False once it became part of another, or was forgotten. */
  alive: boolean;
  text: string;
  chunks: Chunk[];
}
/** Templates of the same punctuation, the oldest first. */
interface Bucket {
  name: string;
  templates: Template[];
  /** Changes when one of them became more general: what was known may belong elsewhere then. */
  version: number;
}
interface Known {
  template: Template;
  bucket: Bucket | undefined;
  version: number;
}

/** Words that are kept to say why a place holds a value. */
const shownWords = 5;
/** Ways to make a new template more general that are tried. */
const mostTries = 16;
/** Longer messages are compared anew each time: to remember them would cost too much memory. */
const longestKnown = 512;

export function createMiner(given: Partial<MinerLimits> = {}, state?: MinerState): Miner {
  const limits = { ...usualLimits, ...given };
  const all = new Map<string, Template>();
  const buckets = new Map<string, Bucket>();
  /** Templates in which words varied, by their number of chunks. */
  const open = new Map<number, Set<Template>>();
  const moved = new Map<string, string>();
  const pins = new Map<string, Pin & { parts: Map<string, string> }>();
  let patterns: Pattern[] = [];
  let known = new Map<string, Known>();
  let knownBefore = new Map<string, Known>();

  function current(id: string): string {
    let at = id;
    for (let next = moved.get(at); next !== undefined; next = moved.get(at)) at = next;
    return at;
  }

  function read(message: string): Reading {
    const text = cut(message, limits.length);
    const pinned = patterns.length > 0 ? readPinned(text) : null;
    if (pinned !== null) return pinned;
    const scanned = scan(text);
    const template = templateFor(scanned);
    if (template === null)
      return {
        id: tooManyKinds,
        template: '<*>',
        parameters: [{ kind: '*', value: text }],
        why: tooManyKinds,
      };
    template.count += 1;
    template.fresh = true;
    return {
      id: template.id,
      template: template.text,
      parameters: parametersOf(template, scanned, text),
      why: template.varied.size > 0 ? 'varied' : 'same-words',
    };
  }

  function readPinned(text: string): Reading | null {
    const said = oneBlank(text);
    for (const pattern of patterns) {
      const values = valuesIn(said, pattern);
      if (values === null) continue;
      const { id, template } = partOf(pattern, values);
      return {
        id,
        template,
        parameters: values
          .map((value, at) => ({ kind: pattern.kinds[at] as Kind, value }))
          .filter((_, at) => template === pattern.pin.template || !pattern.pin.apart.includes(at)),
        why: 'pinned',
      };
    }
    return null;
  }

  /** The group of its own that these values make, where the pin is parted and not into too many yet. */
  function partOf(
    { pin, literals, kinds }: Pattern,
    values: readonly string[],
  ): { id: string; template: string } {
    const { id, template, apart } = pin;
    if (apart.length === 0) return { id, template };
    const text = literals
      .map(
        (literal, at) =>
          (at === 0 ? '' : apart.includes(at - 1) ? (values[at - 1] as string) : `<${kinds[at - 1]}>`) +
          literal,
      )
      .join('');
    const parts = pins.get(id)?.parts as Map<string, string>;
    let partId = parts.get(text);
    if (partId === undefined) {
      if (parts.size >= limits.parts) return { id, template };
      partId = hash(`${id} ${text}`);
      parts.set(text, partId);
    }
    return { id: partId, template: text };
  }

  function templateFor(scanned: Scanned): Template | null {
    const { between, words } = scanned;
    let key = '';
    for (let at = 0; at < words.length; at += 1) key += `${between[at]}\u0002${words[at]}`;
    key += between[words.length];
    const found = known.get(key) ?? knownBefore.get(key);
    if (found !== undefined && found.template.alive && found.version === (found.bucket?.version ?? 0))
      return found.template;
    const template = find(scanned, key);
    if (template !== null && key.length <= longestKnown) {
      if (known.size >= limits.known / 2) {
        knownBefore = known;
        known = new Map();
      }
      const bucket = buckets.get(between.join('\u0002'));
      known.set(key, { template, bucket, version: bucket?.version ?? 0 });
    }
    return template;
  }

  function find({ between, words }: Scanned, key: string): Template | null {
    const name = between.join('\u0002');
    const bucket = buckets.get(name);
    return (
      (bucket && closest(bucket, words)) ??
      swallowing({ between, words }) ??
      grow(bucket ?? { name, templates: [], version: 0 }, between, words, hash(key))
    );
  }

  /** The most specific template that covers the words, the oldest of these. */
  function closest({ templates }: Bucket, words: readonly string[]): Template | undefined {
    let best: Template | undefined;
    let most = -1;
    for (const template of templates) {
      const constants = covers(template.words, words);
      if (constants > most) {
        best = template;
        most = constants;
      }
    }
    return best;
  }

  /** A template one of whose values may hold what is punctuated otherwise here. */
  function swallowing(scanned: Pick<Scanned, 'between' | 'words'>): Template | undefined {
    const chunks = chunksOf(scanned);
    let tries = limits.alike;
    for (const template of open.get(chunks.length) ?? []) {
      if (fits(template.chunks, chunks)) return template;
      tries -= 1;
      if (tries === 0) return undefined;
    }
    return undefined;
  }

  /** Adds a template and makes it as general as what was seen allows; null when there is no room for another. */
  function grow(
    bucket: Bucket,
    between: readonly string[],
    words: readonly string[],
    id: string,
  ): Template | null {
    const isFull = all.size >= limits.templates || bucket.templates.length >= limits.alike;
    const template = newTemplate({
      id,
      words: [...words],
      between: [...between],
      count: 0,
      varied: new Map(),
    });
    bucket.templates.push(template);
    let grown = generalise(bucket, template);
    if (grown === null) {
      if (isFull) {
        bucket.templates.pop();
        return null;
      }
      buckets.set(bucket.name, bucket);
      moved.delete(id);
      all.set(id, template);
      return template;
    }
    let last = grown;
    for (; grown !== null; grown = generalise(bucket, last)) last = grown;
    swallowOthers(last);
    return last;
  }

  /** Makes one template of those that differ from it only where what was seen varied; null when nothing does. */
  function generalise(bucket: Bucket, template: Template): Template | null {
    for (const places of differences(bucket.templates, template)) {
      const words = [...template.words];
      for (const place of places) words[place] = anyValue;
      const members = bucket.templates.filter((other) => covers(words, other.words) >= 0);
      const varied = new Map(
        places.map((place) => [place, new Set(members.map((member) => member.words[place] as string))]),
      );
      const isKindsAlone = [...varied.values()].every((seen) => [...seen].every(isPlace));
      if (!isKindsAlone && !saysEnough(words)) continue;
      if (![...varied].every(([place, seen]) => seen.has(anyValue) || isVaried(seen, place))) continue;
      return unite(bucket, members, words, varied);
    }
    return null;
  }

  function unite(
    bucket: Bucket,
    members: Template[],
    words: string[],
    varied: ReadonlyMap<number, ReadonlySet<string>>,
  ): Template {
    const [oldest, ...others] = members as [Template, ...Template[]];
    for (const member of others) end(member, oldest);
    bucket.templates = bucket.templates.filter((template) => template.alive);
    bucket.version += 1;
    for (const [place, seen] of varied) {
      const shown = [...seen].filter((word) => word !== anyValue).slice(0, shownWords);
      if (!oldest.varied.has(place)) oldest.varied.set(place, shown.map(shownAs));
    }
    oldest.words = words;
    refresh(oldest);
    return oldest;
  }

  /** Takes in templates of other punctuation that fit into its values by now. */
  function swallowOthers(template: Template): void {
    if (template.varied.size === 0) return;
    let tries = limits.alike;
    for (const other of all.values()) {
      if (tries === 0) return;
      if (other === template || other.chunks.length !== template.chunks.length) continue;
      tries -= 1;
      if (!fits(template.chunks, other.chunks)) continue;
      drop(other);
      end(other, template);
    }
  }

  function end(template: Template, into: Template): void {
    template.alive = false;
    into.count += template.count;
    open.get(template.chunks.length)?.delete(template);
    // One that never was given out leaves nothing to find.
    if (!all.delete(template.id)) return;
    moved.set(template.id, into.id);
    for (const oldest of moved.keys()) {
      if (moved.size <= 4 * limits.templates) break;
      moved.delete(oldest);
    }
  }

  function drop(template: Template): void {
    const name = template.between.join('\u0002');
    const bucket = buckets.get(name);
    if (bucket === undefined) return;
    bucket.templates = bucket.templates.filter((other) => other !== template);
    bucket.version += 1;
    if (bucket.templates.length === 0) buckets.delete(name);
  }

  function refresh(template: Template): void {
    template.text = textOf(template);
    template.chunks = chunksOf(template);
    if (template.varied.size === 0) return;
    const count = template.chunks.length;
    const same = open.get(count);
    if (same) same.add(template);
    else open.set(count, new Set([template]));
  }

  function pin({
    template,
    id = hash(template),
    apart = [],
  }: {
    template: string;
    id?: string;
    apart?: readonly number[];
  }): string {
    const added = {
      id,
      template: oneBlank(cut(template, limits.length)),
      apart,
      parts: new Map<string, string>(),
    };
    const { kinds } = patternOf(added);
    const missing = apart.find((place) => kinds[place] === undefined);
    if (missing !== undefined) throw new RangeError(`The template has no place ${missing}`);
    if (!pins.has(id) && pins.size >= limits.pins)
      throw new RangeError(`There are ${limits.pins} pinned templates already`);
    pins.set(id, added);
    orderPins();
    return id;
  }

  function orderPins(): void {
    patterns = [...pins.values()].map(patternOf).toSorted((a, b) => b.fixed - a.fixed);
  }

  function makeRoom(): number {
    if (all.size <= limits.templates / 2) return 0;
    let forgotten = 0;
    for (const template of all.values()) {
      if (template.fresh) template.fresh = false;
      else {
        drop(template);
        template.alive = false;
        open.get(template.chunks.length)?.delete(template);
        all.delete(template.id);
        forgotten += 1;
      }
    }
    return forgotten;
  }

  function add(saved: MinerState['templates'][number]): void {
    const template = newTemplate({ ...saved, varied: new Map(saved.varied) });
    const name = template.between.join('\u0002');
    const bucket = buckets.get(name) ?? { name, templates: [], version: 0 };
    bucket.templates.push(template);
    buckets.set(name, bucket);
    all.set(template.id, template);
    refresh(template);
  }
  for (const template of state?.templates.slice(0, limits.templates) ?? []) add(template);
  for (const [from, to] of state?.moved.slice(-4 * limits.templates) ?? []) moved.set(from, to);
  for (const saved of state?.pins.slice(0, limits.pins) ?? [])
    pins.set(saved.id, { ...saved, parts: new Map(saved.parts) });
  orderPins();

  return {
    read,
    current,
    describe(id) {
      const template = all.get(current(id));
      if (template === undefined) return null;
      const places = template.words.flatMap((word, at) => (isPlace(word) ? [at] : []));
      return {
        id: template.id,
        template: template.text,
        count: template.count,
        varied: [...template.varied]
          .map(([word, words]) => ({ place: places.indexOf(word), words }))
          .toSorted((a, b) => a.place - b.place),
      };
    },
    pin,
    unpin(id) {
      pins.delete(id);
      orderPins();
    },
    makeRoom,
    save: () => ({
      version: 1,
      templates: [...all.values()].map(({ id, words, between, count, varied }) => ({
        id,
        words: [...words],
        between: [...between],
        count,
        varied: [...varied],
      })),
      moved: [...moved],
      pins: [...pins.values()].map(({ parts, ...saved }) => ({
        ...saved,
        apart: [...saved.apart],
        parts: [...parts],
      })),
    }),
  };
}

function newTemplate(made: Pick<Template, 'id' | 'words' | 'between' | 'count' | 'varied'>): Template {
  return {
    ...made,
    fresh: true,
    alive: true,
    text: textOf(made),
    chunks: chunksOf(made),
  };
}

/** How many words a pattern shares with the words that it covers; -1 when it does not cover them. */
function covers(pattern: readonly string[], words: readonly string[]): number {
  let shared = 0;
  for (let at = 0; at < pattern.length; at += 1) {
    const word = pattern[at] as string;
    if (word === words[at]) {
      if (!isPlace(word)) shared += 1;
    } else if (word !== anyValue) return -1;
  }
  return shared;
}

/** The sets of places in which others differ from a template, small ones first. */
function differences(others: readonly Template[], { words }: Template): number[][] {
  const found = new Map<string, number[]>();
  for (const other of others) {
    const places: number[] = [];
    for (let at = 0; at < words.length; at += 1) {
      if (other.words[at] !== words[at]) places.push(at);
      if (places.length > words.length / 2 && places.length > 2) break;
    }
    if (places.length > 0) found.set(places.join(), places);
  }
  return [...found.values()].toSorted((a, b) => a.length - b.length).slice(0, mostTries);
}

/** A template of more values than words says too little to be one. */
function saysEnough(words: readonly string[]): boolean {
  let said = 0;
  let open = 0;
  for (const word of words) {
    if (word === anyValue) open += 1;
    else if (!isPlace(word) && word !== '') said += 1;
  }
  return said > 0 && said >= open;
}

function parametersOf(template: Template, scanned: Scanned, text: string): Parameter[] {
  const { starts, ends, between } = scanned;
  const parameters: Parameter[] = [];
  const isSame =
    template.between.length === between.length && template.between.every((gap, at) => gap === between[at]);
  if (isSame) {
    for (let at = 0; at < starts.length; at += 1) {
      const word = template.words[at] as string;
      if (isPlace(word)) parameters.push({ kind: kindOf(word), value: text.slice(starts[at], ends[at]) });
    }
    return parameters;
  }
  const chunks = chunksOf(scanned);
  for (const [index, pattern] of template.chunks.entries()) {
    const chunk = chunks[index] as Chunk;
    if (pattern.text === chunk.text) {
      for (let at = chunk.from; at < chunk.to; at += 1) {
        const word = scanned.words[at] as string;
        if (isPlace(word)) parameters.push({ kind: kindOf(word), value: text.slice(starts[at], ends[at]) });
      }
    } else {
      const before = pattern.text.indexOf(anyValue);
      const after = pattern.text.length - before - anyValue.length;
      const start = (starts[chunk.from] as number) - afterBlank(between[chunk.from] as string) + before;
      const end = (ends[chunk.to - 1] as number) + beforeBlank(between[chunk.to] as string) - after;
      parameters.push({ kind: '*', value: text.slice(start, end) });
    }
  }
  return parameters;
}

const afterBlank = (gap: string) => gap.length - 1 - gap.lastIndexOf(' ');
const beforeBlank = (gap: string) => (gap.includes(' ') ? gap.indexOf(' ') : gap.length);

function textOf({ words, between }: Pick<Template, 'words' | 'between'>): string {
  return words.reduce(
    (text, word, at) => text + shownAs(word) + (between[at + 1] as string),
    between[0] as string,
  );
}

const shownAs = (word: string) => (isPlace(word) ? `<${kindOf(word)}>` : word);

/** A copy where something was cut off, since a part of a string keeps all of it in memory. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : Buffer.from(text.slice(0, length)).toString();
}

const oneBlank = (text: string) =>
  text
    .trim()
    .split(/[\s\p{Cc}]+/u)
    .join(' ');

/** Made from the words that a template began with, so that it is the same wherever and whenever they come first. */
function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
