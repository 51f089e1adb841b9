/** Changes a filter's text the way a click does, and leaves the rest as it was typed. Pure. */
import type { WorkerState } from '../types.ts';
import { parseFilter, type Span, type Term, writeTerm } from './parse.ts';

type StateTerm = Term & { kind: 'choice' };

const stateTerm = (text: string): StateTerm | undefined =>
  parseFilter(text).terms.find(
    (term): term is StateTerm => term.kind === 'choice' && term.field === 'state' && !term.not,
  );

/** The states that the text asks for; empty when it does not ask for any. */
export function statesIn(text: string): string[] {
  return stateTerm(text)?.values ?? [];
}

/** Asks for one state more, or one less. */
export function toggleState(text: string, state: WorkerState): string {
  const term = stateTerm(text);
  if (!term) return addTerm(text, `state:${state}`);
  const values = term.values.includes(state)
    ? term.values.filter((value) => value !== state)
    : [...term.values, state];
  return replaceSpan(text, term, values.length === 0 ? '' : writeTerm({ ...term, values }));
}

export function addTerm(text: string, term: string): string {
  const before = text.trimEnd();
  return before === '' ? term : `${before} ${term}`;
}

/** Asks for this label too; what was asked of the same label before is replaced. */
export function askForLabel(text: string, label: string, value: string): string {
  const before = parseFilter(text).terms.find(
    (term) => term.kind === 'label' && !term.not && term.label.toLowerCase() === label.toLowerCase(),
  );
  const term = writeTerm({ kind: 'label', label, values: [value], not: false });
  return before ? replaceSpan(text, before, term) : addTerm(text, term);
}

/** Blanks that would be left over go with what they stood beside. */
export function replaceSpan(text: string, { from, to }: Span, by: string): string {
  const before = text.slice(0, from);
  const after = text.slice(to);
  if (by !== '') return before + by + after;
  return before === ''
    ? after.trimStart()
    : before.trimEnd() + (after.trim() === '' ? '' : ` ${after.trimStart()}`);
}
