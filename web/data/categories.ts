/** Where the cause of an error is to be looked for: the twelve that the hub tells apart, in the order in which they are offered. Pure. */
import type { ErrorGroup } from './types.ts';

export type Category = ErrorGroup['category'];

export const categories: readonly Category[] = [
  'network',
  'database',
  'timeout',
  'external-api',
  'api',
  'permission',
  'resource',
  'configuration',
  'dependency',
  'validation',
  'worker',
  'unknown',
];

export function isCategory(value: unknown): value is Category {
  return categories.some((category) => category === value);
}
