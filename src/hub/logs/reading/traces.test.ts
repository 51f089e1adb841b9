import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RecordReader } from './index.ts';

/** What a small shop prints in each language when it fails: how many lines its records have, their levels and errors, root cause first. */
const records: Record<string, readonly (readonly [lines: number, level: string | null, errors: string])[]> = {
  // Written after what these programs document that they print.
  'dotnet-uncaught': [[7, 'fatal', 'System.Net.Sockets.SocketException < System.InvalidOperationException']],
  'dotnet-console': [
    [4, 'error', 'System.IO.IOException'],
    [2, 'info', ''],
  ],
  logback: [[9, 'error', 'java.sql.SQLException < java.lang.IllegalStateException']],
  'zap-console': [
    [5, 'error', 'error'],
    [1, 'info', ''],
  ],
  anyhow: [[5, 'error', 'Error < Error < Error']],
  rails: [[5, 'fatal', 'NoMethodError']],
  erlang: [[6, 'error', 'badarith']],
  // The rest was printed by real programs.
  'node-uncaught': [[12, 'fatal', 'TypeError']],
  'node-emitted': [[18, 'fatal', 'Error']],
  'node-assert': [[24, 'fatal', 'AssertionError']],
  'node-syntax': [[14, 'fatal', 'SyntaxError']],
  'node-reject': [[12, 'fatal', 'UnhandledPromiseRejection']],
  'node-cause': [
    [13, 'error', 'Error < Error'],
    [16, 'error', 'TypeError < TypeError < AggregateError'],
    [19, 'fatal', 'Error < Error'],
  ],
  'python-chained': [[19, 'error', 'KeyError < ValueError']],
  'python-group': [[25, 'error', 'KeyError < TypeError < ExceptionGroup']],
  'python-logging': [
    [1, 'warn', ''],
    [18, 'error', 'KeyError < ValueError'],
    [1, 'error', ''],
  ],
  'python-recursion': [[16, 'error', 'RecursionError']],
  'python-json': [[14, 'error', 'json.decoder.JSONDecodeError']],
  'python-import': [[6, 'error', 'ModuleNotFoundError']],
  'python-thread': [[20, 'error', 'KeyError < ValueError']],
  'python-async': [[19, 'error', 'KeyError < ValueError']],
  'python-syntax': [[4, 'error', 'SyntaxError']],
  'java-uncaught': [[21, 'fatal', 'java.net.ConnectException < java.lang.RuntimeException']],
  'java-thread': [[22, 'error', 'java.net.ConnectException < java.lang.RuntimeException']],
  'java-printed': [[21, 'error', 'java.net.ConnectException < java.lang.RuntimeException']],
  'java-logging': [
    [1, null, ''],
    [22, 'error', 'java.net.ConnectException < java.lang.RuntimeException'],
  ],
  'go-nil': [[12, 'fatal', 'runtime error']],
  'go-goroutine': [[14, 'fatal', 'runtime error']],
  'go-error': [[5, 'fatal', 'panic']],
  'go-map': [[53, 'fatal', 'fatal error']],
  'go-deep': [[60, 'fatal', 'fatal error']],
  'go-deadlock': [[118, 'fatal', 'SIGABRT']],
  'go-served': [[22, 'error', 'runtime error']],
  'ruby-uncaught': [[13, 'fatal', 'KeyError < ArgumentError']],
  'ruby-nil': [[5, 'fatal', 'NoMethodError']],
  'ruby-thread': [[15, 'error', 'KeyError < ArgumentError']],
  'ruby-logger': [
    [1, 'info', ''],
    [5, 'error', 'ArgumentError'],
    [5, 'error', 'ArgumentError'],
    [1, 'info', ''],
  ],
  'php-uncaught': [[17, 'fatal', 'OutOfBoundsException < RuntimeException']],
  'php-displayed': [[17, 'fatal', 'OutOfBoundsException < RuntimeException']],
  'php-logged': [
    [12, 'error', 'OutOfBoundsException < RuntimeException'],
    [1, null, ''],
  ],
  'php-type': [[6, 'fatal', 'TypeError']],
  'php-memory': [[1, 'fatal', '']],
  'php-warning': [
    [1, null, ''],
    [1, 'warn', ''],
    [1, 'warn', ''],
    [1, null, ''],
  ],
  'rust-unwrap': [[3, 'fatal', 'panic']],
  'rust-expect': [[3, 'fatal', 'panic']],
  'rust-assert': [[5, 'fatal', 'panic']],
  'rust-backtrace': [[34, 'fatal', 'panic']],
  'rust-full': [
    [84, 'error', 'panic'],
    [1, null, ''],
  ],
  'rust-overflow': [[2, 'fatal', 'fatal runtime error']],
  'rust-returned': [[1, 'error', 'Error']],
  'elixir-raised': [[4, 'fatal', 'KeyError']],
  'elixir-match': [[3, 'fatal', 'MatchError']],
  'elixir-task': [[9, 'error', 'KeyError']],
  'elixir-genserver': [[20, 'error', 'KeyError']],
  'elixir-process': [[4, 'error', 'KeyError']],
  'cpp-throw': [[2, 'fatal', 'std::runtime_error']],
  'cpp-assert': [[1, 'fatal', 'assertion']],
  'cpp-double': [[1, 'fatal', 'SIGABRT']],
  'asan-freed': [[54, 'fatal', 'heap-use-after-free']],
  'asan-null': [[14, 'fatal', 'SEGV']],
  'asan-leak': [[10, 'fatal', 'memory leak']],
  ubsan: [[5, 'error', 'undefined behaviour']],
  'ubsan-null': [[6, 'error', 'undefined behaviour']],
  tsan: [[37, 'error', 'data race']],
};

const linesOf = (name: string) =>
  readFileSync(new URL(`testing/traces/${name}.txt`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');

function readLines(lines: readonly string[], streams: readonly ('stdout' | 'stderr')[] = ['stderr']) {
  const reader = new RecordReader();
  const taken = lines.flatMap((text, at) =>
    reader.take({ id: String(at), time: 0, stream: streams[at % streams.length] ?? 'stderr', text }, 0),
  );
  return [...taken, ...reader.end()];
}

test.each(Object.entries(records))('%s', (name, expected) => {
  const read = readLines(linesOf(name));
  expect(
    read.map(({ record: { level, exceptions }, lines }) => [
      lines,
      level,
      exceptions.map(({ type }) => type).join(' < '),
    ]),
  ).toEqual(expected.map(([lines, ...rest]) => [lines, ...rest]));
});

test('what was said is the message, wherever it stands', () => {
  const said = (name: string) => readLines(linesOf(name)).map(({ record }) => record.message);
  expect(said('dotnet-console')).toEqual(['cannot send', 'sent']);
  expect(said('rails')).toEqual(["NoMethodError (undefined method `x' for nil:NilClass):"]);
  expect(said('zap-console')).toEqual(['cannot send\t{"order": 7}', 'sent']);
  expect(said('python-chained')).toEqual(['ValueError: order 7 is not complete']);
  expect(said('node-uncaught')).toEqual([
    "TypeError: Cannot read properties of undefined (reading 'street')",
  ]);
  expect(said('node-emitted')).toEqual(['Error: connect ECONNREFUSED 127.0.0.1:1']);
});

test.each(Object.keys(records))('%s is the same when the other stream prints in between', (name) => {
  const lines = linesOf(name);
  const alone = readLines(lines).map(({ record }) => record);
  const mixed = readLines(
    lines.flatMap((line, at) => [line, `request ${at} served`]),
    ['stderr', 'stdout'],
  );
  expect(mixed.filter(({ stream }) => stream === 'stderr').map(({ record }) => record)).toEqual(alone);
});

test.each(Object.keys(records))('%s is told apart from what a logger prints before and after it', (name) => {
  const before = '2026-05-01 12:00:00,123 INFO started';
  const after = '2026-05-01 12:00:01,123 INFO stopped';
  const read = readLines([before, ...linesOf(name), after]).map(({ record }) => record.text);
  const alone = readLines(linesOf(name)).map(({ record }) => record.text);
  expect(read).toEqual([before, ...alone, after]);
});
