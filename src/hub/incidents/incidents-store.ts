/** Incidents on disk: everything of one step is written in one transaction. */
import type { Transaction } from 'kysely';
import { sql } from 'kysely';
import { isoTime } from '../../shared/clock.ts';
import type { Notice } from '../notify/index.ts';
import type { Database, Store } from '../store/index.ts';
import {
  type Held,
  type HeldEntry,
  holdMember,
  isAllOver,
  type LiveIncident,
  liveIncident,
  type State,
  statusOf,
} from './live-incident.ts';
import { reopenMs } from './correlate.ts';
import type { Incident } from './views.ts';
import { openToldOf, type Told } from './wanted-notices.ts';

export interface IncidentQuery {
  status?: readonly Incident['status'][] | undefined;
  severity?: readonly Incident['severity'][] | undefined;
  worker?: string | undefined;
  /** Somebody was told of it. */
  paged?: boolean | undefined;
  /** A part of the title or of a worker's name. */
  q?: string | undefined;
  since?: string | undefined;
  limit: number;
  before?: number | undefined;
}

/** A notice that was decided on, until the notifier has it. */
export interface Decided {
  told: Told;
  notice: Notice;
}

export interface IncidentsStore {
  lastId(): number;
  /** Those that something may still come of, and what was decided and not handed over. */
  unsettled(): LiveIncident[];
  waiting(): Decided[];
  load(id: number): LiveIncident | null;
  /** In one transaction; what was saved is noted in the incidents only once it is on disk. */
  save(step: {
    incidents: readonly { incident: LiveIncident; view: Incident }[];
    decided: readonly (Decided & { incident: number })[];
    settings: Readonly<Record<string, string>>;
  }): Promise<void>;
  handedOver(keys: readonly string[]): Promise<void>;
  page(query: IncidentQuery): { incidents: Incident[]; next: number | null };
  related(id: number, workers: readonly string[], limit: number): Incident[];
  mergedInto(id: number): Incident[];
  /** Those that nobody was told of and that were over in this time, oldest first. */
  quiet(fromMs: number, toMs: number, limit: number): Incident[];
  since(fromMs: number): Incident[];
  prune(nowMs: number): Promise<void>;
}

/** Rows in one statement. */
const atATime = 500;
const keptMs = 400 * 86_400_000;
const mostKept = 20_000;
/** A text in the title or a name is looked for among so many of the newest. */
const lookedThrough = 2_000;

export function createIncidentsStore({ db, rows }: Pick<Store, 'db' | 'rows'>): IncidentsStore {
  const viewOf = ({ view_json }: { view_json: string }) => JSON.parse(view_json) as Incident;

  function fill(states: readonly { id: number; state_json: string }[]): LiveIncident[] {
    const found = states.map(({ state_json }) => liveIncident(JSON.parse(state_json) as State));
    for (const incident of found) {
      const { id } = incident.state;
      for (const { member_json } of rows(
        db.selectFrom('incident_members').select('member_json').where('incident', '=', id),
      )) {
        const member = JSON.parse(member_json) as Held;
        holdMember(incident, member);
      }
      const entries = db.selectFrom('incident_entries').select('entry_json').where('incident', '=', id);
      for (const { entry_json } of rows(entries.orderBy('time').orderBy(sql`rowid`))) {
        const entry = JSON.parse(entry_json) as HeldEntry;
        incident.entries.push(entry);
        incident.entryIds.add(entry.id);
      }
      const notices = db.selectFrom('incident_notices').select('told_json').where('incident', '=', id);
      incident.told = rows(notices.orderBy(sql`rowid`)).map(({ told_json }) => JSON.parse(told_json) as Told);
    }
    return found;
  }

  async function saveIncident(
    trx: Transaction<Database>,
    incident: LiveIncident,
    view: Incident,
  ): Promise<void> {
    const { state, unsaved, members, entries } = incident;
    const row = {
      id: state.id,
      status: statusOf(state),
      severity: state.severity,
      starts_at: isoTime(state.startsMs),
      resolved_at: state.resolvedMs === null ? null : isoTime(state.resolvedMs),
      paged: incident.told.length > 0 ? (1 as const) : (0 as const),
      settled: isSettled(incident, state.updatedMs) ? (1 as const) : (0 as const),
      merged_into: state.mergedInto,
      state_json: JSON.stringify(state),
      view_json: JSON.stringify(view),
    };
    const { id, ...rest } = row;
    await trx
      .insertInto('incidents')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
      .execute();
    const changed = [...unsaved.members];
    const there = changed.flatMap((key) => members.get(key) ?? []);
    const gone = changed.filter((key) => !members.has(key));
    for (const some of chunks(there))
      await trx
        .insertInto('incident_members')
        .values(
          some.map((member) => ({
            id: member.id,
            incident: id,
            worker: member.worker,
            host: member.host,
            member_json: JSON.stringify(member),
          })),
        )
        .onConflict((conflict) =>
          conflict
            .columns(['incident', 'id'])
            .doUpdateSet((e) => ({ member_json: e.ref('excluded.member_json') })),
        )
        .execute();
    for (const some of chunks(gone))
      await trx.deleteFrom('incident_members').where('incident', '=', id).where('id', 'in', some).execute();
    const newEntries = entries.filter((entry) => unsaved.entries.has(entry.id));
    for (const some of chunks(newEntries))
      await trx
        .insertInto('incident_entries')
        .values(
          some.map((entry) => ({
            incident: id,
            id: entry.id,
            time: isoTime(entry.timeMs),
            entry_json: JSON.stringify(entry),
          })),
        )
        .onConflict((conflict) =>
          conflict.columns(['incident', 'id']).doUpdateSet((e) => ({
            entry_json: e.ref('excluded.entry_json'),
            time: e.ref('excluded.time'),
          })),
        )
        .execute();
    for (const some of chunks([...unsaved.droppedEntries]))
      await trx.deleteFrom('incident_entries').where('incident', '=', id).where('id', 'in', some).execute();
  }

  return {
    lastId: () => rows(db.selectFrom('incidents').select((e) => e.fn.max('id').as('id')))[0]?.id ?? 0,
    unsettled: () =>
      fill(
        rows(db.selectFrom('incidents').select(['id', 'state_json']).where('settled', '=', 0).orderBy('id')),
      ),
    waiting: () =>
      rows(
        db
          .selectFrom('incident_notices')
          .select(['told_json', 'notice_json'])
          .where('notice_json', 'is not', null)
          .orderBy(sql`rowid`),
      ).map(({ told_json, notice_json }) => ({
        told: JSON.parse(told_json) as Told,
        notice: JSON.parse(notice_json ?? 'null') as Notice,
      })),
    load: (id) =>
      fill(rows(db.selectFrom('incidents').select(['id', 'state_json']).where('id', '=', id)))[0] ?? null,
    async save({ incidents, decided, settings }) {
      const taken = incidents.map(({ incident }) => {
        const { unsaved } = incident;
        incident.unsaved = { members: new Set(), entries: new Set(), droppedEntries: new Set() };
        return { incident, unsaved };
      });
      try {
        await db.transaction().execute(async (trx) => {
          for (const [index, { incident, view }] of incidents.entries()) {
            const kept = taken[index] as (typeof taken)[number];
            await saveIncident(trx, { ...incident, unsaved: kept.unsaved }, view);
          }
          for (const { told, notice, incident } of decided)
            await trx
              .insertInto('incident_notices')
              .values({
                key: told.key,
                incident,
                told_json: JSON.stringify(told),
                notice_json: JSON.stringify(notice),
              })
              .onConflict((conflict) => conflict.doNothing())
              .execute();
          for (const [key, value] of Object.entries(settings))
            await trx
              .insertInto('settings')
              .values({ key, value })
              .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
              .execute();
        });
      } catch (error) {
        // What came meanwhile stays as well: it is all to be saved the next time.
        for (const { incident, unsaved } of taken)
          for (const key of ['members', 'entries', 'droppedEntries'] as const)
            for (const id of unsaved[key]) incident.unsaved[key].add(id);
        throw error;
      }
    },
    async handedOver(keys) {
      for (const some of chunks(keys))
        await db
          .updateTable('incident_notices')
          .set({ notice_json: null })
          .where('key', 'in', some)
          .execute();
    },
    page({ status, severity, worker, paged, q, since, limit, before }) {
      let select = db.selectFrom('incidents').select(['id', 'view_json']).orderBy('id', 'desc');
      if (status) select = select.where('status', 'in', [...status]);
      if (severity) select = select.where('severity', 'in', [...severity]);
      if (paged !== undefined) select = select.where('paged', '=', paged ? 1 : 0);
      if (since !== undefined) select = select.where('starts_at', '>=', since);
      if (before !== undefined) select = select.where('id', '<', before);
      if (worker !== undefined)
        select = select.where('id', 'in', (e) =>
          e.selectFrom('incident_members').select('incident').where('worker', '=', worker),
        );
      const found = rows(select.limit(q === undefined ? limit + 1 : lookedThrough));
      const views = found.map(viewOf).filter((view) => q === undefined || says(view, q.toLowerCase()));
      const incidents = views.slice(0, limit);
      const isMore = views.length > limit;
      const lookedTo = found.at(-1)?.id ?? null;
      const wasCut = q !== undefined && found.length === lookedThrough;
      return { incidents, next: isMore ? (incidents.at(-1)?.id ?? null) : wasCut ? lookedTo : null };
    },
    related(id, workers, limit) {
      if (workers.length === 0) return [];
      const same = db
        .selectFrom('incident_members')
        .select('incident')
        .where('worker', 'in', workers.slice(0, 50))
        .where('incident', '<>', id);
      const select = db.selectFrom('incidents').select('view_json').where('id', 'in', same);
      return rows(select.orderBy('id', 'desc').limit(limit)).map(viewOf);
    },
    mergedInto: (id) =>
      rows(db.selectFrom('incidents').select('view_json').where('merged_into', '=', id).orderBy('id')).map(
        viewOf,
      ),
    quiet: (fromMs, toMs, limit) =>
      rows(
        db
          .selectFrom('incidents')
          .select('view_json')
          .where('status', '=', 'resolved')
          .where('paged', '=', 0)
          .where('merged_into', 'is', null)
          .where('resolved_at', '>=', isoTime(fromMs))
          .where('resolved_at', '<', isoTime(toMs))
          .orderBy('id')
          .limit(limit),
      ).map(viewOf),
    since: (fromMs) =>
      rows(
        db
          .selectFrom('incidents')
          .select('view_json')
          .where('starts_at', '>=', isoTime(fromMs))
          .where('merged_into', 'is', null)
          .orderBy('id', 'desc')
          .limit(mostKept),
      ).map(viewOf),
    async prune(nowMs) {
      const last = rows(db.selectFrom('incidents').select((e) => e.fn.max('id').as('id')))[0]?.id ?? 0;
      const old = rows(
        db
          .selectFrom('incidents')
          .select('id')
          .where('settled', '=', 1)
          .where((e) => e.or([e('starts_at', '<', isoTime(nowMs - keptMs)), e('id', '<=', last - mostKept)]))
          .orderBy('id')
          .limit(atATime),
      ).map(({ id }) => id);
      if (old.length === 0) return;
      await db.transaction().execute(async (trx) => {
        for (const table of ['incident_members', 'incident_entries', 'incident_notices'] as const)
          await trx.deleteFrom(table).where('incident', 'in', old).execute();
        await trx.deleteFrom('incidents').where('id', 'in', old).execute();
      });
    },
  };
}

/** Nothing can come of it any more by itself: all is over, it is too late to come back, and whoever was told knows. */
export function isSettled(incident: LiveIncident, nowMs: number): boolean {
  const { resolvedMs, mergedInto } = incident.state;
  if (resolvedMs === null || !isAllOver(incident)) return false;
  if (mergedInto === null && nowMs - resolvedMs <= reopenMs) return false;
  // One that a person said is over, and that still fires, would come again as something new.
  for (const { kind, endsMs } of incident.members.values())
    if (kind === 'alert' && endsMs === null) return false;
  return openToldOf(incident.told).length === 0;
}

function says({ title, workers }: Incident, text: string): boolean {
  return [title.en, title.ja, ...workers].some((one) => one.toLowerCase().includes(text));
}

function chunks<Item>(list: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(list.length / atATime) }, (_, index) =>
    list.slice(index * atATime, (index + 1) * atATime),
  );
}
