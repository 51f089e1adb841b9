import type { Occurrence } from '../occurrence.ts';
import type { Category, ReasonKind } from './category.ts';
import type { PhraseTree } from './phrase-tree.ts';
import { exitCodes, type Strength, signals, sqlStates } from './rules/codes.ts';
import type { Rule } from './rules/rules.ts';
import { boundary, wordsOf } from './words.ts';

/** One thing that speaks for a category. */
export interface Evidence {
  kind: ReasonKind;
  value: string;
  category: Category;
  strength: Strength;
}

/** What is looked at of an occurrence: its first letters, which say what the matter is. */
export const textAtMost = 4096;

/** What is left to say when an error says nothing: the fields by which structured lines and SDKs name codes. */
const codeFields: Readonly<Record<string, string>> = {
  status: 'status',
  statuscode: 'status',
  httpstatus: 'status',
  httpstatuscode: 'status',
  responsestatus: 'status',
  responsestatuscode: 'status',
  errno: 'errno',
  code: '',
  errorcode: '',
  errcode: '',
  sqlstate: 'sqlstate',
  grpccode: 'grpc code',
  grpcstatus: 'grpc code',
  grpcstatuscode: 'grpc code',
  replycode: 'reply code',
  exitcode: 'exit code',
  exitstatus: 'exit code',
  signal: '',
  host: '',
  url: '',
  error: '',
  err: '',
  errortype: '',
  errormessage: '',
  exceptiontype: '',
  exceptionmessage: '',
  reason: '',
  cause: '',
  detail: '',
};

/** The words of all that an occurrence says, the most telling part first: the exception that was thrown first. */
export function readWords(occurrence: Occurrence): string[] {
  let left = textAtMost;
  const words: string[] = [];
  const read = (text: string) => {
    if (left <= 0 || text === '') return;
    const part = text.length > left ? text.slice(0, left) : text;
    left -= part.length;
    for (const word of wordsOf(part)) words.push(word);
    words.push(boundary);
  };
  const [root, ...outer] = occurrence.exceptions;
  if (root) read(`${root.type} ${root.message}`);
  // A plain text's first line is often its exception's, so the same is not read twice.
  if (!root || !root.message.includes(occurrence.message)) read(occurrence.message);
  for (const { type, message } of outer) read(`${type} ${message}`);
  for (const [name, value] of Object.entries(occurrence.fields)) {
    const meaning = meaningOf(name);
    if (meaning === undefined || value === null || typeof value === 'boolean') continue;
    // Node.js gives the numbers of `errno` below zero.
    read(`${meaning} ${typeof value === 'number' ? Math.abs(value) : value}`);
  }
  return words;
}

function meaningOf(name: string): string | undefined {
  const plain = name.toLowerCase().replaceAll(/[^a-z.]/g, '');
  return codeFields[plain.replaceAll('.', '')] ?? codeFields[plain.slice(plain.lastIndexOf('.') + 1)];
}

/** All that rules find, each once. */
export function findEvidence(
  rules: PhraseTree<Rule>,
  words: readonly string[],
  exit: Occurrence['exit'],
): Evidence[] {
  const found: Evidence[] = [];
  const add = (evidence: Evidence) => {
    if (!found.some((one) => one.category === evidence.category && one.value === evidence.value))
      found.push(evidence);
  };
  for (const evidence of readExit(exit)) add(evidence);
  for (const { meaning, from, to } of rules.find(words)) {
    const value = meaning.value ?? words.slice(from, to).join(' ');
    add({ kind: meaning.kind, value, category: meaning.category, strength: meaning.strength });
  }
  for (const evidence of readSqlStates(words)) add(evidence);
  return found;
}

/** How a process ended is known, not read. */
function* readExit(exit: Occurrence['exit']): Generator<Evidence> {
  if (!exit) return;
  if (exit.reason === 'oom') yield { kind: 'exit', value: 'oom', category: 'resource', strength: 'certain' };
  else if (exit.reason === 'health')
    yield { kind: 'exit', value: 'health', category: 'worker', strength: 'certain' };
  else if (exit.reason === 'start-timeout')
    yield { kind: 'exit', value: 'start-timeout', category: 'timeout', strength: 'certain' };
  else if (exit.signal !== null) {
    const [category, strength] = signals[exit.signal] ?? (['worker', 'strong'] as const);
    yield { kind: 'exit', value: exit.signal, category, strength };
  } else if (exit.code !== null && exit.code !== 0) {
    const [category, strength] = exitCodes[exit.code] ?? (['worker', 'strong'] as const);
    yield { kind: 'exit', value: String(exit.code), category, strength };
  }
}

/** `SQLSTATE[23000]`, `SQLSTATE: 42P01`, `SQL state 08006`, MySQL's `ERROR 1045 (28000)`. */
function* readSqlStates(words: readonly string[]): Generator<Evidence> {
  for (let at = 0; at + 1 < words.length; at++) {
    const word = words[at] ?? '';
    const before = words[at - 1];
    const isNamed = word === 'sqlstate' || (word === 'state' && before === 'sql');
    const isNumbered = before === 'error' && /^\d{4}$/.test(word);
    const next = words[at + 1] ?? '';
    if (!(isNamed || isNumbered) || !/^[0-9a-z]{5}$/.test(next)) continue;
    const state = next.toUpperCase();
    const coded = sqlStates[state] ?? sqlStates[state.slice(0, 2)];
    if (coded) yield { kind: 'sqlstate', value: state, category: coded[0], strength: coded[1] };
  }
}
