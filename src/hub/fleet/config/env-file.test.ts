import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseEnvFile } from './env-file.ts';

test('reads names, quotes, comments and export as other tools do', () => {
  const text = `\uFEFF# comment
QUEUE=mail
export REGION = eu-1   # where
  INDENTED=1

EMPTY=
HASH=a#b
ONLY_COMMENT= # nothing
SINGLE='a $b \\n # c' # after
DOUBLE="a \\"b\\"\\n\\t\\\\ \\$x \\q"
TWO_LINES="first
second"
AFTER=yes\r
QUEUE=later
`;
  expect(parseEnvFile(text)).toEqual({
    values: {
      QUEUE: 'later',
      REGION: 'eu-1',
      INDENTED: '1',
      EMPTY: '',
      HASH: 'a#b',
      ONLY_COMMENT: '',
      SINGLE: 'a $b \\n # c',
      DOUBLE: 'a "b"\n\t\\ $x \\q',
      TWO_LINES: 'first\nsecond',
      AFTER: 'yes',
    },
    mistakes: [],
  });
});

test('every mistake has its line and column, and the rest is read', () => {
  const text = `  what is this
1A=x
A='never
B="ok
ok" left
C=1
D="never
`;
  expect(parseEnvFile(text)).toEqual({
    values: { B: 'ok\nok', C: '1' },
    mistakes: [
      { line: 1, column: 3, message: 'expected NAME=value' },
      { line: 2, column: 1, message: 'expected NAME=value' },
      { line: 3, column: 3, message: "the ' is never closed" },
      { line: 5, column: 4, message: 'there is something after the closing "' },
      { line: 7, column: 3, message: 'the " is never closed' },
    ],
  });
});

test('a single quote ends on its line, and a backslash before it is only a backslash', () => {
  expect(parseEnvFile("A='one\ntwo'\nB='back\\'\n")).toEqual({
    values: { B: 'back\\' },
    mistakes: [
      { line: 1, column: 3, message: "the ' is never closed" },
      { line: 2, column: 1, message: 'expected NAME=value' },
    ],
  });
});

test('any value survives double quotes', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, two) => {
      const quoted = (value: string) => `"${value.replace(/["\\$]/g, '\\$&').replaceAll('\r', '\\r')}"`;
      expect(parseEnvFile(`A=${quoted(one)}\nB=${quoted(two)} # c\nC=3`)).toEqual({
        values: { A: one, B: two, C: '3' },
        mistakes: [],
      });
    }),
  );
});
