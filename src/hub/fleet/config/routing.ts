/** What section `notify` says besides its channels: whom to tell of what, and when. */
import { z } from 'zod';
import { type Hours, hours, hoursShape, timeOfDay, toHours } from './hours.ts';
import { unknown } from './teams.ts';
import { dayMs, duration, section, text, timezone } from './values.ts';

const severities = ['critical', 'warning', 'info'] as const;
type Severity = (typeof severities)[number];

export interface Routing {
  language: 'en' | 'ja';
  timezone: string;
  /** Null: nothing is said of routes, so every channel gets everything. */
  routes: Route[] | null;
  quietHours: (Hours & { severities: Severity[] })[];
  /** How long Yagura may heal before a person is told, ms. */
  graceMs: Record<Severity, number>;
  /** Told again after so long without an acknowledgement, ms; null: never. */
  remindMs: Record<Severity, number | null>;
  /** What was not told by itself, once a day; null: never. */
  digest: { atMinute: number; timezone: string | null; to: string[] } | null;
}

export interface Route {
  /** Of `severity`, `rule`, `team` or any label: one of these; `*` stands for any text. */
  match: Record<string, string[]>;
  hours: Hours | null;
  /** Channels or teams. */
  to: string[];
  /** Look at the routes after it, too. */
  continue: boolean;
}

const party = text('the name of a channel or a team', 100);
const parties = z
  .array(party, { error: 'a list of channels and teams' })
  .max(50, { error: 'at most 50 channels and teams' });
const severity = z.enum(severities, { error: `one of ${severities.join(', ')}` });
const value = z.string({ error: 'text' }).max(500, { error: 'at most 500 characters' });

const route = section({
  match: z
    .record(z.string().max(100), z.union([value.transform((one) => [one]), z.array(value).min(1).max(100)]), {
      error: 'a mapping of labels to text, or to lists of text',
    })
    .default({})
    .meta({ description: 'severity, rule, team or any other label; * stands for any text.' }),
  hours: hours.optional().meta({ description: 'Only in these hours.' }),
  to: parties.meta({ description: 'Channels and teams; [] for nobody.' }),
  continue: z.boolean().default(false).meta({ description: 'Look at the routes after it, too.' }),
});

const usualGraceMs: Record<Severity, number> = { critical: 0, warning: 30_000, info: 60_000 };
const hourMs = 3_600_000;
const usualRemindMs: Record<Severity, number | null> = {
  critical: hourMs,
  warning: 12 * hourMs,
  info: null,
};

const bySeverity = <Value extends z.ZodType>(value: Value) =>
  section({ critical: value.optional(), warning: value.optional(), info: value.optional() });
const grace = duration({ max: dayMs });
const remind = duration({ min: 60_000 }).nullable();

/** Keys of `notify`, beside `channels`. */
export const routingShape = {
  language: z
    .enum(['en', 'ja'], { error: 'en or ja' })
    .default('en')
    .meta({ description: 'What messages are written in.' }),
  timezone: timezone
    .optional()
    .meta({ description: "Of times of day in notify and teams; default: the machine's." }),
  routes: z
    .array(route, { error: 'a list of routes' })
    .max(500, { error: 'at most 500 routes' })
    .optional()
    .meta({ description: 'The first that matches says whom to tell; without any, every channel is told.' }),
  quiet_hours: z
    .array(
      section({
        ...hoursShape,
        severities: z
          .array(severity, { error: 'a list of severities' })
          .min(1, { error: 'at least one severity' })
          .default(['warning', 'info']),
      }),
      { error: 'a list of hours' },
    )
    .max(50, { error: 'at most 50 entries' })
    .default([])
    .meta({ description: 'Hours in which these severities wait until they are over.' }),
  grace: z
    .union([grace, bySeverity(grace)], { error: 'a duration, or {critical, warning, info}' })
    .default({})
    .meta({ description: 'How long Yagura may heal before a person is told.' }),
  remind: z
    .union([remind, bySeverity(remind)], { error: 'a duration, or {critical, warning, info}' })
    .default({})
    .meta({ description: 'Told again after so long without an acknowledgement; null: never.' }),
  digest: section({
    at: timeOfDay.prefault('09:00'),
    timezone: timezone.optional().meta({ description: 'Default: notify.timezone.' }),
    to: parties.optional().meta({ description: 'Channels and teams; default: every channel.' }),
  })
    .nullable()
    .optional()
    .meta({ description: 'Once a day, what was healed and not told by itself; default: never.' }),
};

const routing = section(routingShape);

export function toRouting(given: z.output<typeof routing>, channels: readonly string[]): Routing {
  const { language, routes, quiet_hours, grace, remind, digest } = given;
  return {
    language,
    timezone: given.timezone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
    routes:
      routes?.map(({ match, hours, ...route }) => ({
        ...route,
        match,
        hours: hours ? toHours(hours) : null,
      })) ?? null,
    quietHours: quiet_hours.map(({ severities, ...hours }) => ({ ...toHours(hours), severities })),
    graceMs: filled(usualGraceMs, grace),
    remindMs: filled(usualRemindMs, remind),
    digest: digest
      ? { atMinute: digest.at, timezone: digest.timezone ?? null, to: digest.to ?? [...channels] }
      : null,
  };
}

/** One value for all, or some of them. */
function filled<Value extends number | null>(
  usual: Record<Severity, Value>,
  given: number | null | { [Key in Severity]?: Value | undefined },
): Record<Severity, Value> {
  const [critical, warning, info] = severities.map((severity): Value => {
    if (typeof given !== 'object' || given === null) return given as Value;
    const said = given[severity];
    return said === undefined ? usual[severity] : said;
  }) as [Value, Value, Value];
  return { critical, warning, info };
}

/** Names that nobody has, each with its place. */
export function findUnknownInRouting(
  given: z.output<typeof routing>,
  channels: readonly string[],
  teams: readonly string[],
): { path: (string | number)[]; message: string }[] {
  const known = [...channels, ...teams];
  const look = (names: readonly string[], ...at: (string | number)[]) =>
    unknown(names, known, ['notify', ...at], 'channel or team');
  return [
    ...(given.routes ?? []).flatMap(({ to }, index) => look(to, 'routes', index, 'to')),
    ...look(given.digest?.to ?? [], 'digest', 'to'),
  ];
}
