import type { Labels } from '../samples.ts';

/** What a series may have, far above what anybody means to send. */
export const labelBounds = { labels: 64, nameLength: 200, valueLength: 4_096 };

/** Why a series cannot be taken, or null. Names may be any text, as in Prometheus 3. */
export function labelMistake(labels: Labels): string | null {
  const entries = Object.entries(labels);
  const metric = labels['__name__'];
  if (!metric) return 'the series has no name';
  if (entries.length > labelBounds.labels)
    return `${shorten(metric)} has ${entries.length} labels; at most ${labelBounds.labels} are taken`;
  for (const [name, value] of entries) {
    if (name.includes('\0') || value.includes('\0')) return `${shorten(metric)} has a label with a NUL in it`;
    if (name === '') return `${shorten(metric)} has a label without a name`;
    if (name.length > labelBounds.nameLength)
      return `the label ${shorten(name)} of ${shorten(metric)} has a name of ${name.length} characters; at most ${labelBounds.nameLength} are taken`;
    if (value.length > labelBounds.valueLength)
      return `the label ${name} of ${shorten(metric)} has a value of ${value.length} characters; at most ${labelBounds.valueLength} are taken`;
  }
  return null;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
