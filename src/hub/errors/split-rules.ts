/** How people part what was grouped together: from then on one worker's, or one value's, occurrences are another group. */
import { z } from 'zod';

export const splitRule = z.discriminatedUnion('by', [
  z.object({ by: z.literal('worker'), worker: z.string().min(1).max(200) }),
  /** `position`: the place in the wording that differs, from 0. */
  z.object({
    by: z.literal('parameter'),
    position: z.number().int().min(0).max(100),
    value: z.string().max(200),
  }),
]);
export type SplitRule = z.infer<typeof splitRule>;

/** The key with what parts it; the rule that was made first wins. */
export function splitKey(
  key: string,
  rules: readonly SplitRule[],
  worker: string,
  parameters: readonly string[],
): string {
  const rule = rules.find((each) =>
    each.by === 'worker' ? each.worker === worker : parameters[each.position]?.slice(0, 200) === each.value,
  );
  return rule ? keyAfter(key, rule) : key;
}

export function keyAfter(key: string, rule: SplitRule): string {
  return rule.by === 'worker' ? `${key}|worker=${rule.worker}` : `${key}|${rule.position}=${rule.value}`;
}
