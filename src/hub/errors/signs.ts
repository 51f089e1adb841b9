/** What an occurrence is told apart by: what its program says, its stack, its wording, or the way a worker ended. */
import { createHash } from 'node:crypto';
import type { Exception } from '../logs/index.ts';
import type { Grouping, Why } from './grouping.ts';
import type { Occurrence } from './occurrence.ts';

export const signKinds = ['named', 'stack', 'template', 'exit', 'overflow'] as const;
export type SignKind = (typeof signKinds)[number];

export interface Sign {
  kind: SignKind;
  /** The same for all that belong together, also after a restart. */
  key: string;
  /** For people, `oneLine` of it. */
  title: string;
  /** Why occurrences with this key belong together, and what of it there is to say. */
  why: Why;
  detail: string;
  /** What differs between them, in order of place. */
  parameters: readonly string[];
}

/** In front of the key of a wording. */
export const wordingKey = 'template:';
const longestTitle = 300;
const ends: Record<NonNullable<Occurrence['exit']>['reason'], string> = {
  exit: 'ended',
  signal: 'was killed',
  oom: 'was killed for want of memory',
  limit: 'took more memory than its limit',
  health: 'failed its health check',
  'start-failed': 'could not be started',
  'start-timeout': 'did not get ready in time',
  unknown: 'vanished',
};

/** `declaredAs`: the name that the instances of a worker share. */
export function signOf(
  occurrence: Occurrence,
  grouping: Grouping,
  declaredAs: (worker: string) => string,
): Sign {
  const usual = () => usualSign(occurrence, grouping, declaredAs);
  return occurrence.fingerprint && occurrence.fingerprint.length > 0
    ? namedSign(occurrence, occurrence.fingerprint, usual)
    : usual();
}

function usualSign(occurrence: Occurrence, grouping: Grouping, declaredAs: (worker: string) => string): Sign {
  const { exit, exceptions, message } = occurrence;
  if (exit) return exitSign(exit, message, declaredAs(occurrence.worker));
  const stack = exceptions.length > 0 ? grouping.ofStack(exceptions) : null;
  if (stack) {
    return {
      kind: 'stack',
      key: `stack:${stack.key}`,
      title: titleOf(exceptions, message),
      why: 'same-stack',
      detail: stack.places.slice(0, 3).join(' ← '),
      parameters: stack.parameters,
    };
  }
  const read = grouping.ofMessage(exceptions.length > 0 ? titleOf(exceptions, message) : firstLine(message));
  if (!read) return overflowSign;
  const { key, template, parameters, why } = read;
  return { kind: 'template', key: wordingKey + key, title: template, why, detail: '', parameters };
}

/** All that there is no room to tell apart. */
export const overflowSign: Sign = {
  kind: 'overflow',
  key: 'overflow',
  title: 'Too many kinds of errors to tell them apart',
  why: 'too-many-kinds',
  detail: '',
  parameters: [],
};

function exitSign(exit: NonNullable<Occurrence['exit']>, message: string, worker: string): Sign {
  const how = exit.signal ?? (exit.code === null ? '' : `exit code ${exit.code}`);
  const what = `${worker} ${ends[exit.reason]}${how && ` (${how})`}`;
  return {
    kind: 'exit',
    key: `exit:${[worker, exit.reason, exit.code ?? '', exit.signal ?? ''].join(' ')}`,
    title: oneLine(what),
    why: 'same-end',
    detail: oneLine(message),
    parameters: [],
  };
}

/** The program knows best; `{{ default }}` adds what would be used without it. */
function namedSign(occurrence: Occurrence, parts: readonly string[], usual: () => Sign): Sign {
  const asUsual = parts.some(isDefault) ? usual() : null;
  if (asUsual && parts.length === 1) return asUsual;
  const said = parts.map((part) => (asUsual && isDefault(part) ? asUsual.key : part));
  return {
    kind: 'named',
    key: `named:${createHash('sha256').update(JSON.stringify(said)).digest('base64url').slice(0, 22)}`,
    title: titleOf(occurrence.exceptions, occurrence.message),
    why: 'named',
    detail: oneLine(parts.join(', ')),
    parameters: asUsual?.parameters ?? [],
  };
}

const isDefault = (part: string) => /^\{\{\s*default\s*\}\}$/.test(part);

function titleOf(exceptions: readonly Exception[], message: string): string {
  const outermost = exceptions.at(-1);
  if (!outermost) return oneLine(message);
  return oneLine(outermost.message ? `${outermost.type}: ${outermost.message}` : outermost.type);
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? text : text.slice(0, end);
}

const exitKey = /^exit:(\S+) (\S+) (-?\d*) (\S*?)(?:\||$)/;

/** What the key of a sign of kind `exit` says; null for any other. */
export function readExitKey(
  key: string,
): { worker: string; reason: string; code: number | null; signal: string | null } | null {
  const [, worker, reason, code, signal] = exitKey.exec(key) ?? [];
  if (worker === undefined || reason === undefined) return null;
  return { worker, reason, code: code ? Number(code) : null, signal: signal || null };
}

export function oneLine(text: string): string {
  const line = firstLine(text.slice(0, 4 * longestTitle).trim());
  const plain = line.replace(/\s+/g, ' ');
  return plain.length > longestTitle ? `${plain.slice(0, longestTitle - 1)}…` : plain;
}
