/** What errors have in common when their program does not say it: the place in the code, or the wording. */
import type { Exception } from '../logs/index.ts';
import { stackFingerprint } from './stacks/index.ts';
import { createMiner, type MinerState, minerState, tooManyKinds } from './templates/index.ts';

/** Why occurrences are one kind. */
export const whys = [
  'named',
  'same-stack',
  'same-words',
  'varied',
  'pinned',
  'same-end',
  'parted',
  'too-many-kinds',
] as const;
export type Why = (typeof whys)[number];

export interface Grouping {
  /** Null when the frames say too little. `places`: where it is, for people, the newest call first. */
  ofStack(
    exceptions: readonly Exception[],
  ): { key: string; places: readonly string[]; parameters: string[] } | null;
  /** Null when there are too many wordings to tell them apart. */
  ofMessage(message: string): { key: string; template: string; parameters: string[]; why: Why } | null;
  /** The key that a wording's key became, since wordings only grow together. */
  current(key: string): string;
  /** From now on what holds this value at a place of the wording is a wording of its own; null where that cannot be told. */
  part(key: string, position: number, value: string): { key: string; template: string } | null;
  /** As if it had not been parted. */
  unpart(key: string): void;
  makeRoom(): void;
  /** For the next start. */
  save(): MinerState;
}

/** `saved`: what `save` answered; anything else begins anew. */
export function createGrouping(saved: unknown): Grouping {
  const state = minerState.safeParse(saved);
  const miner = createMiner({}, state.success ? state.data : undefined);
  return {
    ofStack(exceptions) {
      if (exceptions.every(({ frames }) => frames.length === 0)) return null;
      const { template, parameters } = miner.read(exceptions[0]?.message ?? '');
      const found = stackFingerprint(exceptions, template);
      if (found?.why.kind !== 'stack') return null;
      return { key: found.key, places: found.why.frames, parameters: parameters.map(({ value }) => value) };
    },
    ofMessage(message) {
      const { id, template, parameters, why } = miner.read(message);
      if (id === tooManyKinds) return null;
      return { key: id, template, parameters: parameters.map(({ value }) => value), why };
    },
    current: (key) => miner.current(key),
    part(key, position, value) {
      const whole = miner.describe(miner.current(key));
      const template = whole && withValue(whole.template, position, value);
      if (template === null) return null;
      try {
        return { key: miner.pin({ template }), template };
      } catch (error) {
        // There are too many already.
        if (error instanceof RangeError) return null;
        throw error;
      }
    },
    unpart: (key) => miner.unpin(key),
    makeRoom: () => void miner.makeRoom(),
    save: () => miner.save(),
  };
}

const place = /<(?:\*|[A-Z]+)>/g;

/** The wording with a value in one of its places; null where it has no such place. */
function withValue(template: string, position: number, value: string): string | null {
  const found = [...template.matchAll(place)][position];
  if (!found) return null;
  return template.slice(0, found.index) + value + template.slice(found.index + found[0].length);
}
