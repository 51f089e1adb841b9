import { describe, expect, it } from 'vitest';
import { groupsFrom } from './testing/queries.ts';
import { QueryFailure } from './failure.ts';
import { formatQuery } from './format-query.ts';
import { parseQuery, parseSelector } from './parse.ts';
import { signatures } from './signatures.ts';

/** With brackets around each operation, so that it shows what binds to what. */
function bracketed(query: string): string {
  const show = (expr: ReturnType<typeof parseQuery>): string => {
    switch (expr.type) {
      case 'binary':
        return `(${show(expr.left)} ${expr.op} ${show(expr.right)})`;
      case 'unary':
        return `(${expr.op}${show(expr.expr)})`;
      case 'paren':
        return show(expr.expr);
      default:
        return formatQuery(expr);
    }
  };
  return show(parseQuery(query));
}

function mistake(query: string): string {
  try {
    parseQuery(query);
  } catch (error) {
    if (error instanceof QueryFailure && error.kind === 'bad_data') return error.message;
    throw error;
  }
  return 'none';
}

describe('operators', () => {
  it.each([
    ['1 + 2 * 3', '(1 + (2 * 3))'],
    ['1 - 2 - 3', '((1 - 2) - 3)'],
    ['2 ^ 3 ^ 2', '(2 ^ (3 ^ 2))'],
    ['-2 ^ 2', '(-(2 ^ 2))'],
    ['2 ^ -1', '(2 ^ -1)'],
    ['a ^ -b ^ c', '(a ^ (-(b ^ c)))'],
    ['-a * b', '((-a) * b)'],
    ['-1 * a', '(-1 * a)'],
    ['- - 1', '1'],
    ['a * b % c atan2 d', '(((a * b) % c) atan2 d)'],
    ['a == bool b > c', '((a == b) > c)'],
    ['a or b and c unless d', '(a or ((b and c) unless d))'],
    ['a + b == c - d', '((a + b) == (c - d))'],
    ['(a + b) * c', '((a + b) * c)'],
    ['a + b offset 5m * c', '(a + (b offset 5m * c))'],
    ['-a offset 5m', '(-a offset 5m)'],
    ['a ^ b @ 10 offset 1m', '(a ^ b @ 10 offset 1m)'],
    ['1 AND_x', 'none'],
  ])('of %s bind as %s', (query, expected) => {
    if (expected === 'none') expect(mistake(query)).toContain('unexpected identifier');
    else expect(bracketed(query)).toBe(expected);
  });

  it('know how vectors are matched', () => {
    expect(parseQuery('a / on (x, y) group_left (z) b')).toMatchObject({
      matching: { on: true, labels: ['x', 'y'], many: 'left', include: ['z'] },
    });
    expect(parseQuery('a == bool ignoring (x) group_right b')).toMatchObject({
      bool: true,
      matching: { on: false, labels: ['x'], many: 'right', include: [] },
    });
  });
});

describe('a selector', () => {
  it('has a name, matchers, and where it is placed', () => {
    expect(parseQuery('up{job="a", b!=\'c\',d=~`e\\d`, f!~"g",} @ end() offset -1h30m')).toMatchObject({
      type: 'vector selector',
      name: 'up',
      matchers: [
        { name: 'job', op: '=', value: 'a' },
        { name: 'b', op: '!=', value: 'c' },
        { name: 'd', op: '=~', value: 'e\\d' },
        { name: 'f', op: '!~', value: 'g' },
        { name: '__name__', op: '=', value: 'up' },
      ],
      at: 'end',
      offsetMs: -5_400_000,
      from: 0,
    });
  });

  it('may bear the names of operators and aggregations', () => {
    for (const name of ['sum', 'and', 'by', 'offset', 'start', 'end', 'a:b', 'bottomk']) {
      expect(parseQuery(`${name} + 1`)).toMatchObject({ left: { type: 'vector selector', name } });
    }
    expect(parseQuery('sum by (sum, on, By) (x)')).toMatchObject({ grouping: ['sum', 'on', 'By'] });
  });

  it('may have its names in quotes', () => {
    expect(parseQuery('{"my.metric", "a-b"="c"}')).toMatchObject({
      name: 'my.metric',
      matchers: [
        { name: 'a-b', op: '=', value: 'c' },
        { name: '__name__', op: '=', value: 'my.metric' },
      ],
    });
    expect(formatQuery(parseQuery('{"my.metric"}'))).toBe('{__name__="my.metric"}');
  });

  it('can be asked for alone', () => {
    expect(parseSelector('up{a="b"}')).toHaveLength(2);
    expect(() => parseSelector('up offset 1m')).toThrow('a series selector');
    expect(() => parseSelector('sum(up)')).toThrow('a series selector');
  });
});

describe('numbers, durations and strings', () => {
  it.each([
    ['0x1F', 31],
    ['017', 15],
    ['019', 19],
    ['.5', 0.5],
    ['5.', 5],
    ['1e-3', 0.001],
    ['+Inf', Number.POSITIVE_INFINITY],
    ['-inf', Number.NEGATIVE_INFINITY],
    ['NaN', Number.NaN],
    ['1h', 3600],
  ])('%s is %d', (query, value) => expect(parseQuery(query)).toMatchObject({ type: 'number', value }));

  it('durations have units or are seconds', () => {
    expect(parseQuery('up[1w2d3h4m5s6ms]')).toMatchObject({ rangeMs: 788_645_006 });
    expect(parseQuery('up[90]')).toMatchObject({ rangeMs: 90_000 });
    expect(parseQuery('up[ 5m : ]')).toMatchObject({ rangeMs: 300_000, stepMs: null });
    expect(parseQuery('up[1h:1m] offset 1d')).toMatchObject({ stepMs: 60_000, offsetMs: 86_400_000 });
  });

  it.each([
    ['"a\\n\\t\\x41\\101\\u00e9\\U0001F600\\\\\\""', 'a\n\tAAé😀\\"'],
    ["'it\\'s \"it\"'", 'it\'s "it"'],
    ['`a\\n"\'`', 'a\\n"\''],
    ['"\\xc3\\xa9"', 'é'],
    ['""', ''],
    ['"日本"', '日本'],
  ])('the string %s is read by rules of Go', (query, value) => {
    expect(parseQuery(query)).toMatchObject({ type: 'string', value });
  });
});

describe('a mistake', () => {
  it.each([
    ['', '1:1: parse error: no expression found in input'],
    ['  # nothing', '1:1: parse error: no expression found in input'],
    ['up +\n  rate(', '2:8: parse error: unclosed left parenthesis'],
    ['up up', '1:4: parse error: unexpected identifier "up"'],
    ['1 + +', '1:6: parse error: unexpected end of input'],
    ['up)', "1:3: parse error: unexpected right parenthesis ')'"],
    ['up]', "1:3: parse error: unexpected right bracket ']'"],
    ['up[5m[', "1:6: parse error: unexpected left bracket '['"],
    ['up[5m', '1:6: parse error: unclosed left bracket'],
    ['up{', '1:4: parse error: unexpected end of input inside braces'],
    ['up{a="b"{', "1:9: parse error: unexpected left brace '{'"],
    ['up{a?}', "1:5: parse error: unexpected character inside braces: '?'"],
    ['up{a}', '1:5: parse error: unexpected "}" in label matching, expected label matching operator'],
    ['up{a=b}', '1:6: parse error: unexpected identifier "b" in label matching, expected string'],
    ['up{="b"}', '1:4: parse error: unexpected "=" in label matching, expected identifier or "}"'],
    [
      'up{a="b" c="d"}',
      '1:10: parse error: unexpected identifier "c" in label matching, expected "," or "}"',
    ],
    ['up{a=~"("}', '1:4: parse error: error parsing regexp: missing closing ): `^(?:()$`'],
    ['up{__name__="x"}', '1:1: parse error: metric name must not be set twice: "up" or "x"'],
    ['up{"x"}', '1:1: parse error: metric name must not be set twice: "up" or "x"'],
    ['{}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
    ['{a=""}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
    ['up =~ 1', "1:4: parse error: unexpected character after '=': '~'"],
    ['up = 1', '1:4: parse error: unexpected "="'],
    ['up ! 1', "1:5: parse error: unexpected character after '!': ' '"],
    ['up !', "1:5: parse error: unexpected character after '!': end of input"],
    ['$x', "1:1: parse error: unexpected character: '$'"],
    ['é', "1:1: parse error: unexpected character: 'é'"],
    ['a .', "1:3: parse error: unexpected character: '.'"],
    ['"a', '1:1: parse error: unterminated quoted string'],
    ['`a', '1:1: parse error: unterminated raw string'],
    ['"\\q"', "1:1: parse error: unknown escape sequence 'q'"],
    ['"\\', '1:1: parse error: escape sequence not terminated'],
    ['"\\ud800"', '1:1: parse error: escape sequence is an invalid Unicode code point'],
    ['"\\777"', '1:1: parse error: escape sequence is an invalid Unicode code point'],
    ['1e', '1:1: parse error: error parsing number: strconv.ParseFloat: parsing "1e": invalid syntax'],
    ['12x', '1:1: parse error: bad number or duration syntax: "12x"'],
    ['up[5x]', '1:4: parse error: bad duration syntax: "5x"'],
    ['up[5m6h]', '1:4: parse error: not a valid duration string: "5m6h"'],
    ['up[0s]', '1:4: parse error: duration must be greater than 0'],
    ['up[Inf]', '1:4: parse error: duration out of range'],
    ['up[a]', '1:4: parse error: unexpected identifier "a" in subquery selector, expected duration'],
    [
      'up[5m:a]',
      '1:7: parse error: unexpected identifier "a" in subquery selector, expected duration or "]"',
    ],
    ['up[5m 1m]', '1:7: parse error: unexpected duration "1m" in subquery or range, expected ":" or "]"'],
    [
      'up[5m*2]',
      '1:6: parse error: calculated durations are not supported: they are experimental in Prometheus',
    ],
    ['(up)[5m]', '1:5: parse error: ranges only allowed for vector selectors'],
    ['up offset 1m[5m]', '1:13: parse error: no offset modifiers allowed before range'],
    ['up @ 1 [5m]', '1:8: parse error: no @ modifiers allowed before range'],
    ['up offset', '1:10: parse error: unexpected end of input in offset, expected duration'],
    [
      'sum(up) offset 1m',
      '1:1: parse error: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery',
    ],
    ['up offset 1m offset 1m', '1:1: parse error: offset may not be set multiple times'],
    [
      '1 @ 1',
      '1:1: parse error: @ modifier must be preceded by an instant vector selector or range vector selector or a subquery',
    ],
    ['up @ 1 @ 1', '1:1: parse error: @ <timestamp> may not be set multiple times'],
    ['up @ x', '1:6: parse error: unexpected identifier "x" in @, expected timestamp'],
    ['up @ start', '1:11: parse error: unexpected end of input in @, expected timestamp'],
    ['up @ -Inf', '1:1: parse error: timestamp out of bounds for @ modifier: -Inf'],
    ['up @ NaN', '1:1: parse error: timestamp out of bounds for @ modifier: NaN'],
    ['up @ 1e20', '1:1: parse error: timestamp out of bounds for @ modifier: 100000000000000000000.000000'],
    ['on', '1:1: parse error: unexpected <on>'],
    ['atan2', '1:1: parse error: unexpected <op:atan2>'],
    ['a + on b', '1:8: parse error: unexpected identifier "b" in grouping opts, expected "("'],
    ['a + on ("é", 1x) b', '1:15: parse error: bad number or duration syntax: "1x"'],
    ['a + on (x y) b', '1:11: parse error: unexpected identifier "y" in grouping opts, expected "," or ")"'],
    ['a + on (+) b', '1:9: parse error: unexpected <op:+> in grouping opts, expected label'],
    ['sum by (a) up', '1:12: parse error: unexpected identifier "up" in aggregation'],
    ['sum()', '1:1: parse error: no arguments for aggregate expression provided'],
    [
      'topk(up)',
      '1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1',
    ],
    ['sum(up,)', '1:7: parse error: trailing commas not allowed in function call args'],
    ['sum(up up)', '1:8: parse error: unexpected identifier "up"'],
    ['nosuch(up)', '1:1: parse error: unknown function with name "nosuch"'],
    ['a_name_that_is_long b_name', '1:21: parse error: unexpected identifier "b_name"'],
    ['up 12345678901234', '1:4: parse error: unexpected number "1234567890"...'],
    ['up sum', '1:4: parse error: unexpected <aggr:sum>'],
    ['up{a="b"} {', '1:11: parse error: unexpected "{"'],
    ['up {} {}', '1:7: parse error: unexpected "{"'],
  ])('in %j is told where it stands', (query, expected) => expect(mistake(query)).toBe(expected));

  it.each([
    [
      'rate(up)',
      '1:6: parse error: expected type range vector in call to function "rate", got instant vector',
    ],
    ['abs(1)', '1:5: parse error: expected type instant vector in call to function "abs", got scalar'],
    ['abs()', '1:1: parse error: expected 1 argument(s) in call to "abs", got 0'],
    ['round(up, 1, 2)', '1:1: parse error: expected at most 2 argument(s) in call to "round", got 3'],
    ['round()', '1:1: parse error: expected at least 1 argument(s) in call to "round", got 0'],
    [
      'label_join(up, "a")',
      '1:1: parse error: expected at least 3 argument(s) in call to "label_join", got 2',
    ],
    [
      'label_join(up, "a", "", 1)',
      '1:25: parse error: expected type string in call to function "label_join", got scalar',
    ],
    [
      'sum(up[1m])',
      '1:5: parse error: expected type instant vector in aggregation expression, got range vector',
    ],
    ['topk("a", up)', '1:6: parse error: expected type scalar in aggregation parameter, got string'],
    ['count_values(1, up)', '1:14: parse error: expected type string in aggregation parameter, got scalar'],
    ['1 == 1', '1:3: parse error: comparisons between scalars must use BOOL modifier'],
    ['up + bool up', '1:4: parse error: bool modifier can only be used on comparison operators'],
    [
      'up + on (a) group_left (a) up',
      '1:4: parse error: label "a" must not occur in ON and GROUP clause at once',
    ],
    ['up + on (a) 1', '1:1: parse error: vector matching only allowed between instant vectors'],
    ['up and on (a) group_left up', '1:1: parse error: no grouping allowed for "and" operation'],
    ['up or 1', '1:1: parse error: set operator "or" not allowed in binary scalar expression'],
    ['up[1m] + 1', '1:1: parse error: binary expression must contain only scalar and instant vector types'],
    ['1 + "a"', '1:5: parse error: binary expression must contain only scalar and instant vector types'],
    [
      '-up[1m]',
      '1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got "range vector"',
    ],
    [
      '-"a"',
      '1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got "string"',
    ],
    ['up[1m:][1m:]', '1:1: parse error: subquery is only allowed on instant vector, got matrix instead'],
    ['time()[1m:]', '1:1: parse error: subquery is only allowed on instant vector, got scalar instead'],
    [
      '(rate(up))',
      '1:7: parse error: expected type range vector in call to function "rate", got instant vector',
    ],
  ])('of types in %j is told in the words of Prometheus', (query, expected) => {
    expect(mistake(query)).toBe(expected);
  });

  it.each([
    [
      'histogram_count(up)',
      'the function histogram_count is not supported: native histograms are not kept here',
    ],
    [
      'mad_over_time(up[1m])',
      'the function mad_over_time is not supported: it is experimental in Prometheus',
    ],
    ['step()', 'the function step is not supported: it is experimental in Prometheus'],
    ['end() - start()', 'the function end is not supported: it is experimental in Prometheus'],
    ['limitk(1, up)', 'the operator limitk is not supported: it is experimental in Prometheus'],
    ['a + on (x) fill(0) b', 'the modifier fill is not supported: it is experimental in Prometheus'],
  ])('that is only a wish for more than there is, %j, is refused by name', (query, expected) => {
    expect(mistake(query)).toContain(expected);
  });

  it('is to be without end', () => {
    expect(mistake(`${'('.repeat(300)}1${')'.repeat(300)}`)).toContain('nested deeper than 200');
    expect(mistake(`${'-'.repeat(10_000)}1`)).toContain('nested deeper than 200');
    expect(mistake(`up${' '.repeat(100_000)}`)).toContain('longer than 100000 characters');
  });
});

describe('a query', () => {
  const queries = groupsFrom(0)
    .filter(({ name }) => name !== 'mistakes')
    .flatMap((group) => group.queries);

  it('written out anew means the same', () => {
    for (const query of queries) {
      const text = formatQuery(parseQuery(query));
      expect(formatQuery(parseQuery(text))).toBe(text);
    }
  });

  it('is compared with Prometheus for every function there is', () => {
    const missing = [...signatures.keys()].filter(
      (name) =>
        name !== 'double_exponential_smoothing' && !queries.some((query) => query.includes(`${name}(`)),
    );
    expect(missing).toEqual([]);
  });
});
