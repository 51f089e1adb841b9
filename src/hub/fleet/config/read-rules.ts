import { basename, resolve } from 'node:path';
import type { DeclaredRule } from './alert-rules/index.ts';
import { alerts as alertsSchema } from './alerts.ts';
import { isMapping, readDocument } from './document.ts';
import { configFailure } from './mistakes.ts';
import { readText } from './read-text.ts';
import { mistakesOfRules, type RuleCheck } from './rule-mistakes.ts';
import { checkShape } from './shape-mistakes.ts';

/** The alert rules of a file, whatever else is in it. Throws `Failure('config_invalid')` with one entry per mistake. */
export async function readRules(
  path: string,
  options: { env: Readonly<Record<string, string | undefined>>; checkRule: RuleCheck },
): Promise<DeclaredRule[]> {
  const file = resolve(path);
  const read = await readText(file);
  if ('problem' in read)
    throw configFailure(file, [
      { file: basename(file), line: 1, column: 1, path: '', message: read.problem },
    ]);
  const document = readDocument(basename(file), read.text, options.env);
  const { value, mistakes } = document;
  const section = isMapping(value) ? value['alerts'] : undefined;
  if (section === undefined) {
    throw configFailure(file, [
      ...mistakes,
      document.mistake([], 'has no "alerts", expected "alerts: {rules: […]}"'),
    ]);
  }
  const { value: alerts, mistakes: found } = checkShape(alertsSchema, section, ['alerts'], document);
  mistakes.push(...found);
  if (alerts) mistakes.push(...mistakesOfRules(alerts.rules, document, options.checkRule));
  if (mistakes.length > 0 || !alerts) throw configFailure(file, mistakes);
  return alerts.rules;
}
