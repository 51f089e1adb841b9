import { expect, it } from 'vitest';
import { environmentOf } from './own-program.ts';

it('has the hub hold little memory, unless a person tuned the allocator', () => {
  expect(environmentOf('hub', { A: '1' })['GLIBC_TUNABLES']).toContain('trim_threshold');
  const tuned = { GLIBC_TUNABLES: 'glibc.malloc.check=3' };
  expect(environmentOf('hub', tuned)).toEqual(tuned);
});

it('lets no worker inherit what is meant for the hub, also under an agent that the hub brought back', () => {
  const env = { A: '1' };
  expect(environmentOf('agent', environmentOf('hub', env))).toEqual(env);
  const tuned = { A: '1', GLIBC_TUNABLES: 'glibc.malloc.check=3' };
  expect(environmentOf('agent', environmentOf('hub', tuned))).toEqual(tuned);
});
