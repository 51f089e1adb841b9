/** One alert rule as people write it, in yagura.yaml or on the page. Apart from the rest, so that the API can take one without reading YAML. */
export { type DeclaredRule, declaredRule, type WrittenRule } from './declared-rule.ts';
export { writtenOf } from './written-rule.ts';
