/** The known word that somebody probably meant, or null. */
export function nearest(word: string, known: readonly string[]): string | null {
  const wanted = word.toLowerCase();
  const near = known
    .map((candidate) => ({ candidate, steps: distance(wanted, candidate.toLowerCase()) }))
    .filter(({ candidate, steps }) => steps <= Math.max(1, longer(word, candidate) / 3))
    .sort((a, b) => a.steps - b.steps)[0];
  const holding = known.find((candidate) => word.length >= 3 && candidate.toLowerCase().includes(wanted));
  return near?.candidate ?? holding ?? null;
}

function longer(a: string, b: string): number {
  return Math.max(a.length, b.length);
}

/** Levenshtein's distance by one row at a time; a swap of neighbours counts as two. Long words are not compared. */
export function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 20 || a.length > 200) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
