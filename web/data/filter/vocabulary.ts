/** The words that occur in a fleet, for suggestions and doubts. Pure. */
import { shownState } from '../standing.ts';
import type { Worker } from '../types.ts';
import { choiceFields, figureFields, textFields } from './fields.ts';
import type { Filter, Term } from './parse.ts';

/** Each value with how many workers have it. */
export type Counts = ReadonlyMap<string, number>;

export interface Vocabulary {
  names: readonly string[];
  hosts: Counts;
  states: Counts;
  exits: Counts;
  labels: ReadonlyMap<string, Counts>;
}

export function vocabularyOf(workers: Iterable<Worker>): Vocabulary {
  const names: string[] = [];
  const hosts = new Map<string, number>();
  const states = new Map<string, number>();
  const exits = new Map<string, number>();
  const labels = new Map<string, Map<string, number>>();
  const count = (counts: Map<string, number>, value: string) =>
    counts.set(value, (counts.get(value) ?? 0) + 1);
  for (const worker of workers) {
    names.push(worker.name);
    count(hosts, worker.host);
    count(states, shownState(worker));
    count(exits, worker.lastExit?.reason ?? 'none');
    for (const [label, value] of Object.entries(worker.labels)) {
      const counts = labels.get(label) ?? new Map<string, number>();
      labels.set(label, counts);
      count(counts, value);
    }
  }
  return { names, hosts, states, exits, labels };
}

/** A label that no worker has, and the key that was perhaps meant. */
export interface Doubt {
  term: Term & { kind: 'label' };
  perhaps: string | null;
}

/** Terms that are understood and still find nobody, because their key is known to nobody. */
export function doubtsOf({ terms }: Pick<Filter, 'terms'>, { labels }: Vocabulary): Doubt[] {
  const known = new Set([...labels.keys()].map((label) => label.toLowerCase()));
  return terms
    .filter((term): term is Doubt['term'] => term.kind === 'label' && !known.has(term.label.toLowerCase()))
    .map((term) => ({ term, perhaps: nearest(term.label.toLowerCase(), [...labels.keys(), ...allFields]) }));
}

export const allFields: readonly string[] = [
  ...Object.keys(choiceFields),
  ...textFields,
  ...Object.keys(figureFields),
];

/** The word that takes the fewest strokes to mend; null when none is near. */
function nearest(word: string, candidates: readonly string[]): string | null {
  let best: string | null = null;
  let fewest = word.length > 4 ? 3 : 2;
  for (const candidate of candidates) {
    const strokes = distance(word, candidate.toLowerCase());
    if (strokes < fewest) [best, fewest] = [candidate, strokes];
  }
  return best;
}

/** Insertions, deletions and replacements between two words (Levenshtein, one row at a time). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(
        (next[j - 1] ?? 0) + 1,
        (row[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
