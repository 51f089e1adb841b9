/** What could be typed next: keys, and values that occur. Pure. */
import { choiceFields, fieldOf, isChoice, isFigure, type FigureField } from './fields.ts';
import { narrow, quote } from './parse.ts';
import type { Counts, Vocabulary } from './vocabulary.ts';

export interface Suggestion {
  /** Takes the place of what is being typed. */
  insert: string;
  /** `key`: more is to be typed after it. */
  kind: 'key' | 'label' | 'value' | 'figure' | 'name';
  /** What it stands for: the key, or the key of the value. */
  key: string;
  value: string;
  /** How many workers have it; null when that is not counted. */
  count: number | null;
}

export interface Suggestions {
  from: number;
  to: number;
  options: Suggestion[];
}

const mostOptions = 12;
const mostNames = 5;
const examples: Record<FigureField, readonly string[]> = {
  cpu: ['>50%', '>90%', '<1%'],
  mem: ['>100MiB', '>500MiB', '>1GiB'],
  restarts: ['>0', '>=3', '>=10'],
  crashes: ['>0', '>=3'],
  uptime: ['<5m', '<1h', '>1d'],
  since: ['<5m', '<1h', '>1d'],
  exited: ['<5m', '<1h', '<1d'],
  next: ['<1m', '<1h'],
  pid: [':'],
};
/** In the order in which they are wanted. */
const keys = ['state', 'is', 'cpu', 'mem', 'restarts', 'uptime', 'name', 'host', 'exit', 'exited', 'since'];
const rareKeys = ['health', 'kind', 'crashes', 'next', 'pid', 'reason'];

export function suggest(typed: string, caret: number, vocabulary: Vocabulary): Suggestions {
  const text = narrow(typed);
  const from = startOfWord(text, caret);
  const word = text.slice(from, caret);
  const not = word.startsWith('-') && word.length > 1 ? '-' : '';
  const bare = word.slice(not.length);
  const keyed = /^([\p{L}_][\p{L}\p{N}_./-]*)(>=|<=|!=|:|=|>|<)(.*)$/u.exec(bare);
  const options = keyed
    ? valuesFor(keyed[1] ?? '', keyed[2] ?? ':', keyed[3] ?? '', vocabulary)
    : keysAndNames(bare, vocabulary);
  return {
    from,
    to: caret,
    options: options
      .slice(0, mostOptions)
      .map((option) => ({ ...option, insert: not + option.insert }))
      .filter((option) => option.insert !== word),
  };
}

/** A blank inside quotes does not begin a word. */
function startOfWord(text: string, caret: number): number {
  let start = 0;
  let quoted = false;
  for (let at = 0; at < caret; at++) {
    if (text[at] === '"' && text[at - 1] !== '\\') quoted = !quoted;
    else if (!quoted && /\s/.test(text[at] ?? '')) start = at + 1;
  }
  return start;
}

function keysAndNames(word: string, vocabulary: Vocabulary): Suggestion[] {
  const { labels, names } = vocabulary;
  const lower = word.toLowerCase();
  const starts = (key: string) => key.toLowerCase().startsWith(lower);
  const asKey = (kind: 'key' | 'label') => (key: string) => ({
    insert: isFigureKey(key) && kind === 'key' ? key : `${key}:`,
    kind,
    key,
    value: '',
    count: null,
  });
  const fieldKeys = [...keys, ...(word === '' ? [] : rareKeys)].filter(starts).map(asKey('key'));
  const labelKeys = [...labels.keys()]
    .filter((key) => starts(key) && fieldOf(key) === null)
    .map(asKey('label'));
  const figure = fieldOf(word);
  const comparisons = figure !== null && isFigure(figure) ? valuesFor(word, '', '', vocabulary) : [];
  const found = word === '' ? [] : names.filter((name) => name.toLowerCase().includes(lower));
  return [
    ...comparisons,
    ...labelKeys.slice(0, word === '' ? 3 : mostOptions),
    ...fieldKeys,
    ...found.slice(0, mostNames).map((name) => ({
      insert: `name=${quote(name)}`,
      kind: 'name' as const,
      key: 'name',
      value: name,
      count: null,
    })),
  ];
}

function isFigureKey(key: string): boolean {
  const field = fieldOf(key);
  return field !== null && isFigure(field);
}

function valuesFor(key: string, operator: string, typed: string, vocabulary: Vocabulary): Suggestion[] {
  const field = fieldOf(key);
  if (field !== null && isFigure(field)) {
    return examples[field]
      .filter((example) => example.startsWith(operator + typed) && example !== operator + typed)
      .map((example) => ({ insert: key + example, kind: 'figure', key: field, value: example, count: null }));
  }
  // In a list the last one is being typed.
  const comma = typed.lastIndexOf(',') + 1;
  const before = typed.slice(0, comma);
  const part = typed.slice(comma).replace(/^"/, '').toLowerCase();
  const taken = before.toLowerCase().split(',');
  return [...countsOf(field ?? `label ${key}`, vocabulary)]
    .filter(([value]) => value.toLowerCase().includes(part) && !taken.includes(value.toLowerCase()))
    .sort(
      ([a, many], [b, few]) =>
        Number(b.toLowerCase().startsWith(part)) - Number(a.toLowerCase().startsWith(part)) ||
        // States stay in the order of trouble.
        (field !== null && isChoice(field) ? 0 : few - many),
    )
    .map(([value, count]) => ({
      insert: `${key}${operator}${before}${quote(value)}`,
      kind: 'value',
      key: field ?? key,
      value,
      count: count < 0 ? null : count,
    }));
}

const uncounted = (values: readonly string[]): Counts => new Map(values.map((value) => [value, -1]));

function countsOf(key: string, { hosts, states, exits, labels, names }: Vocabulary): Counts {
  switch (key) {
    case 'state':
      return new Map(choiceFields.state.map((state) => [state, states.get(state) ?? 0]));
    case 'is':
    case 'health':
    case 'kind':
      return uncounted(choiceFields[key]);
    case 'host':
      return hosts;
    case 'exit':
      return exits;
    case 'name':
      return uncounted(names);
    default: {
      const wanted = key.replace(/^label (label\.)?/, '').toLowerCase();
      return [...labels].find(([label]) => label.toLowerCase() === wanted)?.[1] ?? new Map<string, number>();
    }
  }
}
