import type { RulePage } from '../../hub/alerts/index.ts';
import type { Command } from '../call.ts';
import { CommandFailure } from '../io.ts';
import { type Cell, cleanText, count, localTime, table } from '../text/index.ts';
import { findConfigFile } from './config.ts';

type View = RulePage['rules'][number];

const colours = {
  firing: 'red',
  failing: 'red',
  pending: 'yellow',
  ok: 'green',
  unknown: 'dim',
  off: 'dim',
} as const;

/** What is looked for, and how each rule is now. */
export const list: Command<{ json?: boolean }> = async ({ io, hub, options }) => {
  const rules = await hub.list<View>('/rules?limit=1000', 'rules', 10_000);
  if (options.json) {
    io.json({ rules });
    return 0;
  }
  const columns = [
    { title: 'RULE', flexible: true },
    { title: 'SEVERITY' },
    { title: 'STATE' },
    { title: 'FINDS', align: 'right' as const },
    { title: 'FROM' },
    { title: 'LOOKED AT' },
    { title: 'LOOKS FOR', flexible: true },
  ];
  const now = Date.now();
  const rows = rules.map((rule): Cell[] => {
    const { state, firing, pending, evaluatedAt, failure } = rule.now;
    return [
      { text: cleanText(rule.name) },
      { text: rule.severity },
      { text: state, paint: (text: string) => io.paint(colours[state], text) },
      { text: String(firing + pending) },
      { text: rule.origin },
      { text: evaluatedAt === null ? '' : localTime(evaluatedAt, now) },
      { text: cleanText(failure ?? wanted(rule)) },
    ];
  });
  for (const line of table(columns, rows, { width: io.width, paint: io.paint })) io.line(line);
  return 0;
};

function wanted(rule: View): string {
  if (rule.kind === 'metric') return rule.expr.replace(/\s+/g, ' ');
  return rule.kind === 'event' ? `on ${rule.on}` : `heartbeat each ${rule.written.heartbeat?.every ?? ''}`;
}

/** The rules of a file, without a hub: yagura.yaml, or what was exported. */
export const check: Command<{ json?: boolean }> = async ({ io, args, options }) => {
  const path = findConfigFile(args[0], io.env);
  if (path === null)
    throw new CommandFailure(
      'There is no yagura.yaml in this folder. Name a file: yagura rules check FILE',
      2,
    );
  const { readRules } = await import('../../hub/fleet/config/index.ts');
  const { checkRule, mistakesOf } = await import('../../hub/alerts/rules/check/index.ts');
  const rules = await readRules(path, { env: io.env, checkRule: mistakesOf });
  const warnings = rules.flatMap((rule) =>
    checkRule(rule).warnings.map(({ path: place, message }) => ({
      rule: rule.name,
      path: place.join('.'),
      message,
    })),
  );
  if (options.json) {
    io.json({ rules: rules.length, warnings });
    return 0;
  }
  for (const { rule, path: place, message } of warnings) io.line(`${rule}: ${place} ${message}`);
  io.line(
    `${path}: ${count('rule', rules.length)}, no mistakes${warnings.length > 0 ? `, ${count('warning', warnings.length)}` : ''}.`,
  );
  return 0;
};
