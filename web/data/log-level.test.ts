import { describe, expect, it } from 'vitest';
import { levelOf } from './log-level.ts';

describe('the level of a line', () => {
  it.each([
    ['{"level":30,"time":1,"msg":"up"}', 'info'],
    ['{"level":50,"msg":"boom"}', 'error'],
    ['{"level":60,"msg":"gone"}', 'fatal'],
    ['{"level":"warn","msg":"slow"}', 'warn'],
    ['{"severity":"ERROR","message":"x"}', 'error'],
    ['{"log.level":"debug","message":"x"}', 'debug'],
    ['{"log":{"level":"error"},"message":"x"}', 'error'],
    ['  {"levelname": "CRITICAL", "message": "x"}  ', 'fatal'],
    ['{"msg":"ERROR inside of a text"}', null],
    ['{"level":{"deep":1}}', null],
    ['{"level":"constructor"}', null],
  ])('is read from JSON: %s', (text, level) => {
    expect(levelOf(text)).toBe(level);
  });

  it.each([
    ['2026-11-25 14:02:31,120 ERROR db: connection refused', 'error'],
    ['2026-11-25T14:02:31Z [warning] retrying', 'warn'],
    ['[INFO] listening', 'info'],
    ['<debug> tick', 'debug'],
    ['time=2026-11-25T14:02:31Z level=error msg="no route"', 'error'],
    ['ts=1 lvl=warn msg=slow', 'warn'],
    ['E1125 14:02:31.000000       1 main.go:12] no', 'error'],
    ['I1125 14:02:31.000000       1 main.go:12] yes', 'info'],
    ['error: cannot open file', 'error'],
    ['nginx: warning: low on memory', 'warn'],
    ['panic: runtime error: index out of range', 'fatal'],
    ["TypeError: Cannot read properties of undefined (reading 'id')", 'error'],
    ['java.lang.IllegalStateException: closed', 'error'],
    ['Traceback (most recent call last):', 'error'],
    ['INFO|worker|started', 'info'],
  ])('is read from words: %s', (text, level) => {
    expect(levelOf(text)).toBe(level);
  });

  it.each([
    '',
    'processed 12 orders, 0 errors',
    'no error so far',
    'the debugger is informative',
    'sent mail 12 to ERRORS@example.com',
    '{not json',
    'information about errors follows below',
    `${'x'.repeat(200)} ERROR far behind`,
  ])('is not invented: %j', (text) => {
    expect(levelOf(text)).toBeNull();
  });

  it('takes no time for lines that are meant to take time', () => {
    const began = performance.now();
    for (const text of [
      `{${'['.repeat(15_000)}}`,
      '('.repeat(16_000),
      'a.'.repeat(8_000),
      ' '.repeat(16_000),
    ])
      for (let i = 0; i < 50; i++) levelOf(text);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
