import type { Labels } from './samples.ts';

export const metricName = '__name__';
const unitSeparator = '\u001f';

/** Names in Prometheus's order, which is that of their bytes. */
export function namesOf(labels: Labels): string[] {
  return Object.keys(labels).sort(byBytes);
}

/** The same text for the same labels, and for no others. */
export function keyOf(labels: Labels): string {
  return namesOf(labels)
    .map((name) => part(name, labels))
    .join('');
}

/** As `keyOf`, of these labels alone; those that are not there count as empty. */
export function keyOfOnly(labels: Labels, names: readonly string[]): string {
  return names.map((name) => part(name, labels)).join('');
}

/** As `keyOf`, of all labels but these. */
export function keyWithout(labels: Labels, names: ReadonlySet<string>): string {
  return namesOf(labels)
    .filter((name) => !names.has(name))
    .map((name) => part(name, labels))
    .join('');
}

// The length goes first, so that no text within a value can pass for the border between two.
function part(name: string, labels: Labels): string {
  const value = valueOf(labels, name);
  return `${name}${unitSeparator}${value.length}${unitSeparator}${value}`;
}

/** Empty when there is no such label. */
export function valueOf(labels: Labels, name: string): string {
  return Object.hasOwn(labels, name) ? (labels[name] ?? '') : '';
}

export function pickLabels(labels: Labels, keep: (name: string) => boolean): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => keep(name)));
}

/** Another set of labels, in which this one has this value; an empty value takes it away. */
export function withLabel(labels: Labels, name: string, value: string): Labels {
  const others = Object.entries(labels).filter(([other]) => other !== name);
  return Object.fromEntries(value === '' ? others : [...others, [name, value]]);
}

/** Prometheus's order of series: label by label, first by name, then by value; who runs out of labels comes first. */
export function compareLabels(a: Labels, b: Labels): number {
  const [inA, inB] = [namesOf(a), namesOf(b)];
  for (let i = 0; i < inA.length && i < inB.length; i++) {
    const [nameA, nameB] = [inA[i] as string, inB[i] as string];
    const order = byBytes(nameA, nameB) || byBytes(valueOf(a, nameA), valueOf(b, nameB));
    if (order !== 0) return order;
  }
  return inA.length - inB.length;
}

/** As Prometheus writes a series in its messages: `{a="1", b="2"}`, a metric's name before it. */
export function labelText(labels: Labels): string {
  const name = valueOf(labels, metricName);
  const others = namesOf(labels).filter((each) => each !== metricName);
  if (others.length === 0 && name !== '') return name;
  return `${name}{${others.map((each) => `${each}=${JSON.stringify(labels[each])}`).join(', ')}}`;
}

/** UTF-16 orders what lies beyond the basic plane below some of it; bytes in UTF-8 do not. */
function byBytes(a: string, b: string): number {
  if (a === b) return 0;
  const ascii = a < b ? -1 : 1;
  return isBasic(a) && isBasic(b) ? ascii : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function isBasic(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0xd800) return false;
  return true;
}
