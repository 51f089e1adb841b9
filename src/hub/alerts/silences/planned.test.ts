import { expect, it } from 'vitest';
import { testWorker } from '../../server/testing/test-fleet.ts';
import { dependantsOf, matchersFor } from './planned.ts';

it('finds those that need a worker, directly and through others, once', () => {
  const workers = [
    testWorker('db'),
    testWorker('cache', { dependsOn: ['db'] }),
    testWorker('api', { dependsOn: ['db', 'cache'] }),
    testWorker('page', { dependsOn: ['api'] }),
    testWorker('other'),
  ];
  expect(dependantsOf(['db'], workers)).toEqual(['cache', 'api', 'page']);
  expect(dependantsOf(['api', 'cache'], workers)).toEqual(['page']);
});

it('names workers literally, in silences of a bounded length', () => {
  expect(matchersFor(['a.b'])).toEqual([[{ name: 'worker', op: '=', value: 'a.b' }]]);
  expect(matchersFor(['a.b', 'c'])).toEqual([[{ name: 'worker', op: '=~', value: 'a\\.b|c' }]]);
  const many = matchersFor(Array.from({ length: 150 }, (_, n) => `${'w'.repeat(60)}${n}`));
  expect(many).toHaveLength(3);
  expect(Math.max(...many.flat().map(({ value }) => value.length))).toBeLessThanOrEqual(4_000);
});
