/** Labels of a series as one text, by which it is known and in which it is kept: names and values in turn, sorted by name. */
import type { Labels } from '../samples.ts';

/** More generous than other stores are (Mimir: 30 labels, 1,024 and 2,048 characters). */
const labelBounds = { count: 64, nameLength: 1_024, valueLength: 4_096 };

/** SQLite's texts end at a NUL, so it is the next one. */
const between = '\u0001';
const isKeepable = (text: string) => !text.includes('\0') && !text.includes(between);

/** Null for labels that no series may have. Empty values are left out. */
export function keyOf(labels: Labels): string | null {
  const names = Object.keys(labels);
  if (names.length > labelBounds.count) return null;
  names.sort();
  let key = '';
  for (const name of names) {
    const value = labels[name] as string;
    if (value === '') continue;
    if (name.length > labelBounds.nameLength || value.length > labelBounds.valueLength) return null;
    if (name === '' || !isKeepable(name) || !isKeepable(value)) return null;
    key += key === '' ? name + between + value : between + name + between + value;
  }
  return key === '' ? null : key;
}

export function labelsOf(key: string): Record<string, string> {
  const labels: [string, string][] = [];
  eachLabel(key, (name, value) => labels.push([name, value]));
  return Object.fromEntries(labels);
}

/** Each name and value in turn, without an object for all of them. */
export function eachLabel(key: string, take: (name: string, value: string) => void): void {
  const parts = key.split(between);
  for (let at = 0; at < parts.length; at += 2) take(parts[at] as string, parts[at + 1] as string);
}
