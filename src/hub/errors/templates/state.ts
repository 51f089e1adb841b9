import * as z from 'zod';

const count = z.number().int().nonnegative();

/** What the miner keeps over a restart. */
export const minerState = z.object({
  version: z.literal(1),
  templates: z.array(
    z
      .object({
        id: z.string(),
        words: z.array(z.string()),
        between: z.array(z.string()),
        count,
        varied: z.array(z.tuple([count, z.array(z.string())])),
      })
      .refine(({ words, between }) => between.length === words.length + 1, 'One more between than words'),
  ),
  moved: z.array(z.tuple([z.string(), z.string()])),
  pins: z.array(
    z.object({
      id: z.string(),
      template: z.string(),
      apart: z.array(count),
      parts: z.array(z.tuple([z.string(), z.string()])),
    }),
  ),
});
export type MinerState = z.infer<typeof minerState>;
