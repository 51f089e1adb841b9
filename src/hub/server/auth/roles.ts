import type { Role } from '../schema.ts';

const ranks: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 };

/** A role includes the ones below it. */
export function allows(has: Role, needed: Role): boolean {
  return ranks[has] >= ranks[needed];
}
