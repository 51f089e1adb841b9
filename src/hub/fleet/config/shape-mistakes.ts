/** Turns what a schema says about a value into mistakes with places, what came and what was expected. */
import type { z } from 'zod';
import type { SourceDocument } from './document.ts';
import type { Mistake, Path } from './mistakes.ts';
import { nearest } from '../../../shared/nearest.ts';

type Issue = z.core.$ZodIssue;

/** `locate` says where a path was really written, when it was merged in from elsewhere. */
export function checkShape<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  path: Path,
  document: SourceDocument,
  locate: (path: Path) => Path = (path) => path,
): { value: z.output<Schema> | null; mistakes: Mistake[] } {
  const parsed = schema.safeParse(value, { error: expectedBySchema });
  if (parsed.success) return { value: parsed.data, mistakes: [] };
  return { value: null, mistakes: parsed.error.issues.flatMap((issue) => explain(issue, path)) };

  function explain(issue: Issue, base: Path): Mistake[] {
    const at = [...base, ...(issue.path as (string | number)[])];
    if (issue.code === 'invalid_union') {
      const branch = issue.errors.find((issues) => !issues.some(isOfWrongKind));
      if (branch) return branch.flatMap((inner) => explain(inner, at));
    }
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) =>
        document.mistake(
          locate([...at, key]),
          unknownWord('unknown key', key, issue.message.split(' ')),
          'key',
        ),
      );
    }
    if (issue.code === 'invalid_key') {
      const expected = issue.issues.map(({ message }) => message).join(' and ');
      return [document.mistake(locate(at), `is not a valid name, expected ${expected}`, 'key')];
    }
    const whole = issue.code === 'custom' && issue.params?.['whole'] === true;
    if (whole) return [document.mistake(locate(at), issue.message)];
    const place = locate(at);
    if (!document.has(place)) return [document.mistake(place, `is missing, expected ${issue.message}`)];
    const hint =
      issue.code === 'invalid_value' ? suggestion(valueAt(value, at.slice(path.length)), issue.values) : '';
    return [document.mistake(place, `got ${document.written(place)}, expected ${issue.message}${hint}`)];
  }
}

/** "unknown key; did you mean …" with the nearest known one, or all of them when none is near. */
export function unknownWord(complaint: string, word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  if (near) return `${complaint}; did you mean "${near}"?`;
  const shown = known.slice(0, 30).join(', ');
  return known.length > 0 ? `${complaint}; known are ${shown}` : complaint;
}

function isOfWrongKind(issue: Issue): boolean {
  return issue.code === 'invalid_type' && issue.path.length === 0;
}

function suggestion(value: unknown, known: readonly unknown[]): string {
  const near = typeof value === 'string' ? nearest(value, known.map(String)) : null;
  return near ? `; did you mean "${near}"?` : '';
}

function valueAt(value: unknown, path: Path): unknown {
  let inner = value;
  for (const step of path) inner = (inner as Record<string | number, unknown>)[step];
  return inner;
}

const kinds: Record<string, string> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
};

const expectedBySchema: z.core.$ZodErrorMap = (issue) =>
  issue.code === 'invalid_value'
    ? `one of ${issue.values.map(String).join(', ')}`
    : kinds[String(issue.code === 'invalid_type' && issue.expected)];
