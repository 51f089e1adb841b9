/** YAML text as plain values that remember where they were written. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Range,
  Scalar,
  type YAMLMap,
} from 'yaml';
import { looksSecret, maskText } from '../secrets.ts';
import { expand } from './expand.ts';
import { formatPath, type Mistake, type Path } from './mistakes.ts';

/** Far more than a thousand workers need; a bomb of aliases ends here. */
const mostNodes = 200_000;
const deepest = 32;

export interface SourceDocument {
  value: unknown;
  mistakes: Mistake[];
  has(path: Path): boolean;
  /** The mistake of the value at the path, or of the nearest thing around it that is there. */
  mistake(path: Path, message: string, at?: 'value' | 'key'): Mistake;
  /** What was written there, as messages show it: a secret never, a list or mapping as such. */
  written(path: Path): string;
}

interface Place {
  node: Node | null;
  keyOffset: number | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

export function readDocument(file: string, text: string, env: Environment): SourceDocument {
  const lines = new LineCounter();
  const places = new Map<string, Place>();
  const mistakes: Mistake[] = [];

  const mistakeAt = (offset: number, path: Path, message: string): Mistake => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col), path: formatPath(path), message };
  };
  const mistake = (path: Path, message: string, at: 'value' | 'key' = 'value'): Mistake => {
    let known = path;
    while (known.length > 0 && !places.has(keyOf(known))) known = known.slice(0, -1);
    const place = places.get(keyOf(known));
    const nodeOffset = place?.node?.range?.[0];
    const isEmpty = isScalar(place?.node) && place.node.value === null && !place.node.source;
    const preferKey = at === 'key' || isEmpty || known.length < path.length;
    const offset = preferKey ? (place?.keyOffset ?? nodeOffset) : (nodeOffset ?? place?.keyOffset);
    return mistakeAt(offset ?? 0, path, message);
  };
  const written = (path: Path): string => {
    const node = places.get(keyOf(path))?.node;
    if (isMap(node)) return 'a mapping';
    if (isSeq(node)) return 'a list';
    if (!isScalar(node) || node.value === null) return 'nothing';
    if (isSecretPlace(path)) return 'a secret (not shown)';
    const shown = maskText(textOf(node));
    const cut = shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
    return typeof node.value === 'string' ? JSON.stringify(cut) : cut;
  };

  // Keys are compared below, since the library compares each with each.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const result = { mistakes, has: (path: Path) => places.has(keyOf(path)), mistake, written };
  // What follows the first mistake is mostly its echo.
  const wrong = document.errors.find((error) => error.code === 'RESOURCE_EXHAUSTION') ?? document.errors[0];
  if (wrong) {
    const { code, message, pos } = wrong;
    const line = String(text.split('\n')[lines.linePos(pos[0]).line - 1]);
    mistakes.push(mistakeAt(pos[0], [], explainSyntax(code, message, line)));
    return { ...result, value: undefined };
  }
  for (const warning of document.warnings) mistakes.push(mistakeAt(warning.pos[0], [], warning.message));

  let nodes = 0;
  let tooMuch: string | null = null;
  const anchors = new Map<string, Node>();
  const open = new Set<Node>();

  const plain = (node: Node | null, path: Path): unknown => {
    if (++nodes > mostNodes) tooMuch = `holds more than ${mostNodes} values once its aliases are filled in`;
    if (path.length > deepest) tooMuch ??= `is nested more than ${deepest} levels deep`;
    if (tooMuch) return undefined;
    if (isAlias(node)) return plainAlias(node.source, node, path);
    if (node?.anchor) anchors.set(node.anchor, node);
    if (node) open.add(node);
    const value = isMap(node)
      ? plainMap(node, path)
      : isSeq(node)
        ? node.items.map((item, index) => plainAt(item as Node | null, null, [...path, index]))
        : isScalar(node)
          ? plainScalar(node, path)
          : null;
    if (node) open.delete(node);
    return value;
  };

  const plainAt = (node: Node | null, keyOffset: number | null, path: Path): unknown => {
    const target = isAlias(node) ? (anchors.get(node.source) ?? node) : node;
    places.set(keyOf(path), { node: target, keyOffset });
    return plain(node, path);
  };

  const plainAlias = (name: string, alias: Node, path: Path): unknown => {
    const target = anchors.get(name);
    if (target && !open.has(target)) return plain(target, path);
    const message = target ? `*${name} contains itself` : `there is no &${name} before this *${name}`;
    mistakes.push(mistakeAt(startOf(alias), path, message));
    return undefined;
  };

  const plainMap = (map: YAMLMap, path: Path): Record<string, unknown> => {
    // What `<<` brings is filled in first, so that whatever the mapping says itself wins, wherever it stands.
    const entries = new Map<string, unknown>();
    for (const { key, value } of map.items) {
      if (isScalar(key) && key.value === '<<') merge(entries, value as Node | null, map, path);
    }
    const firstLines = new Map<string, number>();
    for (const { key, value } of map.items) {
      const offset = startOf(key as Node);
      if (!isScalar(key) || key.value === null) {
        mistakes.push(mistakeAt(offset, path, 'a key must be text'));
        continue;
      }
      const name = typeof key.value === 'string' ? key.value : textOf(key);
      if (name === '<<') continue;
      const at = [...path, name];
      const first = firstLines.get(name);
      if (name === '__proto__') mistakes.push(mistakeAt(offset, at, 'this name is not allowed'));
      else if (first !== undefined) {
        mistakes.push(mistakeAt(offset, at, `is given twice, first on line ${first}`));
      } else {
        firstLines.set(name, lines.linePos(offset).line);
        entries.set(name, plainAt(value as Node | null, offset, at));
      }
    }
    return Object.fromEntries(entries);
  };

  const merge = (entries: Map<string, unknown>, source: Node | null, target: Node, path: Path): void => {
    const sources = isSeq(source) ? (source.items as Node[]) : [source];
    for (const one of sources.toReversed()) {
      const value = isMap(one) || isAlias(one) ? plain(one, path) : null;
      if (isMapping(value)) for (const [name, item] of Object.entries(value)) entries.set(name, item);
      else if (value !== undefined) {
        const message = '<< takes a mapping or a list of mappings';
        mistakes.push(mistakeAt(startOf(one ?? target), path, message));
      }
    }
  };

  const plainScalar = (scalar: Scalar, path: Path): unknown => {
    const asText = isTextPlace(path);
    if (typeof scalar.value !== 'string') {
      return asText && scalar.value !== null ? textOf(scalar) : scalar.value;
    }
    const { text: expanded, problems } = expand(scalar.value, env);
    for (const problem of problems) mistakes.push(mistake(path, problem));
    const isBare = scalar.type === Scalar.PLAIN && expanded !== scalar.value;
    return isBare && !asText ? bareValue(expanded) : expanded;
  };

  const value = plainAt(document.contents, null, []);
  if (tooMuch === null) return { ...result, value };
  return { ...result, value: undefined, mistakes: [mistakeAt(0, [], `the file ${tooMuch as string}`)] };
}

/** Whatever was parsed has a range. */
function startOf(node: Node): number {
  return (node.range as Range)[0];
}

/** As it was written. */
function textOf(scalar: Scalar): string {
  return scalar.source as string;
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}

/** A place inside a worker, or inside the defaults of all, without what leads to it. */
function insideWorker(path: Path): Path {
  if (path[0] === 'workers') return path.slice(2);
  return path[0] === 'defaults' ? path.slice(1) : [];
}

/** Keys of a channel that are no text. */
const plainOfChannel = new Set(['port', 'allow_private', 'emergency']);
/** Keys of a channel that hold no secret; an address is one as a rule. */
const openOfChannel = new Set([
  'type',
  'port',
  'allow_private',
  'emergency',
  'format',
  'method',
  'tls',
  'language',
  'timeout',
]);

/** The key of a channel that the path leads to or into, if it does. */
function keyOfChannel(path: Path): string | null {
  return path[0] === 'notify' && path[1] === 'channels' && path.length > 3 ? String(path[3]) : null;
}

const textsOfRule = new Set(['labels', 'annotations', 'match']);

/** Where `1.10` and `007` are text and not numbers. */
function isTextPlace(path: Path): boolean {
  const ofChannel = keyOfChannel(path);
  if (ofChannel !== null) return !plainOfChannel.has(ofChannel);
  if (path[0] === 'alerts' && path[1] === 'rules' && path.length > 4) return textsOfRule.has(String(path[3]));
  const [key, , third] = insideWorker(path);
  return key === 'env' || key === 'labels' || key === 'command' || (key === 'health' && third === 'exec');
}

function isSecretPlace(path: Path): boolean {
  const ofChannel = keyOfChannel(path);
  if (ofChannel !== null) return !openOfChannel.has(ofChannel);
  const inside = insideWorker(path);
  return (inside.length > 0 ? inside : path).some((step) => typeof step === 'string' && looksSecret(step));
}

/** A bare `${PORT}` means what stands there once it is filled in. */
function bareValue(text: string): unknown {
  if (/^-?\d{1,15}(\.\d{1,15})?$/.test(text)) return Number(text);
  return text === 'true' ? true : text === 'false' ? false : text;
}

/** The library's words where they are good, never a piece of the file (it may be a secret). */
function explainSyntax(code: string, message: string, line: string): string {
  const placeholder = line.indexOf('${');
  if (placeholder > 0 && /[[{,]/.test(line.slice(0, placeholder)) && !/["']/.test(line)) {
    return 'not valid YAML: inside [ ] and { }, a value with ${…} must be in quotes';
  }
  if (code === 'TAB_AS_INDENT') return 'a tab is not allowed as indentation; use spaces';
  if (code === 'RESOURCE_EXHAUSTION') return 'the file is nested too deeply';
  if (code === 'MULTIPLE_DOCS') return 'a second document begins here; one file holds one configuration';
  if (code === 'BLOCK_AS_IMPLICIT_KEY') {
    return 'a mapping cannot begin here; put the value in quotes if it contains ": "';
  }
  return `not valid YAML: ${message.replace(/: ".*$/s, '')}`;
}
