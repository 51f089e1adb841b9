import { z } from 'zod';

/** A figure's unit, by the hour or as it is: bytes, cores of a worker, the busy share of a machine, or a count. */
const figureNames = ['memory', 'cpu', 'files', 'threads', 'disk'] as const;

/** The steady rise that a figure ends with. */
export const trend = z.object({
  perHour: z.number(),
  /** Ends of the 95 % interval, by the hour. */
  low: z.number(),
  high: z.number(),
  since: z.iso.datetime(),
  /** Medians of equal steps that it stands on. */
  points: z.number().int(),
  /** Where the figure is now, without its noise. */
  level: z.number(),
  /** When it is full at this rate, by the slope and the ends of its interval; null when nothing fills up, or too far ahead to be told. */
  full: z
    .object({ bound: z.number(), at: z.iso.datetime(), low: z.iso.datetime(), high: z.iso.datetime() })
    .nullable(),
});

/** What grows in each run of a worker and is small again after each start. */
export const growth = z.object({
  perHour: z.number(),
  low: z.number(),
  high: z.number(),
  /** Runs that have ended and grew, since the first of them began. */
  runs: z.number().int(),
  since: z.iso.datetime(),
  /** How long a run usually lasts. */
  everyMs: z.number(),
});

/** The last seven days against the seven before them, as means and as a share with its 95 % interval. */
export const week = z.object({
  now: z.number(),
  before: z.number(),
  ratio: z.number(),
  low: z.number(),
  high: z.number(),
});

/** Columns: between `low` and `high` lie eight of ten values of the same hours of days before, or of weeks. Null where that is not known. */
export const usual = z.object({
  /** ms since the epoch. */
  times: z.array(z.number()),
  low: z.array(z.number().nullable()),
  middle: z.array(z.number().nullable()),
  high: z.array(z.number().nullable()),
  by: z.enum(['day', 'week']),
  /** Days or weeks that it stands on. */
  count: z.number().int(),
});

export const figureTrends = z.object({
  /** Memory, disk: bytes; cpu: cores of a worker, the busy share of a machine; files, threads: how many. */
  figure: z.enum(figureNames),
  /** Of a disk. */
  mount: z.string().nullable(),
  /** What would be full: the worker's own limit, the machine's memory, the file system. */
  bound: z.enum(['limit', 'machine', 'disk']).nullable(),
  /** Null in all four: the data does not support saying it. */
  trend: trend.nullable(),
  growth: growth.nullable(),
  week: week.nullable(),
  usual: usual.nullable(),
});

export const trends = z.object({ at: z.iso.datetime(), figures: z.array(figureTrends) });

export type FigureTrends = z.infer<typeof figureTrends>;
export type Trends = z.infer<typeof trends>;
