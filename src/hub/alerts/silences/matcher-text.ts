import type { SilenceMatcher } from './silence.ts';

const written = /^\s*([a-zA-Z_][a-zA-Z0-9_.-]*)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|[^"]*)\s*$/s;

/** Reads `worker=~"mailer-.*"`; quotes may be left out. Null when it is none. */
export function parseMatcher(text: string): SilenceMatcher | null {
  const [, name, op, value] = written.exec(text) ?? [];
  if (name === undefined || value === undefined) return null;
  const plain = value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(["\\])/g, '$1') : value.trim();
  return { name, op: op as SilenceMatcher['op'], value: plain };
}

export function matcherText({ name, op, value }: SilenceMatcher): string {
  return `${name}${op}"${value.replaceAll(/["\\]/g, '\\$&')}"`;
}
