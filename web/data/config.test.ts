import { expect, it } from 'vitest';
import { countChanges } from './config.ts';

it('counts what applying the config does', () => {
  const change = (worker: string, kind: 'added' | 'removed' | 'changed' | 'unchanged', restarts = false) => ({
    worker,
    change: kind,
    differences: [],
    restarts,
  });
  expect(
    countChanges([
      change('a', 'added'),
      change('b', 'changed', true),
      change('c', 'changed'),
      change('d', 'removed'),
      change('e', 'unchanged'),
    ]),
  ).toEqual({ added: 1, changed: 2, removed: 1, restarts: 1 });
});
