import type { BookedRule } from './rule-book.ts';

/** Rules as they would stand in yagura.yaml. */
export async function exportRules(rules: readonly BookedRule[]): Promise<string> {
  const { stringify } = await import('yaml');
  return stringify({ alerts: { rules: rules.map(({ written }) => written) } }, { lineWidth: 0 });
}
