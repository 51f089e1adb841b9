import type { Labels } from '../samples.ts';

/**
 * Labels of a sample with those of its target. Where the worker gives a label of the same name, its own goes by `exported_NAME`, as with
 * Prometheus; and by one more `exported_` as long as that is taken too.
 */
export function withTargetLabels(own: Labels, target: Labels): Labels {
  const labels = new Map(Object.entries(own));
  for (const [name, value] of Object.entries(target)) {
    const given = labels.get(name);
    if (given !== undefined) {
      let exported = `exported_${name}`;
      while (labels.has(exported) || exported in target) exported = `exported_${exported}`;
      labels.set(exported, given);
    }
    labels.set(name, value);
  }
  return Object.fromEntries(labels);
}
