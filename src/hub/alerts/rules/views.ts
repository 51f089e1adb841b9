/** Rules as the API tells them. */
import { z } from 'zod';
import { declaredRule } from '../../fleet/config/alert-rules/index.ts';
import { eventRule, heartbeatRule, metricRule } from './rule.ts';

const time = z.iso.datetime();
const texts = z.record(z.string(), z.string());

/** As in yagura.yaml, without what is so by default. */
export const writtenRule = z.object({
  name: z.string(),
  expr: z.string().optional(),
  on: z.string().optional(),
  heartbeat: z
    .object({ name: z.string().optional(), every: z.string(), grace: z.string().optional() })
    .optional(),
  match: texts.optional(),
  for: z.string().optional(),
  keep_firing_for: z.string().optional(),
  resolve: z.string().optional(),
  no_data: z.enum(['ok', 'alert', 'keep']).optional(),
  over_after: z.string().optional(),
  severity: z.enum(['critical', 'warning', 'info']).optional(),
  labels: texts.optional(),
  annotations: texts.optional(),
  page: z.boolean().optional(),
  enabled: z.boolean().optional(),
});

export const ruleState = z.object({
  /** The worst that its conditions are. `unknown`: not looked at yet; `off`: not looked at at all. */
  state: z.enum(['ok', 'pending', 'firing', 'failing', 'unknown', 'off']),
  pending: z.number().int(),
  firing: z.number().int(),
  evaluatedAt: time.nullable(),
  tookMs: z.number().nullable(),
  /** Why it could not be evaluated the last time. */
  failure: z.string().nullable(),
});

const more = {
  written: writtenRule,
  /** What comes back when it is deleted. */
  replaces: z.enum(['default', 'config']).nullable(),
  changedAt: time.nullable(),
  changedBy: z.string().nullable(),
  now: ruleState,
};

export const ruleView = z.discriminatedUnion('kind', [
  metricRule.extend(more),
  eventRule.extend(more),
  heartbeatRule.extend({
    ...more,
    /** Only for roles that may send pings. */
    pingUrl: z.string().nullable(),
    lastPingAt: time.nullable(),
  }),
]);

export const rulePage = z.object({ rules: z.array(ruleView), next: z.string().nullable() });

/** One thing that a rule finds wrong now. */
export const ruleCondition = z.object({
  key: z.string(),
  state: z.enum(['pending', 'firing']),
  labels: texts,
  annotations: texts,
  value: z.number().nullable(),
  since: time,
  firingSince: time.nullable(),
  test: z.boolean(),
});
export const ruleConditions = z.object({
  conditions: z.array(ruleCondition),
  /** There are more than are told. */
  more: z.boolean(),
});

const remark = z.object({ path: z.string(), message: z.string() });
const limit = z.object({
  /** PromQL: what is compared; draw it. */
  expr: z.string(),
  op: z.enum(['==', '!=', '>', '<', '>=', '<=']).nullable(),
  /** With what; null: with something that changes, or with nothing. */
  threshold: z.number().nullable(),
  thresholdExpr: z.string().nullable(),
});

export const ruleCheck = z.object({
  /** Why it cannot be kept so. */
  mistakes: z.array(remark),
  /** Why it hardly does what is meant. */
  warnings: z.array(remark),
  /** What to draw of a rule on figures: the lines and their limits. */
  preview: z
    .object({
      parts: z.array(limit),
      resolve: z.array(limit),
      /** How often it would be looked at. */
      everyMs: z.number().int(),
      /** Series that it would find now, of so many that it looks at. */
      found: z.number().int(),
      series: z.number().int(),
    })
    .nullable(),
});

export const ruleBacktest = z.object({
  from: time,
  to: time,
  /** Null: it cannot be told; see `note`. */
  fired: z.number().int().nullable(),
  /** All times together in which it would have fired. */
  firingMs: z.number(),
  /** History was looked at in such steps: what is shorter may have been missed. Null: nothing was missed. */
  stepMs: z.number().int().nullable(),
  /** The newest ones, newest first, a hundred at most. `to` null: it would still be firing. */
  episodes: z.array(
    z.object({ labels: texts, from: time, to: time.nullable(), value: z.number().nullable() }),
  ),
  note: z.string().nullable(),
});

export const ruleBody = z.object({ rule: declaredRule });

export type Backtest = z.infer<typeof ruleBacktest>;
export type RuleCheck = z.infer<typeof ruleCheck>;
export type RuleView = z.infer<typeof ruleView>;
export type RulePage = z.infer<typeof rulePage>;
export type RuleConditions = z.infer<typeof ruleConditions>;
