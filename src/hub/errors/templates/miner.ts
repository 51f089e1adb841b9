/**
 * Finds the kinds of messages in a stream of them. Each message is read into words and values (`scan.ts`); messages of the same words and
 * punctuation are one template from the first on. Templates of the same punctuation that differ in few words become one when what stands in
 * each of those places varied enough (`variety.ts`): the words that are left say what happened, the places hold values. So groups only ever
 * grow together, and an id that was given out leads to the group of today (`current`).
 *
 * After Drain (He et al. 2017: messages of one length that share words), Brain (Yu et al. 2023: a place holds a value when its words vary) and
 * the rules by which people label templates (Khan et al. 2022). Other than there, nothing is set per system and no message is read twice.
 */
import { type Chunk, chunksOf } from './chunks.ts';
import { anyValue, isPlace } from './look.ts';
import { createPins, idOf, type NewPin } from './pins.ts';
import { type Scanned, scan } from './scan.ts';
import type { MinerState } from './state.ts';
import {
  type Coded,
  codesOf,
  covers,
  differences,
  newTemplate,
  type Parameter,
  saying,
  saysEnough,
  shownAs,
  swallowedBy,
  swallowsAll,
  type Template,
  valuesOf,
} from './template.ts';
import { isVaried } from './variety.ts';

export interface MinerLimits {
  /** Templates at most; what is like none of them after that is of `tooManyKinds`. */
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
  known: 10_000,
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
  /** The places, counted as the parameters are, that hold a value because of what varied there, with some of that. */
  varied: { place: number; seen: readonly string[] }[];
}

export interface Miner {
  read(message: string): Reading;
  /** The group that an id which was given out earlier belongs to by now. */
  current(id: string): string;
  /** Null for a pinned group and one that was forgotten. */
  describe(id: string): Description | null;
  /**
   * Makes a template that wins over the found ones, or replaces the one with this id. Answers the id: the given one, or one made from the template.
   * @throws RangeError where there are too many, or `apart` names a place that is not there
   */
  pin(pin: NewPin): string;
  unpin(id: string): void;
  /** Forgets templates that were not seen since the last time it was called, when more than half the room is taken. Answers how many. */
  makeRoom(): number;
  /** What a restart needs to go on with the same groups, ready for JSON; bounded as all of it is. */
  save(): MinerState;
}

/** Templates of the same punctuation, the oldest first. */
interface Bucket {
  readonly name: string;
  templates: Template[];
  /** Changes when one of them did: what was known may belong elsewhere then. */
  version: number;
}

interface Found {
  template: Template;
  /** Whether the message has the template's punctuation. */
  isAlike: boolean;
  bucket: Bucket | undefined;
  version: number;
}

/** What is kept to say why a place holds a value. */
const mostShown = 5;
/** Ways to make a new template more general that are tried. */
const mostTries = 16;
/** Longer messages are compared anew each time: to remember them would take too much memory. */
const longestKnown = 512;

export function createMiner(given: Partial<MinerLimits> = {}, state?: MinerState): Miner {
  const limits = { ...usualLimits, ...given };
  /** Ids that lead to another one; the oldest are forgotten first. */
  const mostMoved = 4 * limits.templates;
  const all = new Map<string, Template>();
  const buckets = new Map<string, Bucket>();
  /** Templates in which words varied, by their number of chunks: they may take in messages of other punctuation. */
  const open = new Map<number, Set<Template>>();
  const moved = new Map(state?.moved.slice(-mostMoved));
  const pins = createPins(limits, state?.pins);
  let hasPins = pins.save().length > 0;
  let known = new Map<string, Found>();
  let knownBefore = new Map<string, Found>();
  for (const { varied, ...saved } of state?.templates.slice(0, limits.templates) ?? []) {
    const template = newTemplate({ ...saved, varied: new Map(varied) });
    add(template, bucketFor(nameOf(template.between)));
    noteOpen(template);
  }

  function read(message: string): Reading {
    const text = cut(message, limits.length);
    const pinned = hasPins ? pins.read(oneBlank(text)) : null;
    if (pinned !== null) return { ...pinned, why: 'pinned' };
    const scanned = scan(text);
    const found = lookUp(scanned);
    if (found === null)
      return {
        id: tooManyKinds,
        template: '<*>',
        parameters: [{ kind: '*', value: text }],
        why: tooManyKinds,
      };
    const { template, isAlike } = found;
    template.count += 1;
    template.fresh = true;
    return {
      id: template.id,
      template: template.text,
      parameters: (isAlike ? valuesOf : swallowedBy)(template, scanned, text),
      why: template.varied.size > 0 ? 'varied' : 'same-words',
    };
  }

  function lookUp({ words, between }: Scanned): Found | null {
    let key = between[words.length] as string;
    for (let at = 0; at < words.length; at += 1) key += `\u0002${between[at]}\u0002${words[at]}`;
    const remembered = known.get(key) ?? knownBefore.get(key);
    if (remembered?.template.alive && remembered.version === (remembered.bucket?.version ?? 0))
      return remembered;
    const name = nameOf(between);
    const template = find(bucketFor(name), words, between, key);
    if (template === null) return null;
    const bucket = buckets.get(name);
    const found = {
      template,
      isAlike: nameOf(template.between) === name,
      bucket,
      version: bucket?.version ?? 0,
    };
    if (key.length > longestKnown) return found;
    if (known.size >= limits.known / 2) {
      knownBefore = known;
      known = new Map();
    }
    known.set(key, found);
    return found;
  }

  function find(
    bucket: Bucket,
    words: readonly string[],
    between: readonly string[],
    key: string,
  ): Template | null {
    const coded = { words, codes: codesOf(words) };
    return (
      closest(bucket, coded) ?? swallowing(chunksOf(words, between)) ?? grow(bucket, coded, between, key)
    );
  }

  /** The most specific template that covers the words, the oldest of these. */
  function closest({ templates }: Bucket, coded: Coded): Template | undefined {
    let best: Template | undefined;
    let most = -1;
    for (const template of templates) {
      const shared = covers(template, coded);
      if (shared > most) {
        best = template;
        most = shared;
      }
    }
    return best;
  }

  function swallowing(chunks: readonly Chunk[]): Template | undefined {
    let tries = limits.alike;
    for (const template of open.get(chunks.length) ?? []) {
      if (swallowsAll(template, chunks)) return template;
      tries -= 1;
      if (tries === 0) return undefined;
    }
    return undefined;
  }

  /** A new template, as general as what was seen allows; null when it stays alone and there is no room for it. */
  function grow(bucket: Bucket, coded: Coded, between: readonly string[], key: string): Template | null {
    let united = generalise(bucket, coded);
    if (united === null) {
      if (all.size >= limits.templates || bucket.templates.length >= limits.alike) return null;
      const id = idOf(key);
      // It may have led elsewhere until that was forgotten.
      moved.delete(id);
      const template = newTemplate({
        id,
        words: [...coded.words],
        between: [...between],
        count: 0,
        varied: new Map(),
      });
      add(template, bucket);
      return template;
    }
    for (let next: Template | null = united; next !== null; next = generalise(bucket, united)) united = next;
    takeIn(united);
    return united;
  }

  /** Makes one template of those that differ from this one only where what was seen varied; null when none do. */
  function generalise(bucket: Bucket, coded: Coded): Template | null {
    const tries = new Map<string, number[]>();
    for (const other of bucket.templates) {
      const places = other === coded ? null : differences(other, coded);
      if (places !== null) tries.set(places.join(), places);
    }
    for (const places of [...tries.values()].toSorted((a, b) => a.length - b.length).slice(0, mostTries)) {
      const words = coded.words.map((word, at) => (places.includes(at) ? anyValue : word));
      const pattern = { words, codes: codesOf(words) };
      const members = bucket.templates.filter((template) => covers(pattern, template) >= 0);
      const seen = places.map(
        (place) => new Set([...members, coded].map((member) => member.words[place] as string)),
      );
      const isValuesAlone = seen.every((all) => [...all].every(isPlace));
      if (!isValuesAlone && !saysEnough(words)) continue;
      if (!seen.every((all, at) => all.has(anyValue) || isVaried(all, places[at] as number))) continue;
      return unite(bucket, members, words, places, seen);
    }
    return null;
  }

  /** The oldest goes on as all of them. */
  function unite(
    bucket: Bucket,
    [oldest, ...others]: Template[],
    words: string[],
    places: readonly number[],
    seen: readonly ReadonlySet<string>[],
  ): Template {
    const united = oldest as Template;
    for (const other of others) lead(other, united);
    for (const [at, place] of places.entries()) {
      const shown = [...(seen[at] as ReadonlySet<string>)]
        .filter((word) => word !== anyValue)
        .slice(0, mostShown);
      if (!united.varied.has(place)) united.varied.set(place, shown.map(shownAs));
    }
    Object.assign(united, saying(words, united.between));
    bucket.templates = bucket.templates.filter(({ alive }) => alive);
    bucket.version += 1;
    noteOpen(united);
    return united;
  }

  /** Lets a template have those of other punctuation that its values may hold by now. */
  function takeIn(template: Template): void {
    let tries = limits.alike;
    for (const other of all.values()) {
      if (other === template || other.chunkCount !== template.chunkCount) continue;
      if (swallowsAll(template, chunksOf(other.words, other.between))) {
        lead(other, template);
        leave(other);
      }
      tries -= 1;
      if (tries === 0) return;
    }
  }

  function lead(from: Template, to: Template): void {
    to.count += from.count;
    forget(from);
    moved.set(from.id, to.id);
    for (const oldest of moved.keys()) {
      if (moved.size <= mostMoved) break;
      moved.delete(oldest);
    }
  }

  function forget(template: Template): void {
    template.alive = false;
    all.delete(template.id);
    open.get(template.chunkCount)?.delete(template);
  }

  function add(template: Template, bucket: Bucket): void {
    all.set(template.id, template);
    bucket.templates.push(template);
    buckets.set(bucket.name, bucket);
  }

  function leave(template: Template): void {
    const bucket = bucketFor(nameOf(template.between));
    bucket.templates = bucket.templates.filter((other) => other !== template);
    bucket.version += 1;
    if (bucket.templates.length === 0) buckets.delete(bucket.name);
  }

  /** A new one is kept only once it has a template. */
  function bucketFor(name: string): Bucket {
    return buckets.get(name) ?? { name, templates: [], version: 0 };
  }

  function noteOpen(template: Template): void {
    if (template.varied.size === 0) return;
    template.chunks = chunksOf(template.words, template.between);
    const same = open.get(template.chunkCount) ?? new Set();
    open.set(template.chunkCount, same.add(template));
  }

  function current(id: string): string {
    let at = id;
    for (let next = moved.get(at); next !== undefined; next = moved.get(at)) at = next;
    return at;
  }

  return {
    read,
    current,
    describe(id) {
      const template = all.get(current(id));
      if (template === undefined) return null;
      const places = template.words.flatMap((word, at) => (isPlace(word) ? [at] : []));
      const varied = [...template.varied].map(([word, seen]) => ({ place: places.indexOf(word), seen }));
      return {
        id: template.id,
        template: template.text,
        count: template.count,
        varied: varied.toSorted((a, b) => a.place - b.place),
      };
    },
    pin(pin) {
      const id = pins.add({ ...pin, template: oneBlank(cut(pin.template, limits.length)) });
      hasPins = true;
      return id;
    },
    unpin(id) {
      pins.remove(id);
      hasPins = pins.save().length > 0;
    },
    makeRoom() {
      if (all.size <= limits.templates / 2) return 0;
      const before = all.size;
      for (const template of all.values()) {
        if (!template.fresh) {
          forget(template);
          leave(template);
        }
        template.fresh = false;
      }
      return before - all.size;
    },
    save: () => ({
      version: 1,
      templates: [...all.values()].map(({ id, words, between, count, varied }) => ({
        id,
        words: [...words],
        between: [...between],
        count,
        varied: [...varied].map(([place, seen]) => [place, [...seen]]),
      })),
      moved: [...moved],
      pins: pins.save(),
    }),
  };
}

const nameOf = (between: readonly string[]) => between.join('\u0002');

/** A copy where something is cut off, since a part of a string keeps all of it in memory. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : Buffer.from(text.slice(0, length)).toString();
}

function oneBlank(text: string): string {
  return text
    .split(/[\s\p{Cc}]+/u)
    .join(' ')
    .trim();
}
