/**
 * All conditions there are. Each look tells what it sees of one; the book keeps what that makes of it, and writes what changed in one
 * transaction a step, so that a hub that is killed goes on where it was. While the database takes nothing, it waits here and is told all the same.
 */
import { createHash } from 'node:crypto';
import { isoTime } from '../../../shared/clock.ts';
import { messageOf } from '../../../shared/failure.ts';
import { type Store, writeSetting } from '../../store/index.ts';
import type { Seen } from '../happenings/index.ts';
import { fillTemplate, parseTemplate, type Template, type TemplateData } from '../rules/templates/index.ts';
import type { Rule } from '../rules/index.ts';
import type { Condition } from './condition.ts';
import { nextPhase, type Phase, type Timing } from './phase.ts';
import type { SteadyTime } from './steady-time.ts';
import { timingOf } from './timing.ts';

/** A condition and what is needed to go on with it. */
export interface Held {
  key: string;
  rule: string;
  /** What it is about, within its rule. */
  subject: string;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  value: number | null;
  phase: Phase;
  /** A test is over then. */
  testUntilMs: number | null;
}

/** A rule with its templates read. */
export interface KnownRule {
  rule: Rule;
  timing: Timing;
  labels: readonly (readonly [string, Template])[];
  annotations: readonly (readonly [string, Template])[];
  held: Map<string, Held>;
}

export interface Sight {
  subject: string;
  labels: Readonly<Record<string, string>>;
  value: number | null;
  event?: TemplateData['event'];
}

export const conditionBounds = { ofRule: 10_000, all: 50_000 } as const;
const rowsAtATime = 500;
const testMs = 60_000;

export interface ConditionBook {
  readonly rules: ReadonlyMap<string, KnownRule>;
  readonly size: number;
  setRules(rules: readonly Rule[]): void;
  /** False: there is no room for another one. */
  see(rule: KnownRule, seen: Seen, sight: Sight, timing?: Timing): boolean;
  end(held: Held): void;
  test(rule: KnownRule, labels: Readonly<Record<string, string>>): Held;
  /** Tests that are over. */
  tick(): void;
  /** After the clock was set: what is written is rewritten. */
  rewrite(): void;
  view: (held: Held) => Condition;
  all(): Held[];
  /** Writes what changed, then tells when something began or ceased to fire. `cursor`: up to which event all was seen. */
  commit(cursor: number): Promise<void>;
  onChange: (listener: () => void) => () => void;
  close(): Promise<void>;
}

/** Up to which event rules on events have seen all. */
export const cursorKey = 'alerts-seen-event';

export function createConditionBook(options: {
  store: Pick<Store, 'db' | 'rows'>;
  time: SteadyTime;
  /** Labels of a worker by its declaration, such as its team. */
  labelsOf: (worker: string) => Readonly<Record<string, string>>;
  log: (text: string) => void;
}): ConditionBook {
  const { store, time, labelsOf, log } = options;
  const { db } = store;
  let rules = new Map<string, KnownRule>();
  /** Of rules that are not known yet: read from the database before the rules were. */
  const orphans = new Map<string, Map<string, Held>>();
  let size = 0;
  let dirty = new Map<string, Held | null>();
  let told = false;
  /** The first write says that there was a hub before. */
  let cursorWritten = Number.NEGATIVE_INFINITY;
  let failing = false;
  let writing: Promise<void> = Promise.resolve();
  const listeners = new Set<() => void>();

  for (const { condition_json } of store.rows(db.selectFrom('alert_conditions').select('condition_json'))) {
    const held = read(condition_json);
    const of = orphans.get(held.rule) ?? new Map<string, Held>();
    orphans.set(held.rule, of.set(held.subject, held));
    size += 1;
  }

  function know(rule: Rule, held: Map<string, Held>): KnownRule {
    const templates = (texts: Readonly<Record<string, string>>) =>
      Object.entries(texts).map(([name, text]) => [name, readTemplate(text)] as const);
    return {
      rule,
      timing: timingOf(rule),
      labels: templates(rule.labels),
      annotations: templates(rule.annotations),
      held,
    };
  }

  function change(held: Held, isGone: boolean, before: Phase | null): void {
    dirty.set(held.key, isGone ? null : held);
    if ((before?.state === 'firing') !== (!isGone && held.phase.state === 'firing')) told = true;
  }

  function end(held: Held): void {
    if (!rules.get(held.rule)?.held.delete(held.subject)) return;
    size -= 1;
    change(held, true, held.phase);
  }

  function begin(known: KnownRule, sight: Sight, phase: Phase, testUntilMs: number | null): Held {
    const { labels, annotations } = texts(known, sight);
    const { subject, value } = sight;
    const held: Held = {
      key: keyOf(known.rule.name, subject),
      rule: known.rule.name,
      subject,
      labels,
      annotations,
      value,
      phase,
      testUntilMs,
    };
    known.held.set(subject, held);
    size += 1;
    change(held, false, null);
    return held;
  }

  /** Labels are those of when it began, so that they stay the same. */
  function texts(known: KnownRule, { labels: found, value, event }: Sight) {
    const { worker } = found;
    const labels = { ...(worker === undefined ? {} : labelsOf(worker)), ...found };
    const fill = (templates: KnownRule['labels']) =>
      Object.fromEntries(
        templates.map(([name, template]) => [name, filled(template, { labels, value, event })]),
      );
    const all = Object.entries({ ...labels, ...fill(known.labels) }).filter(([, text]) => text !== '');
    return { labels: Object.fromEntries(all), annotations: fill(known.annotations) };
  }

  async function write(rows: Map<string, Held | null>, cursor: number): Promise<void> {
    const gone = [...rows].flatMap(([key, held]) => (held === null ? [key] : []));
    const kept = [...rows.values()].flatMap((held) =>
      held === null ? [] : [{ key: held.key, rule: held.rule, condition_json: written(held) }],
    );
    await db.transaction().execute(async (trx) => {
      for (let at = 0; at < gone.length; at += rowsAtATime)
        await trx
          .deleteFrom('alert_conditions')
          .where('key', 'in', gone.slice(at, at + rowsAtATime))
          .execute();
      for (let at = 0; at < kept.length; at += rowsAtATime)
        await trx
          .insertInto('alert_conditions')
          .values(kept.slice(at, at + rowsAtATime))
          .onConflict((conflict) =>
            conflict.column('key').doUpdateSet((e) => ({ condition_json: e.ref('excluded.condition_json') })),
          )
          .execute();
      await writeSetting({ db: trx }, cursorKey, String(cursor));
    });
  }

  async function commitNow(cursor: number): Promise<void> {
    const rows = dirty;
    const isTold = told;
    if (rows.size === 0 && !isTold && cursor === cursorWritten) return;
    dirty = new Map();
    told = false;
    try {
      if (rows.size > 0 || cursor - cursorWritten >= eventsBetweenWrites) {
        await write(rows, cursor);
        cursorWritten = cursor;
      }
      failing = false;
    } catch (error) {
      if (!failing) log(`conditions cannot be written, they wait: ${messageOf(error)}`);
      failing = true;
      dirty = new Map([...rows, ...dirty]);
    }
    if (isTold) for (const listener of listeners) listener();
  }

  /** Times on disk are the clock's. */
  function written({ phase, testUntilMs, ...held }: Held): string {
    const { sinceMs, firingMs, clearMs, goneMs, state } = phase;
    const at = (ms: number | null) => ms && isoTime(time.toClock(ms));
    return JSON.stringify({
      ...held,
      state,
      since: at(sinceMs),
      firing: at(firingMs),
      clear: at(clearMs),
      gone: at(goneMs),
      testUntil: at(testUntilMs),
    });
  }

  return {
    get rules() {
      return rules;
    },
    get size() {
      return size;
    },
    setRules(wanted) {
      const before = rules;
      rules = new Map(
        wanted
          .filter(({ enabled }) => enabled)
          .map((rule) => {
            const known = before.get(rule.name);
            const goesOn = known === undefined || known.rule.kind === rule.kind;
            const held = goesOn
              ? (known?.held ?? orphans.get(rule.name) ?? new Map<string, Held>())
              : new Map<string, Held>();
            return [rule.name, know(rule, held)];
          }),
      );
      const ended = [
        ...[...before.values()].flatMap(({ rule, held }) =>
          rules.get(rule.name)?.held === held ? [] : [...held.values()],
        ),
        ...[...orphans].flatMap(([name, held]) => (rules.get(name)?.held === held ? [] : [...held.values()])),
      ];
      orphans.clear();
      for (const held of ended) {
        size -= 1;
        change(held, true, held.phase);
      }
    },
    see(known, seen, sight, timing = known.timing) {
      const held = known.held.get(sight.subject);
      const phase = nextPhase(held?.phase ?? null, seen, time.now(), timing);
      if (!held) {
        if (phase === null) return true;
        if (known.held.size >= conditionBounds.ofRule || size >= conditionBounds.all) return false;
        begin(known, sight, phase, null);
        return true;
      }
      if (seen === 'found') held.value = sight.value;
      if (phase === held.phase) return true;
      if (phase === null) {
        end(held);
        return true;
      }
      const before = held.phase;
      held.phase = phase;
      // What is told is as it stood when it began to fire.
      if (before.state !== phase.state)
        held.annotations = texts(known, { ...sight, labels: held.labels }).annotations;
      change(held, false, before);
      return true;
    },
    end,
    test(known, labels) {
      const now = time.now();
      const subject = 'test';
      const before = known.held.get(subject);
      if (before) end(before);
      const phase: Phase = { state: 'firing', sinceMs: now, firingMs: now, clearMs: null, goneMs: null };
      return begin(known, { subject, labels, value: null }, phase, now + testMs);
    },
    tick() {
      for (const known of rules.values())
        for (const held of known.held.values())
          if (held.testUntilMs !== null && held.testUntilMs <= time.now()) end(held);
    },
    rewrite() {
      for (const known of rules.values()) for (const held of known.held.values()) dirty.set(held.key, held);
    },
    view(held) {
      const { key, rule, labels, annotations, phase, value } = held;
      const { severity, page } = rules.get(rule)?.rule ?? { severity: 'warning' as const, page: false };
      return {
        key,
        rule,
        severity,
        labels,
        annotations,
        state: phase.state,
        value,
        sinceMs: time.toClock(phase.sinceMs),
        firingMs: phase.firingMs === null ? null : time.toClock(phase.firingMs),
        page,
        isTest: held.testUntilMs !== null,
      };
    },
    all: () => [...rules.values()].flatMap(({ held }) => [...held.values()]),
    commit(cursor) {
      writing = writing.then(() => commitNow(cursor));
      return writing;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      listeners.clear();
      await writing;
    },
  };
}

/** The cursor alone is not worth a write each second. */
const eventsBetweenWrites = 200;

function read(text: string): Held {
  const { state, since, firing, clear, gone, testUntil, ...held } = JSON.parse(text) as Omit<
    Held,
    'phase' | 'testUntilMs'
  > & {
    state: Phase['state'];
    since: string;
  } & Record<'firing' | 'clear' | 'gone' | 'testUntil', string | null>;
  const at = (time: string | null) => (time === null ? null : Date.parse(time));
  return {
    ...held,
    phase: { state, sinceMs: Date.parse(since), firingMs: at(firing), clearMs: at(clear), goneMs: at(gone) },
    testUntilMs: at(testUntil),
  };
}

/** What was checked when it was saved; a rule of an older version may still have a text that is none. */
function readTemplate(text: string): Template {
  try {
    return parseTemplate(text);
  } catch {
    return [{ type: 'text', text }];
  }
}

/** Short and the same each time, whatever labels are. */
/** A text that cannot be filled stands as it was written: no text may keep a rule from being looked at. */
function filled(template: Template, data: TemplateData): string {
  try {
    return fillTemplate(template, data);
  } catch (error) {
    return `(${messageOf(error)})`;
  }
}

function keyOf(rule: string, subject: string): string {
  return createHash('sha256').update(`${rule}\u0000${subject}`).digest('base64url').slice(0, 27);
}
