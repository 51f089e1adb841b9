import { z } from 'zod';

/** Where the cause of an error is to be looked for. `docs/error-categories.md` defines each and draws the borders. */
export const categories = [
  'database',
  'api',
  'network',
  'permission',
  'resource',
  'worker',
  'validation',
  'timeout',
  'configuration',
  'external-api',
  'dependency',
  'unknown',
] as const;
export type Category = (typeof categories)[number];

/** Place in `categories`. */
export const placeOf = Object.fromEntries(categories.map((one, at) => [one, at])) as Record<Category, number>;

/** What spoke for a category: a code that the error carries, its wording, what was learned from examples, or a person's word. */
export const reasonKinds = [
  'exit',
  'errno',
  'http',
  'grpc',
  'sqlstate',
  'amqp',
  'wording',
  'provider',
  'learned',
  'taught',
  'guess',
] as const;
export type ReasonKind = (typeof reasonKinds)[number];

export const reasonSchema = z.object({
  kind: z.enum(reasonKinds),
  /** What was found: `ECONNREFUSED`, `503`, `connection refused`; of `learned` the words that spoke loudest; empty for `guess`. */
  value: z.string().max(200),
  category: z.enum(categories),
  /** How much it says for its category, 0 to 1; of `guess`, how probable that category is. */
  weight: z.number().min(0).max(1),
});
export type Reason = z.infer<typeof reasonSchema>;

export const classificationSchema = z.object({
  category: z.enum(categories),
  /** How probable it is that a person would say so too, 0 to 1. */
  confidence: z.number().min(0).max(1),
  /** The weightiest first; with `unknown` the best guess, where there is one. */
  reasons: z.array(reasonSchema).max(8),
});
export type Classification = z.infer<typeof classificationSchema>;
