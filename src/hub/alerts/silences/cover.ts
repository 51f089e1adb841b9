import { compileMatchers, valuesOf } from '../../metrics/index.ts';
import type { SilenceMatcher } from './silence.ts';

/** Answers the ids of those whose matchers all match, in their order. Most name their workers, and are looked up by them. */
export function compileCover(
  silences: readonly { id: string; matchers: readonly SilenceMatcher[] }[],
): (labels: Readonly<Record<string, string>>) => string[] {
  type Compiled = { id: string; order: number; matches: ReturnType<typeof compileMatchers> };
  const ofWorker = new Map<string, Compiled[]>();
  const others: Compiled[] = [];
  silences.forEach(({ id, matchers }, order) => {
    const compiled = { id, order, matches: compileMatchers(matchers) };
    const workers = matchers
      .filter(({ name }) => name === 'worker')
      .map(valuesOf)
      .find((values) => values !== null);
    if (!workers) return others.push(compiled);
    for (const worker of workers) {
      const list = ofWorker.get(worker);
      if (list) list.push(compiled);
      else ofWorker.set(worker, [compiled]);
    }
    return undefined;
  });
  return (labels) =>
    [...others, ...(ofWorker.get(labels['worker'] ?? '') ?? [])]
      .filter(({ matches }) => matches(labels))
      .sort((a, b) => a.order - b.order)
      .map(({ id }) => id);
}
