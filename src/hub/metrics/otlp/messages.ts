/** What of `opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest` is read, in the form that its JSON has. */
import { z } from 'zod';
import { attributes, numeric } from './values/index.ts';

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
