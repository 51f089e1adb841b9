import type { Labels } from '../samples.ts';

/** What is wrong with a page of figures, in one sentence. */
export class ExpositionError extends Error {
  override readonly name = 'ExpositionError';
}

const metricName = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const labelName = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const quoted = /"((?:[^"\\]|\\.)*)"/y;
const space = /[ \t]*/y;

/** `name{label="value",…}` as labels, `__name__` among them; names that are not plain words may stand in quotes. Throws `ExpositionError`. */
export function parseSeries(text: string): Labels {
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match;
  };
  const skip = (character: string): boolean => {
    take(space);
    const is = text[at] === character;
    if (is) at++;
    take(space);
    return is;
  };
  const labels = new Map<string, string>();
  const add = (name: string, value: string) => {
    if (labels.has(name)) throw new ExpositionError(`the label ${name} is there twice`);
    labels.set(name, value);
  };

  take(space);
  const name = take(metricName)?.[0];
  if (name !== undefined) add('__name__', name);
  if (skip('{')) {
    for (let first = true; !skip('}'); first = false) {
      if (!first && !skip(',')) throw new ExpositionError(`expected "," or "}" at ${shown(text, at)}`);
      // A comma may stand before the end.
      if (!first && skip('}')) break;
      const plain = take(labelName)?.[0];
      const label = plain ?? unescape(take(quoted)?.[1]);
      if (!label) throw new ExpositionError(`expected a label at ${shown(text, at)}`);
      if (!skip('=')) {
        // A name in quotes alone is the metric's.
        if (plain !== undefined) throw new ExpositionError(`expected "=" at ${shown(text, at)}`);
        add('__name__', label);
        continue;
      }
      const value = unescape(take(quoted)?.[1]);
      if (value === undefined) throw new ExpositionError(`expected a value in quotes at ${shown(text, at)}`);
      add(label, value);
    }
  }
  if (at < text.length) throw new ExpositionError(`unexpected text at ${shown(text, at)}`);
  if (!labels.get('__name__')) throw new ExpositionError('a sample has no name');
  // A label without a value is not there.
  return Object.fromEntries([...labels].filter(([, value]) => value !== ''));
}

/** Only these three are escaped; before anything else a backslash is itself. */
function unescape(text: string | undefined): string | undefined {
  return text?.includes('\\')
    ? text.replace(/\\(["\\n])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))
    : text;
}

function shown(text: string, at: number): string {
  return at >= text.length ? 'the end' : JSON.stringify(text.slice(at, at + 20));
}
