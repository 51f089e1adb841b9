import { nearest } from '../../../../shared/nearest.ts';
import { argumentCounts, functionNames, isFunction } from './functions.ts';

/** What stands between the braces, or around them. */
export type Template = readonly Node[];
export type Node =
  | { type: 'text'; text: string }
  | { type: 'output'; pipe: Pipe }
  | { type: 'if'; branches: readonly { test: Pipe; nodes: Template }[]; otherwise: Template };
/** Each command gets what the one before it answered as its last argument. */
export type Pipe = readonly Command[];
export interface Command {
  /** Null: the only operand is the answer. */
  call: string | null;
  operands: readonly Operand[];
}
export type Operand =
  | { type: 'value' }
  | { type: 'labels' }
  | { type: 'label'; name: string }
  | { type: 'event'; name: string }
  | { type: 'constant'; value: string | number | boolean }
  | { type: 'pipe'; pipe: Pipe };

/** Why a text is no template; `at` is the offset of the mistake. */
export class TemplateMistake extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.name = 'TemplateMistake';
    this.at = at;
  }
}

const longest = 4_000;
const deepest = 10;
const variables = ['$labels', '$value', '$event', '.Labels', '.Value'];
/** Words of Go's templates that do what is not wanted here. */
const refused: Record<string, string> = {
  range: 'loops are not understood',
  define: 'templates within templates are not understood',
  template: 'templates within templates are not understood',
  block: 'templates within templates are not understood',
  with: '"with" is not understood, use "if"',
  query: 'queries within templates are not understood: put it into the expression of the rule',
  break: 'loops are not understood',
  continue: 'loops are not understood',
};

/** Throws a TemplateMistake. */
export function parseTemplate(text: string): Template {
  if (text.length > longest)
    throw new TemplateMistake(longest, `a template has at most ${longest} characters`);
  const pieces = cut(text);
  let at = 0;

  const block = (depth: number, isInside: boolean): { nodes: Node[]; end: Piece | null } => {
    const nodes: Node[] = [];
    while (at < pieces.length) {
      const piece = pieces[at++] as Piece;
      if (piece.type === 'text') {
        if (piece.text !== '') nodes.push(piece);
        continue;
      }
      const [first, ...rest] = piece.tokens;
      if (!first) throw new TemplateMistake(piece.at, 'there is nothing between {{ and }}');
      if (first.type === 'word' && (first.text === 'end' || first.text === 'else')) {
        if (!isInside) throw new TemplateMistake(first.at, `"${first.text}" without "if"`);
        return { nodes, end: piece };
      }
      if (first.type === 'word' && first.text === 'if') nodes.push(condition(piece, rest, depth + 1));
      else nodes.push({ type: 'output', pipe: parsePipe(piece.tokens, piece.end, depth) });
    }
    return { nodes, end: null };
  };

  const condition = (opened: Action, test: readonly Token[], depth: number): Node => {
    if (depth > deepest) throw new TemplateMistake(opened.at, `"if" is nested more than ${deepest} times`);
    const branches: { test: Pipe; nodes: Template }[] = [];
    let tokens = test;
    let place = opened;
    for (;;) {
      const pipe = parsePipe(tokens, place.end, depth);
      const { nodes, end } = block(depth, true);
      if (end?.type !== 'action') throw new TemplateMistake(opened.at, '"if" without "end"');
      branches.push({ test: pipe, nodes });
      const [word, next, ...rest] = end.tokens;
      if (word?.text === 'end') {
        if (next) throw new TemplateMistake(next.at, 'nothing may follow "end"');
        return { type: 'if', branches, otherwise: [] };
      }
      if (next) {
        if (next.text !== 'if') throw new TemplateMistake(next.at, '"else" is followed by "if" or nothing');
        tokens = rest;
        place = end;
        continue;
      }
      const last = block(depth, true);
      const closing = last.end?.type === 'action' ? last.end.tokens[0] : undefined;
      if (closing?.text !== 'end') throw new TemplateMistake(end.at, '"else" without "end"');
      return { type: 'if', branches, otherwise: last.nodes };
    }
  };

  return block(0, false).nodes;
}

interface Token {
  type: 'word' | 'variable' | 'field' | 'string' | 'number' | 'sign';
  text: string;
  value?: string | number;
  at: number;
}
interface Action {
  type: 'action';
  tokens: Token[];
  at: number;
  end: number;
}
type Piece = { type: 'text'; text: string } | Action;

/** Into plain text and what stands between braces, which `-` lets eat the white space next to it. */
function cut(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let trimsNext = false;
  for (;;) {
    const open = text.indexOf('{{', at);
    const trimsBefore = open >= 0 && /^\{\{-\s/.test(text.slice(open, open + 4));
    let plain = open < 0 ? text.slice(at) : text.slice(at, open);
    if (trimsNext) plain = plain.trimStart();
    if (trimsBefore) plain = plain.trimEnd();
    pieces.push({ type: 'text', text: plain });
    if (open < 0) return pieces;
    const from = open + (trimsBefore ? 3 : 2);
    const comment = /^\s*\/\*[^]*?\*\/\s*-?\}\}/.exec(text.slice(from));
    if (comment) {
      at = from + comment[0].length;
      trimsNext = comment[0].endsWith('-}}');
      continue;
    }
    const { tokens, end } = tokenize(text, from);
    pieces.push({ type: 'action', tokens, at: open, end });
    trimsNext = text[end - 1] === '-' && /\s/.test(text[end - 2] ?? '');
    at = end + 2;
  }
}

const patterns: readonly (readonly [Token['type'], RegExp])[] = [
  ['string', /"(?:[^"\\\n]|\\.)*"|`[^`]*`/y],
  ['number', /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['variable', /\$\w*(?:\.\w+)*|(?:\.\w+)+/y],
  ['word', /[A-Za-z_]\w*/y],
  ['sign', /:=|[|(),=]/y],
];

/** `end` is where the closing braces stand. */
function tokenize(text: string, from: number): { tokens: Token[]; end: number } {
  const tokens: Token[] = [];
  let at = from;
  for (;;) {
    while (/\s/.test(text[at] ?? '')) at++;
    if (text.startsWith('}}', at)) return { tokens, end: at };
    if (text.startsWith('-}}', at)) return { tokens, end: at + 1 };
    if (at >= text.length) throw new TemplateMistake(from - 2, '"{{" without "}}"');
    const found = patterns.flatMap(([type, pattern]) => {
      pattern.lastIndex = at;
      const [match] = pattern.exec(text) ?? [];
      return match === undefined ? [] : [{ type, text: match }];
    })[0];
    if (!found) throw new TemplateMistake(at, `"${text[at]}" is not understood here`);
    const token: Token = { ...found, at };
    if (found.type === 'number') token.value = Number(found.text);
    if (found.type === 'string') token.value = unquote(found.text, at);
    tokens.push(token);
    at += found.text.length;
  }
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r' };

function unquote(text: string, at: number): string {
  if (text.startsWith('`')) return text.slice(1, -1);
  return text.slice(1, -1).replaceAll(/\\(.)/g, (_, sign: string) => {
    if (!/[ntr"\\]/.test(sign)) throw new TemplateMistake(at, `"\\${sign}" is not understood in a text`);
    return escapes[sign] ?? sign;
  });
}

function parsePipe(tokens: readonly Token[], end: number, depth: number): Pipe {
  if (depth > deepest) throw new TemplateMistake(end, `parentheses are nested more than ${deepest} times`);
  const commands: Command[] = [];
  let at = 0;
  for (;;) {
    const { command, next } = parseCommand(tokens, at, end, depth, commands.length > 0);
    commands.push(command);
    at = next;
    if (at >= tokens.length) return commands;
    at++;
  }
}

/** Up to the next `|`. */
function parseCommand(
  tokens: readonly Token[],
  from: number,
  end: number,
  depth: number,
  isFed: boolean,
): { command: Command; next: number } {
  const first = tokens[from];
  if (!first) throw new TemplateMistake(end, 'a value or a function is missing');
  let at = from;
  let call: string | null = null;
  if (first.type === 'word' && first.text !== 'true' && first.text !== 'false') {
    call = functionOf(first);
    at++;
  }
  const operands: Operand[] = [];
  while (at < tokens.length && tokens[at]?.text !== '|') {
    const { operand, next } = parseOperand(tokens, at, end, depth);
    operands.push(operand);
    at = next;
  }
  if (call === null) {
    if (isFed) throw new TemplateMistake(first.at, 'after "|" comes a function');
    if (operands.length !== 1)
      throw new TemplateMistake(first.at, 'several values stand next to each other: a function is missing');
  } else {
    const given = operands.length + (isFed ? 1 : 0);
    const complaint = isFunction(call) ? argumentsOf(call, given) : null;
    if (complaint) throw new TemplateMistake(first.at, complaint);
  }
  return { command: { call, operands }, next: at };
}

function parseOperand(
  tokens: readonly Token[],
  from: number,
  end: number,
  depth: number,
): { operand: Operand; next: number } {
  const token = tokens[from] as Token;
  if (token.text === '(') {
    let open = 1;
    let to = from + 1;
    for (; to < tokens.length && open > 0; to++)
      open += tokens[to]?.text === '(' ? 1 : tokens[to]?.text === ')' ? -1 : 0;
    if (open > 0) throw new TemplateMistake(token.at, '"(" without ")"');
    const pipe = parsePipe(tokens.slice(from + 1, to - 1), tokens[to - 1]?.at ?? end, depth + 1);
    return { operand: { type: 'pipe', pipe }, next: to };
  }
  return { operand: simpleOperand(token), next: from + 1 };
}

function simpleOperand(token: Token): Operand {
  const { type, text, value, at } = token;
  if (type === 'string' || type === 'number') return { type: 'constant', value: value ?? '' };
  if (text === 'true' || text === 'false') return { type: 'constant', value: text === 'true' };
  if (type === 'variable') return variableOf(text, at);
  if (type === 'word')
    throw new TemplateMistake(at, `"${text}" is a function here only in parentheses or after "|"`);
  if (text === ':=' || text === '=')
    throw new TemplateMistake(at, 'variables of your own are not understood');
  throw new TemplateMistake(at, `"${text}" is not understood here`);
}

function variableOf(text: string, at: number): Operand {
  const [, base = '', name, more] = /^(\$\w*|\.\w+)(?:\.(\w+))?(.*)$/.exec(text) ?? [];
  if (more) throw new TemplateMistake(at, `"${text}" has too many parts`);
  if (base === '$value' || base === '.Value') {
    if (name !== undefined) throw new TemplateMistake(at, `${base} has no parts`);
    return { type: 'value' };
  }
  if (base === '$labels' || base === '.Labels')
    return name === undefined ? { type: 'labels' } : { type: 'label', name };
  if (base === '$event' && name !== undefined) return { type: 'event', name };
  if (base === '$event')
    throw new TemplateMistake(at, '$event needs the name of a field, such as $event.title');
  const near = nearest(base, variables);
  throw new TemplateMistake(
    at,
    `${base} is not known${near ? `; did you mean ${near}?` : `; known are ${variables.join(', ')}`}`,
  );
}

function functionOf({ text, at }: Token): string {
  if (isFunction(text)) return text;
  const why = refused[text];
  if (why) throw new TemplateMistake(at, why);
  const near = nearest(text, functionNames);
  throw new TemplateMistake(
    at,
    `there is no function "${text}"${near ? `; did you mean "${near}"?` : `; known are ${functionNames.join(', ')}`}`,
  );
}

function argumentsOf(name: string, given: number): string | null {
  const { least, most } = argumentCounts(name);
  if (given >= least && given <= most) return null;
  const wanted =
    least === most
      ? String(least)
      : most === Number.POSITIVE_INFINITY
        ? `at least ${least}`
        : `${least} to ${most}`;
  return `"${name}" takes ${wanted} value${wanted === '1' ? '' : 's'}, got ${given}`;
}
