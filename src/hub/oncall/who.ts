/** Who is on call when, and whom a step of an escalation reaches. Pure. */
import { dayMs, inHours, instantOf, localTime, weekdayOf } from './week-hours.ts';
import type { EscalationStep, Layer, Override, Team } from './shapes.ts';

export interface MemberTurn {
  member: string;
  fromMs: number;
  toMs: number;
  override: number | null;
}

/** What an override says, with times that can be compared. */
export interface Standing extends Pick<Override, 'id' | 'team' | 'layer' | 'member'> {
  fromMs: number;
  toMs: number;
}

const tenMinutesMs = 600_000;
/** A layer whose hours never come is not looked through for longer. */
const mostPieces = 2_000;

/** The turn by rotation alone that holds this instant. Hands over at the same time on the wall, whatever the clocks do. */
export function rotationAt(layer: Layer, ms: number, usualZone: string): Omit<MemberTurn, 'override'> {
  const zone = layer.timezone ?? usualZone;
  const { atMinute, day } = layer.handover;
  const local = localTime(ms, zone);
  const today = local.minute >= atMinute ? local.day : local.day - 1;
  const first = firstDay(Date.parse(layer.start) / dayMs, layer.turnDays % 7 === 0 ? (day ?? 'mon') : day);
  const index = Math.floor((today - first) / layer.turnDays);
  const begins = first + index * layer.turnDays;
  const count = layer.members.length;
  return {
    member: layer.members[((index % count) + count) % count] as string,
    fromMs: instantOf(begins, atMinute, zone),
    toMs: instantOf(begins + layer.turnDays, atMinute, zone),
  };
}

/** Turns of weeks begin on a certain day: the last one not after the start. */
function firstDay(start: number, weekday: string | null): number {
  if (weekday === null) return start;
  for (let day = start; day > start - 7; day--) if (weekdayOf(day) === weekday) return day;
  return start;
}

/**
 * Who is on call in a layer from one instant to another, in order, overrides and hours taken into account. Pieces with the same member
 * that touch are one.
 */
export function turnsOf(
  team: Team,
  layer: Layer,
  overrides: readonly Standing[],
  span: { fromMs: number; toMs: number },
  usualZone: string,
): MemberTurn[] {
  const concerned = overrides.filter((one) => one.team === team.name && concerns(one, team, layer));
  const turns: MemberTurn[] = [];
  let at = span.fromMs;
  for (let pieces = 0; at < span.toMs && pieces < mostPieces; pieces++) {
    const base = rotationAt(layer, at, usualZone);
    const duty = layer.hours ? inHours(layer.hours, at, usualZone) : { in: true, until: null };
    const override = concerned.findLast((one) => one.fromMs <= at && at < one.toMs);
    const change = Math.min(
      base.toMs,
      duty.until ?? Number.POSITIVE_INFINITY,
      override ? override.toMs : Number.POSITIVE_INFINITY,
      ...concerned.map((one) => one.fromMs).filter((ms) => ms > at),
    );
    const last = turns.at(-1);
    if (duty.in) {
      const member = override?.member ?? base.member;
      const id = override?.id ?? null;
      const from = turns.length === 0 && !override && !layer.hours ? Math.max(base.fromMs, 0) : at;
      if (last && last.toMs === at && last.member === member && last.override === id) last.toMs = change;
      else turns.push({ member, fromMs: from, toMs: change, override: id });
    }
    at = change;
  }
  return turns;
}

/** An override without a layer stands for the first layer, which is the one that is asked first. */
function concerns(override: Standing, team: Team, layer: Layer): boolean {
  return override.layer === layer.name || (override.layer === null && team.layers[0] === layer);
}

export function onCallIn(
  team: Team,
  layer: Layer,
  overrides: readonly Standing[],
  ms: number,
  usualZone: string,
): string | null {
  if (layer.hours && !inHours(layer.hours, ms, usualZone).in) return null;
  const override = overrides.findLast(
    (one) => one.team === team.name && concerns(one, team, layer) && one.fromMs <= ms && ms < one.toMs,
  );
  return override?.member ?? rotationAt(layer, ms, usualZone).member;
}

/** The first layer on duty answers; a team without layers, or with nobody on duty, is all of its members. */
export function onCallOf(
  team: Team,
  overrides: readonly Standing[],
  ms: number,
  usualZone: string,
): string[] {
  for (const layer of team.layers) {
    const member = onCallIn(team, layer, overrides, ms, usualZone);
    if (member !== null) return [member];
  }
  return team.members.map(({ name }) => name);
}

/** The declared steps; without any, each layer ten minutes after the one before, and then everybody. */
export function stepsOf(team: Team): EscalationStep[] {
  if (team.escalation.length > 0) return team.escalation;
  if (team.layers.length === 0) return [{ afterMs: 0, to: ['everyone'] }];
  return [
    ...team.layers.map((layer, index) => ({
      afterMs: index * tenMinutesMs,
      to: [index === 0 ? 'on-call' : layer.name],
    })),
    { afterMs: team.layers.length * tenMinutesMs, to: ['everyone'] },
  ];
}

/** Steps with their repetitions: a round begins as long after the last one as its last step took, ten minutes at least. */
export function allSteps(team: Team): EscalationStep[] {
  const steps = stepsOf(team);
  const roundMs = Math.max(steps.at(-1)?.afterMs ?? 0, tenMinutesMs);
  return Array.from({ length: team.repeat + 1 }, (_, round) =>
    steps.map(({ afterMs, to }) => ({ afterMs: afterMs + round * (roundMs + tenMinutesMs), to })),
  ).flat();
}

/** Channels that a step reaches at this instant, each once. `channels`: all that are configured. */
export function channelsOf(
  team: Team,
  to: readonly string[],
  overrides: readonly Standing[],
  ms: number,
  context: { usualZone: string; channels: readonly string[] },
): string[] {
  const { usualZone, channels } = context;
  const ofMember = (name: string) => team.members.find((member) => member.name === name)?.channels ?? [];
  const reached = to.flatMap((party) => {
    if (party === 'everyone') return team.members.flatMap((member) => member.channels);
    if (party === 'on-call') return onCallOf(team, overrides, ms, usualZone).flatMap(ofMember);
    const layer = team.layers.find(({ name }) => name === party);
    if (layer) {
      const member = onCallIn(team, layer, overrides, ms, usualZone);
      return member === null ? [] : ofMember(member);
    }
    if (team.members.some(({ name }) => name === party)) return ofMember(party);
    return channels.includes(party) ? [party] : [];
  });
  return [...new Set(reached)].filter((channel) => channels.includes(channel));
}
