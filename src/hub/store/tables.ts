/** The tables, as migrations leave them. Times are RFC 3339 in UTC, `0 | 1` is a boolean, `*_json` columns hold JSON text. */
import type { Generated, Insertable, Selectable } from 'kysely';

export interface Database {
  specs: { name: string; position: number; spec_json: string };
  /** Last seen statuses, so that there is something to show before the agent is back. */
  statuses: { name: string; agent_id: string; status_json: string; seen_at: string };
  events: {
    id: number;
    time: string;
    type: string;
    worker: string | null;
    host: string | null;
    /** Null for what the hub itself recorded. */
    agent_id: string | null;
    seq: number | null;
    /** 1 when it counts as an error of a worker. */
    error: 0 | 1;
    /** 1 when a worker was started anew right after a run of its ended. */
    restart: 0 | 1;
    data_json: string;
  };
  /** What workers were, once that is over. */
  worker_states: {
    /** Null lets the database choose the next one. */
    id: number | null;
    worker: string;
    state: string;
    since: string;
    until: string;
    reason: string;
    exit_json: string | null;
    caused_by: string | null;
    changes: number;
  };
  /** What they are now, as the hub has to know it to go on. */
  worker_states_now: { worker: string; now_json: string };
  agents: { id: string; host: string; version: string | null; seen_at: string; last_seq: number };
  pings: { worker: string; id: string };
  tokens: {
    id: string;
    name: string;
    role: string;
    /** Hex SHA-256 of the token; the token itself is stored nowhere. */
    hash: string;
    created_at: string;
    expires_at: string | null;
    last_used_at: string | null;
    revoked_at: string | null;
  };
  sessions: {
    id_hash: string;
    token_id: string | null;
    role: string;
    name: string;
    created_at: string;
    last_used_at: string;
    expires_at: string;
  };
  login_links: { hash: string; expires_at: string; used_at: string | null };
  audit: {
    /** Null lets the database choose the next one. */
    id: number | null;
    time: string;
    actor: string;
    role: string | null;
    action: string;
    target: string | null;
    outcome: string;
    address: string | null;
    detail_json: string;
  };
  /** Sessions that Sentry's SDKs told of, by release. */
  sentry_releases: {
    project: string;
    release: string;
    sessions: number;
    errored: number;
    crashed: number;
    first_at: string;
    last_at: string;
  };
  /** Episodes of what was wrong. What is asked for has a column; the rest is in `episode_json`. */
  alerts: {
    id: number;
    key: string;
    rule: string;
    severity: string;
    source: string;
    worker: string | null;
    host: string | null;
    starts_at: string;
    ends_at: string | null;
    episode_json: string;
  };
  silences: { id: string; silence_json: string };
  /** What is to be told by a channel. */
  notices: {
    id: Generated<number>;
    key: string;
    channel: string;
    thread: string;
    kind: string;
    state: 'waiting' | 'sending' | 'delivered' | 'failed' | 'dropped';
    tries: number;
    not_before: string | null;
    enqueued_at: string;
    done_at: string | null;
    /** Empty once it is done. */
    notice_json: string;
  };
  /** Each try to tell it. */
  deliveries: {
    id: Generated<number>;
    channel: string;
    thread: string;
    notice_key: string;
    kind: string;
    severity: string;
    title: string;
    time: string;
    took_ms: number;
    attempt: number;
    outcome: string;
    answer: string;
  };
  /** What a channel remembers of the first message of a thread. */
  notice_threads: { channel: string; thread: string; receipt_json: string; since: string };
  /** Rules made or changed on the page, as they would stand in yagura.yaml. */
  alert_rules: { name: string; rule_json: string; changed_at: string; changed_by: string };
  /** What rules find wrong now. */
  alert_conditions: { key: string; rule: string; condition_json: string };
  /** Who has to be heard of regularly, and when that was. */
  alert_heartbeats: {
    rule: string;
    ping_id: string;
    since: string;
    last_at: string | null;
    /** 1: the last that came was that it failed. */
    failed: 0 | 1;
  };
  /** Browsers that asked for messages. */
  push_subscriptions: {
    id: string;
    channel: string;
    endpoint: string;
    p256dh: string;
    auth: string;
    by: string;
    since: string;
  };
  settings: { key: string; value: string };
  incidents: {
    id: number;
    status: string;
    severity: string;
    starts_at: string;
    resolved_at: string | null;
    paged: 0 | 1;
    /** 1 when nothing can come of it any more by itself. */
    settled: 0 | 1;
    merged_into: number | null;
    /** What the hub has to know to go on, and what lists show. */
    state_json: string;
    view_json: string;
  };
  incident_members: {
    id: string;
    incident: number;
    worker: string | null;
    host: string | null;
    member_json: string;
  };
  incident_entries: { incident: number; id: string; time: string; entry_json: string };
  /** Whom it was told. `notice_json` is null once the notifier has it. Incident 0: a digest of several. */
  incident_notices: { key: string; incident: number; told_json: string; notice_json: string | null };
  oncall_overrides: {
    /** Null lets the database choose the next one. */
    id: number | null;
    team: string;
    layer: string | null;
    member: string;
    from_at: string;
    to_at: string;
    created_by: string;
    created_at: string;
  };
}

export type EventRow = Selectable<Database['events']>;
export type NewEventRow = Insertable<Database['events']>;
