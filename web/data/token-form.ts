/** What a new token shall be, and what is wrong with that. Pure. */
import type { NewTokenBody, Role } from './types.ts';

/** How long a token lives; `never` is for programs that nobody visits. */
export const lifetimes = { '1d': 1, '7d': 7, '30d': 30, '90d': 90, '365d': 365, never: null } as const;
export type Lifetime = keyof typeof lifetimes;

export interface TokenForm {
  name: string;
  role: Role;
  lifetime: Lifetime;
}

/** The server's bound. */
export const longestName = 100;

export type NameProblem = 'missing' | 'invisible' | 'taken';

/** Control characters, and those that only change how the others look. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** `taken`: the names of tokens that are valid now. */
export function nameProblem(name: string, taken: readonly string[]): NameProblem | null {
  const trimmed = name.trim();
  if (trimmed === '') return 'missing';
  if (invisible.test(trimmed)) return 'invisible';
  return taken.includes(trimmed) ? 'taken' : null;
}

export function bodyOf({ name, role, lifetime }: TokenForm, now: number): NewTokenBody {
  const days = lifetimes[lifetime];
  return {
    name: name.trim(),
    role,
    expiresAt: days === null ? null : new Date(now + days * 86_400_000).toISOString(),
  };
}
