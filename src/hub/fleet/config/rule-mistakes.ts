import type { DeclaredRule } from './alert-rules/index.ts';
import type { SourceDocument } from './document.ts';
import type { Mistake, Path } from './mistakes.ts';

/** What is wrong with an alert rule beyond its shape: where in it, and what. */
export type RuleCheck = (rule: DeclaredRule) => readonly { path: Path; message: string }[];

export function mistakesOfRules(
  rules: readonly DeclaredRule[],
  document: SourceDocument,
  check: RuleCheck | undefined,
): Mistake[] {
  const seen = new Set<string>();
  return rules.flatMap((rule, index) => {
    const at = ['alerts', 'rules', index];
    const isTwice = seen.has(rule.name);
    seen.add(rule.name);
    return [
      ...(isTwice ? [document.mistake([...at, 'name'], `another rule is called "${rule.name}" too`)] : []),
      ...(check?.(rule) ?? []).map(({ path, message }) => document.mistake([...at, ...path], message)),
    ];
  });
}
