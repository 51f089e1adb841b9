/** What of `opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest` is read, in the form that its JSON has. */
import { z } from 'zod';

/** 64-bit numbers are text in JSON, and so are those that JSON has no word for. */
const numeric = z
  .union([z.number(), z.string().regex(/^(-?\d{1,20}(\.\d{1,20})?(e[+-]?\d{1,3})?|NaN|-?Infinity)$/i)])
  .transform(Number);

export type AnyValue = {
  stringValue?: string | undefined;
  boolValue?: boolean | undefined;
  intValue?: number | undefined;
  doubleValue?: number | undefined;
  bytesValue?: string | undefined;
  arrayValue?: { values?: AnyValue[] | undefined } | undefined;
  kvlistValue?: { values?: { key: string; value?: AnyValue | undefined }[] | undefined } | undefined;
};

const anyValue: z.ZodType<AnyValue> = z.lazy(() =>
  z.object({
    stringValue: z.string().optional(),
    boolValue: z.boolean().optional(),
    intValue: numeric.optional(),
    doubleValue: numeric.optional(),
    bytesValue: z.string().optional(),
    arrayValue: z.object({ values: z.array(anyValue).optional() }).optional(),
    kvlistValue: z.object({ values: attributes }).optional(),
  }),
);

const attributes = z.array(z.object({ key: z.string().default(''), value: anyValue.optional() })).default([]);

const pointOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object({ attributes, timeUnixNano: numeric.default(0), flags: z.number().default(0), ...shape });

const numberPoints = z
  .array(pointOf({ asDouble: numeric.optional(), asInt: numeric.optional() }))
  .default([]);

export const cumulative = 2;
const aggregationTemporality = z
  .union([z.number(), z.string().transform((name) => (name.endsWith('_CUMULATIVE') ? cumulative : 0))])
  .default(0);

const metric = z.object({
  name: z.string().default(''),
  description: z.string().default(''),
  unit: z.string().default(''),
  gauge: z.object({ dataPoints: numberPoints }).optional(),
  sum: z
    .object({ dataPoints: numberPoints, aggregationTemporality, isMonotonic: z.boolean().default(false) })
    .optional(),
  histogram: z
    .object({
      aggregationTemporality,
      dataPoints: z
        .array(
          pointOf({
            count: numeric.default(0),
            sum: numeric.optional(),
            bucketCounts: z.array(numeric).default([]),
            explicitBounds: z.array(numeric).default([]),
          }),
        )
        .default([]),
    })
    .optional(),
  exponentialHistogram: z.object({ dataPoints: z.array(z.unknown()).default([]) }).optional(),
  summary: z
    .object({
      dataPoints: z
        .array(
          pointOf({
            count: numeric.default(0),
            sum: numeric.default(0),
            quantileValues: z
              .array(z.object({ quantile: numeric.default(0), value: numeric.default(0) }))
              .default([]),
          }),
        )
        .default([]),
    })
    .optional(),
});

export const metricsRequest = z.object({
  resourceMetrics: z
    .array(
      z.object({
        resource: z.object({ attributes }).default({ attributes: [] }),
        scopeMetrics: z.array(z.object({ metrics: z.array(metric).default([]) })).default([]),
      }),
    )
    .default([]),
});

export type MetricsRequest = z.output<typeof metricsRequest>;
export type Metric = z.output<typeof metric>;
export type Attributes = z.output<typeof attributes>;
