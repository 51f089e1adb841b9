import type { Metadata } from '../intake/index.ts';
import type { Labels } from '../samples.ts';
import { type Attributes, cumulative, type Metric, type MetricsRequest } from './messages.ts';
import { boundText, labelNameOf, metricNameOf } from './names.ts';
import type { AnyValue } from './values/index.ts';

export interface OtlpSample {
  labels: Labels;
  timeMs: number;
  /** Null: the sender says that there is none any more. */
  value: number | null;
}

export interface Translated {
  samples: OtlpSample[];
  /** What the metrics of the samples are. */
  metadata: (Metadata & { metric: string })[];
  /** Data points that cannot be kept, and why the first of them. */
  rejected: { points: number; why: string };
}

/** The flag of a point that says that nothing was recorded. */
const noValue = 1;

/** Every sample of a request, with names and labels as Prometheus's OTLP receiver gives them. */
export function toSamples({ resourceMetrics }: MetricsRequest): Translated {
  const samples: OtlpSample[] = [];
  const metadata: Translated['metadata'] = [];
  const rejected = { points: 0, why: '' };
  const reject = (points: number, why: string) => {
    if (rejected.points === 0) rejected.why = why;
    rejected.points += points;
  };
  for (const { resource, scopeMetrics } of resourceMetrics) {
    const identity = identityOf(resource.attributes);
    const from = samples.length;
    for (const { metrics } of scopeMetrics)
      for (const metric of metrics) addMetric(metric, identity, { samples, metadata }, reject);
    const newest = samples.slice(from).reduce((time, { timeMs }) => Math.max(time, timeMs), 0);
    const info = targetInfo(resource.attributes, identity);
    if (info && newest > 0) samples.push({ labels: info, timeMs: newest, value: 1 });
  }
  return { samples, metadata, rejected };
}

function addMetric(
  metric: Metric,
  identity: Labels,
  { samples, metadata }: Pick<Translated, 'samples' | 'metadata'>,
  reject: (points: number, why: string) => void,
): void {
  const { gauge, sum, histogram, exponentialHistogram, summary } = metric;
  const points = (gauge ?? sum ?? histogram ?? exponentialHistogram ?? summary)?.dataPoints.length ?? 0;
  const name = metricNameOf({
    name: metric.name,
    unit: metric.unit,
    isCounter: sum?.isMonotonic ?? false,
    isGauge: gauge !== undefined,
  });
  const called = JSON.stringify(metric.name.slice(0, 100));
  if (name === '') return reject(points, `a metric is named ${called}, of which nothing can be kept`);
  const accumulates = sum ?? histogram;
  if (accumulates && accumulates.aggregationTemporality !== cumulative)
    return reject(points, `${called} has a temporality other than cumulative, which alone is kept`);
  if (exponentialHistogram)
    return reject(points, `${called} is an exponential histogram; only those with explicit bounds are kept`);

  const type = sum?.isMonotonic ? 'counter' : histogram ? 'histogram' : summary ? 'summary' : 'gauge';
  metadata.push({ metric: name, type, help: metric.description, unit: metric.unit });

  const add = (
    labels: Labels,
    suffix: string,
    point: { timeUnixNano: number; flags: number },
    value: number,
  ) =>
    samples.push({
      labels: { ...labels, __name__: name + suffix },
      timeMs: Math.floor(point.timeUnixNano / 1e6),
      value: (point.flags & noValue) === 0 ? value : null,
    });
  for (const point of (gauge ?? sum)?.dataPoints ?? []) {
    const value = point.asDouble ?? point.asInt;
    if (value === undefined && (point.flags & noValue) === 0) reject(1, `a point of ${called} has no value`);
    else add(labelsOf(point.attributes, identity), '', point, value ?? 0);
  }
  for (const point of histogram?.dataPoints ?? []) {
    const labels = labelsOf(point.attributes, identity);
    if (point.sum !== undefined) add(labels, '_sum', point, point.sum);
    add(labels, '_count', point, point.count);
    let below = 0;
    point.explicitBounds.forEach((bound, index) => {
      below += point.bucketCounts[index] ?? 0;
      if (bound !== Number.POSITIVE_INFINITY)
        add({ ...labels, le: boundText(bound) }, '_bucket', point, below);
    });
    add({ ...labels, le: '+Inf' }, '_bucket', point, point.count);
  }
  for (const point of summary?.dataPoints ?? []) {
    const labels = labelsOf(point.attributes, identity);
    add(labels, '_sum', point, point.sum);
    add(labels, '_count', point, point.count);
    for (const { quantile, value } of point.quantileValues)
      add({ ...labels, quantile: boundText(quantile) }, '', point, value);
  }
}

const identifying = ['service.name', 'service.namespace', 'service.instance.id'];

/** `job` and `instance` of whoever sends. */
function identityOf(attributes: Attributes): Labels {
  const textOf = (key: string) => valueText(attributes.find((each) => each.key === key)?.value);
  const [service, namespace, instance] = identifying.map(textOf);
  return {
    ...(service ? { job: namespace ? `${namespace}/${service}` : service } : {}),
    ...(instance ? { instance } : {}),
  };
}

/** What else is known of the sender, as labels of one series beside the others; null when there is nothing to say, or of nobody. */
function targetInfo(attributes: Attributes, identity: Labels): Labels | null {
  const others = attributes.filter(({ key }) => !identifying.includes(key));
  if (others.length === 0 || Object.keys(identity).length === 0) return null;
  return { ...labelsOf(others, identity), __name__: 'target_info' };
}

/** Attributes whose names become the same share a label, in the order of their own names. */
function labelsOf(attributes: Attributes, identity: Labels): Labels {
  const values = new Map<string, string>();
  for (const { key, value } of attributes.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    const name = labelNameOf(key);
    const text = valueText(value);
    const before = values.get(name);
    if (name !== '' && text !== '') values.set(name, before === undefined ? text : `${before};${text}`);
  }
  return { ...Object.fromEntries(values), ...identity };
}

function valueText(value: AnyValue | undefined): string {
  const plain = plainValue(value);
  return typeof plain === 'string' ? plain : plain === null ? '' : JSON.stringify(plain);
}

function plainValue(value: AnyValue | undefined): unknown {
  if (!value) return null;
  if (value.arrayValue) return (value.arrayValue.values ?? []).map(plainValue);
  if (value.kvlistValue)
    return Object.fromEntries(
      (value.kvlistValue.values ?? []).map(({ key, value }) => [key, plainValue(value)]),
    );
  return (
    value.stringValue ?? value.boolValue ?? value.intValue ?? value.doubleValue ?? value.bytesValue ?? null
  );
}
