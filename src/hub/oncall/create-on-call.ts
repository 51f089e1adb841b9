import { type Clock, isoTime } from '../../shared/clock.ts';
import { Failure } from '../../shared/failure.ts';
import type { Store } from '../store/index.ts';
import type { OnCallTeam, OnCallView, Override, Team, Turn } from './shapes.ts';
import { allSteps, channelsOf, type MemberTurn, onCallOf, type Standing, stepsOf, turnsOf } from './who.ts';

export interface OnCallSettings {
  teams: readonly Team[];
  /** Of times of day that name no zone themselves. */
  timezone: string;
  /** All channels that are configured. */
  channels: readonly string[];
}

export interface NewOverride {
  team: string;
  layer: string | null;
  member: string;
  fromMs: number;
  toMs: number;
}

/** Unknown teams and overrides throw `Failure('not_found')`. */
export interface OnCall {
  configure(settings: OnCallSettings): void;
  isTeam(name: string): boolean;
  /** The steps of a team's escalation, repetitions included: how long after the first message, and whom. */
  steps(team: string): readonly { afterMs: number; to: readonly string[] }[];
  /** Channels that such a step reaches at an instant. */
  reach(team: string, to: readonly string[], ms: number): string[];
  /** Who is on call now and next, all teams or one. */
  view(team?: string): OnCallView;
  /** Durable when it settles. Refuses `bad_request` for a member, a layer or a time that makes no sense, `conflict` past the bound. */
  addOverride(wanted: NewOverride, by: string): Promise<Override>;
  removeOverride(id: number): Promise<void>;
  onChange(listener: () => void): () => void;
}

const shownMs = 14 * 86_400_000;
const longestOverrideMs = 92 * 86_400_000;
const mostOverrides = 1_000;
/** Over for so long, nobody asks for it any more. */
const keptMs = 31 * 86_400_000;

export function createOnCall(options: { store: Store; clock: Clock }): OnCall {
  const { store, clock } = options;
  const { db } = store;
  let settings: OnCallSettings = { teams: [], timezone: 'UTC', channels: [] };
  let overrides: Override[] = store
    .rows(db.selectFrom('oncall_overrides').selectAll().orderBy('id'))
    .map(({ from_at, to_at, created_at, created_by, ...row }) => ({
      ...row,
      id: Number(row.id),
      from: from_at,
      to: to_at,
      by: created_by,
      createdAt: created_at,
    }));
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const standing = (): Standing[] =>
    overrides.map(({ from, to, ...one }) => ({ ...one, fromMs: Date.parse(from), toMs: Date.parse(to) }));

  function mustKnow(name: string): Team {
    const team = settings.teams.find((one) => one.name === name);
    if (!team) throw new Failure('not_found', `there is no team "${name}"`);
    return team;
  }

  function viewOf(team: Team): OnCallTeam {
    const nowMs = clock.now();
    const known = standing();
    const span = { fromMs: nowMs, toMs: nowMs + shownMs };
    return {
      team: team.name,
      members: team.members,
      now: onCallOf(team, known, nowMs, settings.timezone),
      layers: team.layers.map((layer) => {
        const turns = turnsOf(team, layer, known, span, settings.timezone);
        const now = turns.find((turn) => turn.fromMs <= nowMs && nowMs < turn.toMs);
        const next = turns.find((turn) => turn !== now && turn.fromMs > nowMs);
        return {
          name: layer.name,
          now: now ? toTurn(now) : null,
          next: next ? toTurn(next) : null,
          turns: turns.map(toTurn),
        };
      }),
      escalation: stepsOf(team),
      repeat: team.repeat,
      overrides: overrides.filter((one) => one.team === team.name && Date.parse(one.to) > nowMs),
    };
  }

  return {
    configure(next) {
      settings = next;
      tell();
    },
    isTeam: (name) => settings.teams.some((team) => team.name === name),
    steps: (name) => {
      const team = settings.teams.find((one) => one.name === name);
      return team ? allSteps(team) : [];
    },
    reach(name, to, ms) {
      const team = settings.teams.find((one) => one.name === name);
      if (!team) return [];
      const { timezone: usualZone, channels } = settings;
      return channelsOf(team, to, standing(), ms, { usualZone, channels });
    },
    view: (name) => ({ teams: (name === undefined ? settings.teams : [mustKnow(name)]).map(viewOf) }),
    async addOverride({ team: name, layer, member, fromMs, toMs }, by) {
      const team = mustKnow(name);
      const refuse = (detail: string) => {
        throw new Failure('bad_request', detail);
      };
      if (!team.members.some((one) => one.name === member))
        refuse(`"${member}" is not in the team "${name}"`);
      if (team.layers.length === 0) refuse(`the team "${name}" has no layers: everybody is on call`);
      if (layer !== null && !team.layers.some((one) => one.name === layer))
        refuse(`the team "${name}" has no layer "${layer}"`);
      if (toMs <= fromMs) refuse('an override ends after it begins');
      if (toMs <= clock.now()) refuse('an override that is over already changes nothing');
      if (toMs - fromMs > longestOverrideMs) refuse('an override lasts 92 days at most');
      const nowMs = clock.now();
      if (overrides.filter((one) => Date.parse(one.to) > nowMs).length >= mostOverrides)
        throw new Failure('conflict', `there are ${mostOverrides} overrides; remove some`);
      const row = {
        team: name,
        layer,
        member,
        from_at: isoTime(fromMs),
        to_at: isoTime(toMs),
        created_by: by,
        created_at: isoTime(nowMs),
      };
      const inserted = await db
        .insertInto('oncall_overrides')
        .values({ id: null, ...row })
        .returning('id')
        .executeTakeFirstOrThrow();
      const old = isoTime(nowMs - keptMs);
      await db.deleteFrom('oncall_overrides').where('to_at', '<', old).execute();
      const added: Override = {
        id: Number(inserted.id),
        team: name,
        layer,
        member,
        from: row.from_at,
        to: row.to_at,
        by,
        createdAt: row.created_at,
      };
      overrides = [...overrides.filter((one) => one.to >= old), added];
      tell();
      return added;
    },
    async removeOverride(id) {
      if (!overrides.some((one) => one.id === id))
        throw new Failure('not_found', `there is no override ${id}`);
      await db.deleteFrom('oncall_overrides').where('id', '=', id).execute();
      overrides = overrides.filter((one) => one.id !== id);
      tell();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function toTurn({ member, fromMs, toMs, override }: MemberTurn): Turn {
  return { member, from: isoTime(fromMs), to: isoTime(toMs), override };
}
