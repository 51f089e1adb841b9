/** The words of a title that say something: without numbers, punctuation and places that differ. */
export function wordsOf(title: string): ReadonlySet<string> {
  const words = title
    .replace(/<[A-Z*]+>/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .match(/[\p{L}_]{2,}/gu);
  return new Set(words ?? []);
}

/** Share of words that two titles have in common (Dice), 0 to 1. */
export function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return 0;
  let common = 0;
  for (const word of one) if (other.has(word)) common += 1;
  return (2 * common) / (one.size + other.size);
}
