/** Teams as yagura.yaml declares them, and what is told of who is on call. */
import { z } from 'zod';

export type { EscalationStep, Hours, Layer, Team } from '../fleet/index.ts';

/** Somebody takes over for a while. */
export const override = z.object({
  id: z.number().int(),
  team: z.string(),
  /** Null: whichever layer is on duty. */
  layer: z.string().nullable(),
  member: z.string(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  by: z.string(),
  createdAt: z.iso.datetime(),
});
export type Override = z.infer<typeof override>;

/** A turn: who is on call in a layer, and from when to when. */
export const turn = z.object({
  member: z.string(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** The override by which it is this one; null: it is their turn. */
  override: z.number().int().nullable(),
});
export type Turn = z.infer<typeof turn>;

export const onCallTeam = z.object({
  team: z.string(),
  members: z.array(z.object({ name: z.string(), channels: z.array(z.string()) })),
  /** Whom an incident for this team reaches first, now. */
  now: z.array(z.string()),
  layers: z.array(
    z.object({
      name: z.string(),
      /** Null: nobody of this layer is on duty. */
      now: turn.nullable(),
      next: turn.nullable(),
      /** The next two weeks, in order. */
      turns: z.array(turn),
    }),
  ),
  escalation: z.array(z.object({ afterMs: z.number().int(), to: z.array(z.string()) })),
  repeat: z.number().int(),
  overrides: z.array(override),
});
export const onCallView = z.object({ teams: z.array(onCallTeam) });
export type OnCallTeam = z.infer<typeof onCallTeam>;
export type OnCallView = z.infer<typeof onCallView>;
