import { describe, expect, it } from 'vitest';
import { checkRelations, type Related } from './relations.ts';

/** Workers by name, each with those that it depends on. */
function related(dependencies: Record<string, string[]>): Related[] {
  return Object.entries(dependencies).map(([name, dependsOn]) => ({
    name,
    instances: undefined,
    dependsOn: dependsOn.map((worker, at) => ({ worker, path: ['workers', name, 'depends_on', at] })),
  }));
}
const messages = (dependencies: Record<string, string[]>) =>
  checkRelations(related(dependencies)).map(({ message }) => message);

describe('circles', () => {
  it('are told without those that only lead into them', () => {
    expect(messages({ a: ['b'], b: ['c'], c: ['b'] })).toEqual(['these wait for each other: b → c → b']);
  });

  it('are told once each, at the dependency that closes them', () => {
    expect(checkRelations(related({ a: ['a', 'b'], b: [], c: ['d'], d: ['b', 'c'] }))).toEqual([
      { path: ['workers', 'a', 'depends_on', 0], message: 'these wait for each other: a → a' },
      { path: ['workers', 'd', 'depends_on', 1], message: 'these wait for each other: c → d → c' },
    ]);
  });

  it('are none where many ways lead to the same worker, and each way is gone only once', () => {
    const layers = 40; // 2^40 ways from the first to the last
    const names = (layer: number) => [`l${layer}`, `r${layer}`];
    const dependencies: Record<string, string[]> = {};
    for (let layer = 0; layer < layers; layer++)
      for (const name of names(layer)) dependencies[name] = layer + 1 < layers ? names(layer + 1) : [];
    expect(messages(dependencies)).toEqual([]);
  });

  it('are not looked for past a worker that does not exist', () => {
    expect(messages({ a: ['nobody', 'b'], b: [] })).toEqual([expect.stringContaining('"nobody"')]);
  });
});

describe('names', () => {
  it('of instances are as long as names may be, and no longer', () => {
    const check = (length: number) =>
      checkRelations([{ name: 'x'.repeat(length), instances: 2, dependsOn: [] }]);
    expect(check(61)).toEqual([]);
    expect(check(62)).toEqual([
      {
        path: ['workers', 'x'.repeat(62)],
        message: `"${'x'.repeat(62)}-0" is longer than 63 characters`,
      },
    ]);
  });
});
