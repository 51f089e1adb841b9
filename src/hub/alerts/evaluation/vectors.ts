import { keyOf, metricName, type Labels } from '../../metrics/index.ts';

/** Values by series at one instant, at the same places. `has`: where there is one; null: everywhere. */
export interface Vector {
  labels: readonly Labels[];
  values: ArrayLike<number>;
  has: Uint8Array | null;
}

export const emptyVector: Vector = { labels: [], values: [], has: null };

const seriesKeys = new WeakMap<Labels, string>();

/** The same text for the same labels but the metric's name. */
export function seriesKeyOf(labels: Labels): string {
  let key = seriesKeys.get(labels);
  if (key === undefined) {
    const { [metricName]: _name, ...others } = labels;
    key = keyOf(others);
    seriesKeys.set(labels, key);
  }
  return key;
}

const places = new WeakMap<readonly Labels[], ReadonlyMap<string, number>>();

/** Whether a vector has a value for the series. Cheap when asked of the same labels again. */
export function hasSeries({ labels, has }: Vector, seriesKey: string): boolean {
  let byKey = places.get(labels);
  if (!byKey) {
    byKey = new Map(labels.map((each, at) => [seriesKeyOf(each), at]));
    places.set(labels, byKey);
  }
  const at = byKey.get(seriesKey);
  return at !== undefined && (has === null || has[at] !== 0);
}

export function isEmpty({ labels, has }: Vector): boolean {
  return has === null ? labels.length === 0 : !has.includes(1);
}
