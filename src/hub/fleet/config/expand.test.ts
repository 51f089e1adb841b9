import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { expand } from './expand.ts';

const env = { QUEUE: 'mail', EMPTY: '' };

test.each([
  ['${QUEUE}', 'mail'],
  ['a-${QUEUE}-${QUEUE}', 'a-mail-mail'],
  ['${NOPE:-fallback}', 'fallback'],
  ['${NOPE:-}', ''],
  ['${EMPTY}', ''],
  ['${EMPTY:-fallback}', 'fallback'],
  ['${QUEUE:-fallback}', 'mail'],
  ['$QUEUE and $(date) and 5$', '$QUEUE and $(date) and 5$'],
  ['$${QUEUE} $$$${QUEUE}', '${QUEUE} $${QUEUE}'],
  ['$$${QUEUE}', '$mail'],
])('expands %s to %j', (text, expected) => {
  expect(expand(text, env)).toEqual({ text: expected, problems: [] });
});

test('a variable that is not set is a problem that names it', () => {
  expect(expand('x ${NOPE} ${NOPE2}', env).problems).toEqual([
    'the environment has no NOPE; set it, or write ${NOPE:-default}',
    'the environment has no NOPE2; set it, or write ${NOPE2:-default}',
  ]);
});

test('names of objects in general are not taken for variables', () => {
  expect(expand('${constructor:-none}', env).text).toBe('none');
});

test.each(['${', '${}', '${a b}', '${QUEUE%x}', '${QUEUE:?no}', '${1}', 'x ${QUEUE'])(
  'refuses %s',
  (text) => {
    expect(expand(text, env).problems).toEqual([expect.stringContaining('cannot expand ${')]);
  },
);

test('text with every $ doubled comes back as it was', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(expand(text.replaceAll('$', '$$$$'), {})).toEqual({ text, problems: [] });
    }),
  );
});

test('what a variable holds is never expanded again', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      expect(expand('<${A}>', { A: value })).toEqual({ text: `<${value}>`, problems: [] });
    }),
  );
});
