import { expect, test } from 'vitest';
import type { Labels } from '../../metrics/index.ts';
import { declaredRule } from '../../fleet/config/alert-rules/index.ts';
import { type Rule, toRule } from '../rules/index.ts';
import { chartOfRule } from './preview.ts';

const ruleOf = (expr: string) => toRule(declaredRule.parse({ name: 'R', expr }), 'page') as Rule;

test('a chart of a rule shows the one series that was found, and its limit', () => {
  const series: Labels[] = [
    { __name__: 'load', worker: 'mailer', host: 'a' },
    { __name__: 'load', worker: 'broker', host: 'a' },
  ];
  const source = {
    follow: () => () => ({ labels: series, values: new Float64Array(2), has: new Uint8Array(2).fill(1) }),
  };
  const chart = (expr: string) => chartOfRule(ruleOf(expr), { worker: 'mailer', team: 'post' }, source, 0);
  expect(chart('5 < load')).toEqual({ expr: 'load{worker="mailer"}', threshold: 5 });
  expect(chart('rate(load{worker="mailer"}[5m]) / 2 > 0.5 and load > 1')).toEqual({
    expr: 'rate(load{worker="mailer"}[5m]) / 2',
    threshold: 0.5,
  });
  expect(chart('load > scalar(load)')).toMatchObject({ threshold: null });
  expect(
    chartOfRule(toRule(declaredRule.parse({ name: 'E', on: 'error.new' }), 'page') as Rule, {}, source, 0),
  ).toBeNull();
});
