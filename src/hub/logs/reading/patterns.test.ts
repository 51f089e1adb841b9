import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseSync } from 'vite';

/** Every regular expression in the sources of these rooms, found in their syntax trees: none can be forgotten. */
const rooms = ['.', './stacks', '../../errors/stacks'].map((folder) => join(import.meta.dirname, folder));
const sources = rooms.flatMap((room) =>
  readdirSync(room)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(room, name)),
);

function patternsIn(path: string): RegExp[] {
  const found: RegExp[] = [];
  const visit = (node: unknown) => {
    if (Array.isArray(node)) for (const one of node) visit(one);
    else if (typeof node === 'object' && node !== null) {
      const { regex } = node as { regex?: { pattern: string; flags: string } };
      if (regex) found.push(new RegExp(regex.pattern, regex.flags));
      else for (const one of Object.values(node)) visit(one);
    }
  };
  visit(parseSync(path, readFileSync(path, 'utf8')).program);
  return found;
}

const patterns = [
  ...new Map(sources.flatMap((path) => patternsIn(path).map((one) => [String(one), one] as const))),
];

const length = 100_000;
/** What is repeated: each sign that patterns care about, and pieces of traces and headers. */
const units = [
  ...'aA0 .:_-/\\([{<"\'#=\t\n$*+|^~@!,;'.split(''),
  ...'a.|a:|a::|a/|A$|0x|0 | 0|- |1,|[0|(a|{a:|** (|==1==| at |aError|a-|Error: | in |:1|:1:1|=a |a=| a|a '.split(
    '|',
  ),
  ...'()|[]|<a>|$1| - |.func1|-a/1-|\u001b[|\u001b]|1.1|é'.split('|'),
  'a | ',
];
const repeated = new Map(units.map((unit) => [unit, unit.repeat(length / unit.length)]));

/** Lines are at most a third as long, and most patterns see 2,000 characters of one. */
const mostMs = 25;

/** Whether it takes too long, by processor time and twice: others use the machine too. */
function isSlow(pattern: RegExp, text: string): boolean {
  for (let round = 0; round < 3; round++) {
    pattern.lastIndex = 0;
    const before = process.cpuUsage();
    pattern.exec(text);
    const { user, system } = process.cpuUsage(before);
    if ((user + system) / 1_000 <= mostMs) return false;
  }
  return true;
}

/** Roughly what each alternative of a pattern matches, so that its later parts are tried as well. */
function skeletons({ source }: RegExp): string[] {
  const plain = source
    .replace(/\(\?(?:[:!=]|<[!=])/g, '(')
    .replace(/\[\^[^\]]*\]/g, 'q')
    .replace(/\[(\\?.)[^\]]*\]/g, '$1')
    .replace(/\\[wS]/g, 'a')
    .replace(/\\d/g, '1')
    .replace(/\\[sb]/g, ' ')
    .replace(/\{\d+(?:,\d*)?\}\??|(?<!\\)[?*+^$]/g, '')
    .replace(/\\(.)/g, '$1');
  return plain.split('|').flatMap((one) => [one.replace(/[()]/g, ''), one]);
}

test('no pattern takes long on anything', () => {
  expect(patterns.length).toBeGreaterThan(150);
  const slow: string[] = [];
  for (const [name, pattern] of patterns) {
    for (const [unit, text] of repeated)
      if (isSlow(pattern, text)) slow.push(`${name}: ${JSON.stringify(unit)} again and again`);
    for (const begun of new Set(skeletons(pattern))) {
      const texts = ['a', '0', ' ', 'a '].map((unit) => begun + (repeated.get(unit) ?? ''));
      if (begun !== '') texts.push(begun.repeat(length / begun.length));
      for (const text of texts)
        if (isSlow(pattern, text)) slow.push(`${name}: ${JSON.stringify(text.slice(0, 80))} and so on`);
    }
  }
  expect(slow).toEqual([]);
}, 60_000);
