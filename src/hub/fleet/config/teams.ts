/** Section `teams`: who is on call, and who is told next when nobody answers. */
import { z } from 'zod';
import { type Day, day, type Hours, hours, timeOfDay, toHours } from './hours.ts';
import { dayMs, duration, integer, section, text, timezone } from './values.ts';

export interface Team {
  name: string;
  members: { name: string; channels: string[] }[];
  layers: Layer[];
  /** In order of time; empty: the first layer at once, each further one ten minutes later, at last everybody. */
  escalation: EscalationStep[];
  /** So many times more, from the beginning, while nobody acknowledges. */
  repeat: number;
}

/** Members who take turns. */
export interface Layer {
  name: string;
  members: string[];
  /** How many days a turn lasts. */
  turnDays: number;
  handover: { day: Day | null; atMinute: number };
  /** Null: that of `notify.timezone`. */
  timezone: string | null;
  /** The day, as YYYY-MM-DD, on which the first member's turn begins. */
  start: string;
  /** Nobody is on call outside of these; null: always. */
  hours: Hours | null;
}

export interface EscalationStep {
  afterMs: number;
  /** Layers, members, channels, `on-call` or `everyone`. */
  to: string[];
}

export const partyName = z
  .string({ error: 'a name' })
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,62}$/u, { error: 'a name of letters, digits, spaces, . _ -' });

/** Words that stand for whoever it is at the time. */
export const onCallWord = 'on-call';
export const everyoneWord = 'everyone';

const namesOf = (what: string) =>
  z
    .array(partyName, { error: `a list of ${what}` })
    .min(1, { error: `a list of ${what}` })
    .max(50, { error: `at most 50 ${what}` });

/** A Monday, so that weeks begin on one. */
const usualStart = '2024-01-01';

const layer = section({
  name: partyName.default('primary'),
  members: namesOf('members').meta({ description: 'They take turns in this order.' }),
  turn: duration({ min: dayMs, max: 366 * dayMs })
    .refine((ms) => ms % dayMs === 0, { error: 'a number of whole days such as "7d"' })
    .prefault('7d')
    .meta({ description: 'How long each is on call.' }),
  handover: section({
    at: timeOfDay.prefault('09:00'),
    day: day.optional().meta({ description: 'For turns of whole weeks; default: mon.' }),
  }).prefault({}),
  timezone: timezone.optional().meta({ description: 'Default: notify.timezone.' }),
  start: z
    .string({ error: 'a day such as "2026-01-05"' })
    .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'a day such as "2026-01-05"' })
    .refine((value) => !Number.isNaN(Date.parse(value)), { error: 'a day such as "2026-01-05"' })
    .default(usualStart)
    .meta({ description: "When the first member's turn began." }),
  hours: hours.optional().meta({ description: 'Nobody of this layer is on call outside of these.' }),
});

const step = section({
  after: duration().prefault('0s').meta({ description: 'Since the first was told.' }),
  to: namesOf('layers, members, channels, on-call or everyone'),
});

const team = section({
  members: z
    .record(
      partyName,
      section({
        channels: z
          .array(text('the name of a channel', 100), { error: 'a list of channels' })
          .min(1, { error: 'at least one channel' })
          .max(10, { error: 'at most 10 channels' }),
      }),
      { error: 'a mapping of members' },
    )
    .refine((members) => Object.keys(members).length > 0, { error: 'at least one member' }),
  layers: z
    .array(layer, { error: 'a list of layers' })
    .max(20, { error: 'at most 20 layers' })
    .default([])
    .meta({ description: 'The first that is on duty counts as on call; without any, everybody is.' }),
  escalation: z
    .array(step, { error: 'a list of steps' })
    .max(20, { error: 'at most 20 steps' })
    .default([])
    .meta({ description: 'Who is told while nobody acknowledges.' }),
  repeat: integer(0, 10).default(0).meta({ description: 'So many times more while nobody acknowledges.' }),
});

export const teams = z.record(partyName, team, { error: 'a mapping of teams' }).default({});

export function toTeams(given: z.output<typeof teams>): Team[] {
  return Object.entries(given).map(([name, { members, layers, escalation, repeat }]) => ({
    name,
    members: Object.entries(members).map(([name, { channels }]) => ({ name, channels })),
    layers: layers.map(({ name, members, turn, handover, timezone, start, hours }) => ({
      name,
      members,
      turnDays: turn / dayMs,
      handover: { day: handover.day ?? null, atMinute: handover.at },
      timezone: timezone ?? null,
      start,
      hours: hours ? toHours(hours) : null,
    })),
    escalation: escalation
      .map(({ after, to }) => ({ afterMs: after, to }))
      .toSorted((a, b) => a.afterMs - b.afterMs),
    repeat,
  }));
}

/** Names that nobody has, each with its place. */
export function findUnknownInTeams(
  given: z.output<typeof teams>,
  channels: readonly string[],
): { path: (string | number)[]; message: string }[] {
  return Object.entries(given).flatMap(([name, team]) => {
    const members = Object.keys(team.members);
    const layers = team.layers.map((layer) => layer.name);
    const parties = [...layers, ...members, ...channels, onCallWord, everyoneWord];
    const at = (...path: (string | number)[]) => ['teams', name, ...path];
    const sameName = channels.includes(name)
      ? [{ path: at(), message: `a channel has the same name; choose another one` }]
      : [];
    const twice = layers.flatMap((layer, index) =>
      layers.indexOf(layer) < index
        ? [{ path: at('layers', index, 'name'), message: `there is another layer "${layer}"` }]
        : [],
    );
    return [
      ...sameName,
      ...twice,
      ...Object.entries(team.members).flatMap(([member, { channels: own }]) =>
        unknown(own, channels, at('members', member, 'channels'), 'channel'),
      ),
      ...team.layers.flatMap((layer, index) =>
        unknown(layer.members, members, at('layers', index, 'members'), 'member'),
      ),
      ...team.escalation.flatMap((step, index) =>
        unknown(step.to, parties, at('escalation', index, 'to'), 'layer, member or channel'),
      ),
    ];
  });
}

export function unknown(
  names: readonly string[],
  known: readonly string[],
  at: (string | number)[],
  what: string,
): { path: (string | number)[]; message: string }[] {
  return names.flatMap((name, index) =>
    known.includes(name) ? [] : [{ path: [...at, index], message: `there is no ${what} "${name}"` }],
  );
}
