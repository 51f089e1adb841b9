/**
 * All rules there are: those that Yagura brings along, those of yagura.yaml, and those made or changed on the page. Of one name the page's
 * counts before yagura.yaml's, and that before the default one.
 */
import { isoTime, type Clock } from '../../../shared/clock.ts';
import { Failure } from '../../../shared/failure.ts';
import {
  type DeclaredRule,
  declaredRule,
  type WrittenRule,
  writtenOf,
} from '../../fleet/config/alert-rules/index.ts';
import { readSetting, type Store, writeSetting } from '../../store/index.ts';
import { checkRule } from './check/index.ts';
import { defaultRules } from './defaults.ts';
import type { Rule } from './rule.ts';
import { toRule } from './to-rule.ts';

export interface BookedRule {
  rule: Rule;
  declared: DeclaredRule;
  written: WrittenRule;
  /** What stands behind it, and comes back when it is deleted. */
  replaces: 'default' | 'config' | null;
  changedAt: string | null;
  changedBy: string | null;
}

export interface RuleSettings {
  rules: DeclaredRule[];
  defaults: boolean;
}

export interface RuleBook {
  /** By name. */
  all(): readonly BookedRule[];
  /** Throws `not_found`. */
  get(name: string): BookedRule;
  /** What yagura.yaml says; remembered for the next start. */
  configure(settings: RuleSettings): Promise<void>;
  /** Durable when it settles. Throws `bad_request` with one entry per mistake, `conflict` when there is one of that name already. */
  create(rule: DeclaredRule, by: string): Promise<BookedRule>;
  /** A rule of yagura.yaml or a default one is replaced by what stands here from now on. */
  change(name: string, rule: DeclaredRule, by: string): Promise<BookedRule>;
  /** What it replaced comes back. Throws `conflict` for a rule that was not made on the page. */
  remove(name: string): Promise<void>;
  onChange(listener: () => void): () => void;
}

const settingsKey = 'alert-rules';
const mostOnPage = 5_000;

interface OnPage {
  declared: DeclaredRule;
  changedAt: string;
  changedBy: string;
}

export function openRuleBook({
  store,
  clock,
  log,
}: {
  store: Store;
  clock: Clock;
  log: (text: string) => void;
}): RuleBook {
  const { db } = store;
  const onPage = new Map<string, OnPage>();
  for (const { name, rule_json, changed_at, changed_by } of store.rows(
    db.selectFrom('alert_rules').selectAll(),
  )) {
    const declared = readStored(JSON.parse(rule_json), log);
    if (declared) onPage.set(name, { declared, changedAt: changed_at, changedBy: changed_by });
  }
  const listeners = new Set<() => void>();
  let settings = settingsOfLastTime();
  let booked = bookAll();

  function settingsOfLastTime(): RuleSettings {
    const known = JSON.parse(readSetting(store, settingsKey) ?? '{}') as {
      rules?: unknown[];
      defaults?: boolean;
    };
    return {
      rules: (known.rules ?? []).flatMap((rule) => readStored(rule, log) ?? []),
      defaults: known.defaults ?? true,
    };
  }

  function bookAll(): Map<string, BookedRule> {
    const all = new Map<string, BookedRule>();
    const add = (declared: DeclaredRule, origin: Rule['origin'], page?: OnPage) => {
      const behind = all.get(declared.name);
      const rule = toRule(declared, origin) ?? (behind && { ...behind.rule, origin, enabled: false });
      if (!rule) return;
      const replaced = behind?.rule.origin ?? null;
      all.set(declared.name, {
        rule,
        declared,
        written: writtenOf(declared),
        replaces: replaced === 'page' ? null : replaced,
        changedAt: page?.changedAt ?? null,
        changedBy: page?.changedBy ?? null,
      });
    };
    if (settings.defaults) for (const rule of defaultRules) add(declaredRule.parse(rule), 'default');
    for (const rule of settings.rules) add(rule, 'config');
    for (const page of onPage.values()) add(page.declared, 'page', page);
    return new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  function changed(): void {
    booked = bookAll();
    for (const listener of listeners) listener();
  }

  function mustKnow(name: string): BookedRule {
    const found = booked.get(name);
    if (!found) throw new Failure('not_found', `there is no rule "${name}"`);
    return found;
  }

  async function put(declared: DeclaredRule, by: string): Promise<BookedRule> {
    refuseMistakes(declared);
    if (!onPage.has(declared.name) && onPage.size >= mostOnPage)
      throw new Failure('too_much', `there are ${mostOnPage} rules of the page already`);
    if (toRule(declared, 'page') === null && !booked.has(declared.name))
      throw new Failure('bad_request', `there is no rule "${declared.name}" to switch off`);
    const row = {
      rule_json: JSON.stringify(writtenOf(declared)),
      changed_at: isoTime(clock.now()),
      changed_by: by,
    };
    await db
      .insertInto('alert_rules')
      .values({ name: declared.name, ...row })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
      .execute();
    onPage.set(declared.name, { declared, changedAt: row.changed_at, changedBy: by });
    changed();
    return mustKnow(declared.name);
  }

  return {
    all: () => [...booked.values()],
    get: mustKnow,
    async configure(next) {
      settings = next;
      changed();
      const kept = { rules: next.rules.map(writtenOf), defaults: next.defaults };
      await writeSetting(store, settingsKey, JSON.stringify(kept));
    },
    async create(declared, by) {
      if (booked.has(declared.name))
        throw new Failure('conflict', `there is a rule "${declared.name}" already`);
      return put(declared, by);
    },
    async change(name, declared, by) {
      const { rule } = mustKnow(name);
      if (declared.name === name) return put(declared, by);
      if (rule.origin !== 'page')
        throw new Failure(
          'conflict',
          `"${name}" is not a rule of the page: it cannot be called otherwise here`,
        );
      if (booked.has(declared.name))
        throw new Failure('conflict', `there is a rule "${declared.name}" already`);
      const renamed = await put(declared, by);
      await this.remove(name);
      return renamed;
    },
    async remove(name) {
      const { rule } = mustKnow(name);
      if (rule.origin !== 'page')
        throw new Failure(
          'conflict',
          `"${name}" is not a rule of the page; switch it off with "enabled: false"`,
        );
      await db.deleteFrom('alert_rules').where('name', '=', name).execute();
      onPage.delete(name);
      changed();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function refuseMistakes(declared: DeclaredRule): void {
  const { mistakes } = checkRule(declared);
  const [first] = mistakes;
  if (!first) return;
  const errors = mistakes.map(({ path, message }) => ({ path: ['rule', ...path].join('.'), message }));
  throw new Failure('bad_request', `${errors[0]?.path}: ${first.message}`, { errors });
}

/** What was written by another version may not be understood any more; the others go on. */
function readStored(written: unknown, log: (text: string) => void): DeclaredRule | null {
  const { data, error } = declaredRule.safeParse(written);
  if (error)
    log(`a stored rule is not understood: ${error.issues[0]?.path.join('.')}: ${error.issues[0]?.message}`);
  return data ?? null;
}
