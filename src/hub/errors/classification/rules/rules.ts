import { createTurns } from '../../../../shared/turns.ts';
import type { Category, ReasonKind } from '../category.ts';
import { createPhraseTree, type PhraseTree } from '../phrase-tree.ts';
import {
  amqpCodes,
  errnoNames,
  errnos,
  exitCodes,
  grpcCodes,
  httpStatuses,
  type Strength,
  strengths,
  signals,
} from './codes.ts';
import { providers } from './providers.ts';
import { wording } from './wording.ts';

/** What a phrase says when it is found. */
export interface Rule {
  kind: ReasonKind;
  /** As in a `Reason`; null: the words that were found. */
  value: string | null;
  category: Category;
  strength: Strength;
}

/** All rules that are about words, in one tree: a code is a phrase too (`status code 503`, `os error 111`). Planted once, in turns. */
export function plantRules(): Promise<PhraseTree<Rule>> {
  planted ??= (async () => {
    const tree = createPhraseTree<Rule>();
    const turn = createTurns();
    for (const [phrase, rule] of phrases()) {
      tree.add(phrase, rule);
      await turn();
    }
    return tree;
  })();
  return planted;
}
let planted: Promise<PhraseTree<Rule>> | null = null;

function* phrases(): Generator<[phrase: string, Rule]> {
  for (const [name, [category, strength]] of Object.entries(errnos))
    yield [name, { kind: 'errno', value: name, category, strength }];
  for (const [number, name] of Object.entries(errnoNames)) {
    const coded = errnos[name];
    if (!coded) continue;
    const [category, strength] = coded;
    const rule: Rule = { kind: 'errno', value: name, category, strength };
    for (const before of ['errno', 'os error', 'system error']) yield [`${before} ${number}`, rule];
  }
  for (const [status, [category, strength]] of Object.entries(httpStatuses)) {
    const rule: Rule = { kind: 'http', value: status, category, strength };
    for (const before of beforeStatus) yield [`${before} ${status}`, rule];
    const name = statusNames[Number(status)];
    if (name) yield [`${status} ${name}`, rule];
    yield [`get|post|put|delete|patch * ${status}`, rule];
  }
  for (const [number, name, category, strength] of grpcCodes) {
    const rule: Rule = { kind: 'grpc', value: name, category, strength };
    const words = [name, name.replaceAll('_', '')].join('|');
    for (const phrase of [
      `rpc error code ${words}`,
      `status code ${words}`,
      `status runtime exception ${words}`,
    ])
      yield [phrase, rule];
    for (const phrase of [`${number} ${name}`, `grpc code|status ${number}`, `grpc code|status ${words}`])
      yield [phrase, rule];
  }
  for (const [number, name, category, strength] of amqpCodes) {
    const rule: Rule = { kind: 'amqp', value: `${number} ${name}`, category, strength };
    for (const before of ['reply code', 'amqp', 'amqp code', 'channel *', 'connection *'])
      yield [`${before} ${number} ${name}`, rule];
    yield [`reply code ${number}`, rule];
    yield [`exception ${number} reason`, rule];
  }
  for (const [code, [category, strength]] of Object.entries(exitCodes)) {
    const rule: Rule = { kind: 'exit', value: code, category, strength };
    for (const before of beforeExitCode) yield [`${before} ${code}`, rule];
  }
  for (const [name, [category, strength]] of Object.entries(signals)) {
    yield [name, { kind: 'exit', value: name, category, strength }];
    yield [`status * ${name.slice(3)}`, { kind: 'exit', value: name, category, strength }];
  }
  // Of a phrase that stands twice the stronger counts, which is added first.
  for (const strength of strengths)
    for (const [category, byStrength] of Object.entries(wording) as [Category, Wording][])
      for (const phrase of (byStrength[strength] ?? '').split('\n').filter((line) => line.trim() !== ''))
        yield [phrase, { kind: 'wording', value: null, category, strength }];
  for (const name of providers)
    yield [name, { kind: 'provider', value: null, category: 'external-api', strength: 'strong' }];
}

type Wording = Partial<Record<Strength, string>>;

const beforeStatus = [
  'http',
  'http 1 0|1',
  'http 2',
  'http 2 0',
  'http code|status|error',
  'http status code',
  'status',
  'status code',
  'status code is',
  'response code|status',
  'returned|responded|answered|got|received',
  'returned|responded|answered|replied|failed with',
  'returned error',
  'server error',
  'client error',
];

/** What servers print behind the number. */
const statusNames: Readonly<Record<number, string>> = {
  400: 'bad request',
  401: 'unauthorized',
  402: 'payment required',
  403: 'forbidden',
  404: 'not found',
  405: 'method not allowed',
  408: 'request timeout',
  409: 'conflict',
  410: 'gone',
  413: 'request entity|payload',
  415: 'unsupported media type',
  422: 'unprocessable',
  429: 'too many requests',
  500: 'internal server error',
  502: 'bad gateway',
  503: 'service',
  504: 'gateway',
};

const beforeExitCode = [
  'exit|exited code',
  'exit|exited status',
  'exit|exited|exiting|failed with code',
  'exit|exited|exiting|failed with status',
  'exit|exited|exiting|failed with exit code',
  'exit|exited|exiting with',
  'exited status',
  'code exited status',
  'exit code is',
  'command exited with',
  'return|returned code',
  'returned non zero exit status',
];
