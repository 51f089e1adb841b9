import type { Matcher } from '../samples.ts';
import type {
  Aggregation,
  AggregationOp,
  BinaryOp,
  Expr,
  Matching,
  NumberLiteral,
  Placed,
  VectorSelector,
} from './ast.ts';
import { metricName } from '../labels.ts';
import { compileMatcher } from '../matchers.ts';
import { messageOf } from '../../../shared/failure.ts';
import { checkTypes } from './check.ts';
import { parseDuration } from './duration.ts';
import { parseFailure, type QueryFailure, type Span } from './failure.ts';
import { refused, signatures } from './signatures.ts';
import { type Token, tokenize } from './tokens.ts';

const longestQuery = 100_000;
/** Far beyond what people write, far below what the stack holds. */
const deepestNesting = 200;
const unaryStrength = 5;
const powerStrength = 6;
const strengths: Record<BinaryOp, number> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '>': 3,
  '<': 3,
  '>=': 3,
  '<=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  atan2: 5,
  '^': powerStrength,
};
const withParam: ReadonlySet<AggregationOp> = new Set(['topk', 'bottomk', 'quantile', 'count_values']);
const labelName = /^[A-Za-z_]\w*$/;
/** Seconds; what Prometheus counts in 64 bits. */
const largestInstant = 2 ** 63 / 1000;

/**
 * Reads a PromQL query and checks its types; throws a QueryFailure `bad_data` at the first mistake, in Prometheus's words.
 *
 * Precedence climbing over the grammar of Prometheus 2.42 (`promql/parser/generated_parser.y`): modifiers bind tightest, then `^` (to the
 * right), signs together with `*`, then the rest to the left. What Prometheus 3 adds to the syntax (numbers as durations, durations as
 * numbers, quoted names) is understood as well.
 */
export function parseQuery(query: string): Expr {
  if (query.length > longestQuery) {
    throw parseFailure(query, { from: 0, to: 0 }, `the query is longer than ${longestQuery} characters`);
  }
  const parser = new Parser(query);
  const expr = parser.whole();
  checkTypes(query, expr);
  return expr;
}

/** A selector alone, as `match[]` takes it. */
export function parseSelector(query: string): Matcher[] {
  const expr = parseQuery(query);
  if (expr.type !== 'vector selector' || expr.offsetMs !== 0 || expr.at !== null) {
    throw parseFailure(query, { from: 0, to: 0 }, 'expected a series selector and nothing else');
  }
  return expr.matchers;
}

class Parser {
  readonly #query: string;
  readonly #tokens: Token[];
  #next = 0;
  #depth = 0;

  constructor(query: string) {
    this.#query = query;
    this.#tokens = tokenize(query);
  }

  whole(): Expr {
    if (this.#peek().kind === 'end') {
      throw this.#fail({ from: 0, to: 0 }, 'no expression found in input');
    }
    const expr = this.#binary(0);
    if (this.#peek().kind !== 'end') throw this.#unexpected();
    return expr;
  }

  /** An expression of operators that bind at least this tightly. */
  #binary(least: number): Expr {
    if (++this.#depth > deepestNesting) {
      throw this.#fail(this.#peek(), `nested deeper than ${deepestNesting}`);
    }
    let left = this.#unary();
    for (;;) {
      const token = this.#peek();
      const op = token.text as BinaryOp;
      const strength = token.kind === 'operator' ? strengths[op] : undefined;
      if (strength === undefined || strength < least) break;
      this.#take();
      const bool = this.#takeIf('keyword', 'bool') !== null;
      const matching = this.#matching();
      const right = this.#binary(op === '^' ? strength : strength + 1);
      const span = { from: left.from, to: right.to };
      left = { type: 'binary', op, left, right, at: token, bool, matching, ...span };
    }
    this.#depth--;
    return left;
  }

  #unary(): Expr {
    const sign = this.#peek();
    if (sign.kind !== 'operator' || (sign.text !== '-' && sign.text !== '+')) {
      return this.#modified(this.#primary());
    }
    this.#take();
    const expr = this.#binary(unaryStrength + 1);
    if (expr.type === 'number') {
      return { ...expr, value: sign.text === '-' ? -expr.value : expr.value, from: sign.from };
    }
    return { type: 'unary', op: sign.text, expr, from: sign.from, to: expr.to };
  }

  #primary(): Expr {
    const token = this.#take();
    switch (token.kind) {
      case 'number':
      case 'duration':
        return this.#number(token);
      case 'string':
        return { type: 'string', value: token.value ?? '', from: token.from, to: token.to };
      case 'punctuation':
        if (token.text === '(') {
          const expr = this.#binary(0);
          const { to } = this.#expect(')', '');
          return { type: 'paren', expr, from: token.from, to };
        }
        if (token.text === '{') return this.#selector(null, token);
        throw this.#unexpected('', '', token);
      case 'aggregator':
        return this.#startsAggregation() ? this.#aggregation(token) : this.#selector(token, token);
      case 'identifier':
        return this.#isNext('(') ? this.#call(token) : this.#selector(token, token);
      case 'keyword':
        // `start` and `end` are functions to newer versions; the others name metrics like any word.
        if (this.#isNext('(') && refused.has(token.text)) return this.#call(token);
        if (['by', 'offset', 'without', 'start', 'end'].includes(token.text)) {
          return this.#selector(token, token);
        }
        throw this.#unexpected('', '', token);
      case 'operator':
        if (['and', 'or', 'unless'].includes(token.text)) return this.#selector(token, token);
        throw this.#unexpected('', '', token);
      case 'metric identifier':
        return this.#selector(token, token);
      default:
        throw this.#unexpected('', '', token);
    }
  }

  /** What may follow an expression and binds tighter than any operator: a range, `offset`, `@`. */
  #modified(expr: Expr): Expr {
    let inner = expr;
    for (;;) {
      if (this.#isNext('[')) inner = this.#range(inner);
      else if (this.#takeIf('keyword', 'offset')) inner = this.#offset(inner);
      else if (this.#takeIf('punctuation', '@')) inner = this.#at(inner);
      else return inner;
    }
  }

  #range(expr: Expr): Expr {
    const open = this.#take();
    const rangeMs = this.#positiveDuration('subquery selector');
    if (this.#takeIf('punctuation', ':')) {
      const stepMs = this.#isNext(']')
        ? null
        : this.#positiveDuration('subquery selector', 'duration or "]"');
      const { to } = this.#expect(']', 'subquery selector', '"]"');
      return { type: 'subquery', expr, rangeMs, stepMs, offsetMs: 0, at: null, from: expr.from, to };
    }
    const next = this.#peek();
    if (next.kind === 'operator' && strengths[next.text as BinaryOp] >= 4) {
      throw this.#fail(next, 'calculated durations are not supported: they are experimental in Prometheus');
    }
    const { to } = this.#expect(']', 'subquery or range', '":" or "]"');
    const problem =
      expr.type !== 'vector selector'
        ? 'ranges only allowed for vector selectors'
        : expr.offsetMs !== 0
          ? 'no offset modifiers allowed before range'
          : expr.at !== null
            ? 'no @ modifiers allowed before range'
            : null;
    if (problem !== null || expr.type !== 'vector selector') {
      throw this.#fail({ from: open.from, to }, problem ?? '');
    }
    return { type: 'matrix selector', selector: expr, rangeMs, from: expr.from, to };
  }

  #offset(expr: Expr): Expr {
    const sign = this.#takeIf('operator', '-') ? -1 : 1;
    const offsetMs = sign * this.#positiveDuration('offset');
    return this.#place(expr, 'offset modifier', (placed) => {
      if (placed.offsetMs !== 0) throw this.#fail(expr, 'offset may not be set multiple times');
      return { ...placed, offsetMs };
    });
  }

  #at(expr: Expr): Expr {
    const edge = this.#takeIf('keyword', 'start') ?? this.#takeIf('keyword', 'end');
    let at: Placed['at'];
    if (edge) {
      this.#expect('(', '@', 'timestamp');
      this.#expect(')', '@', 'timestamp');
      at = edge.text as 'start' | 'end';
    } else {
      const sign = this.#takeIf('operator', '-') ?? this.#takeIf('operator', '+');
      const token = this.#take();
      if (token.kind !== 'number') throw this.#unexpected('@', 'timestamp', token);
      const seconds = this.#number(token).value * (sign?.text === '-' ? -1 : 1);
      if (!(Math.abs(seconds) < largestInstant)) {
        throw this.#fail(expr, `timestamp out of bounds for @ modifier: ${goFixed(seconds)}`);
      }
      at = Math.round(seconds * 1000);
    }
    return this.#place(expr, '@ modifier', (placed) => {
      if (placed.at !== null) throw this.#fail(expr, '@ <timestamp> may not be set multiple times');
      return { ...placed, at };
    });
  }

  #place(expr: Expr, what: string, change: (placed: Placed) => Placed): Expr {
    const to = this.#before().to;
    switch (expr.type) {
      case 'vector selector':
      case 'subquery':
        return { ...expr, ...change({ offsetMs: expr.offsetMs, at: expr.at }), to };
      case 'matrix selector': {
        const { selector } = expr;
        const placed = change({ offsetMs: selector.offsetMs, at: selector.at });
        return { ...expr, selector: { ...selector, ...placed }, to };
      }
      default:
        throw this.#fail(
          expr,
          `${what} must be preceded by an instant vector selector or range vector selector or a subquery`,
        );
    }
  }

  #matching(): Matching {
    const on = this.#takeIf('keyword', 'on');
    if (!on && !this.#takeIf('keyword', 'ignoring')) {
      return { on: false, labels: [], many: null, include: [] };
    }
    const labels = this.#labelList();
    const left = this.#takeIf('keyword', 'group_left');
    const right = left ? null : this.#takeIf('keyword', 'group_right');
    const many = left ? 'left' : right ? 'right' : null;
    const include = many !== null && this.#isNext('(') ? this.#labelList() : [];
    const fill = this.#peek();
    if (/^fill(_left|_right)?$/.test(fill.text) && this.#tokens[this.#next + 1]?.text === '(') {
      throw this.#fail(fill, `the modifier ${fill.text} is not supported: it is experimental in Prometheus`);
    }
    return { on: on !== null, labels, many, include };
  }

  #labelList(): string[] {
    this.#expect('(', 'grouping opts', '"("');
    const labels: string[] = [];
    while (!this.#isNext(')')) {
      const token = this.#take();
      const isWord = ['identifier', 'aggregator', 'keyword', 'operator', 'number'].includes(token.kind);
      if (token.kind !== 'string' && !(isWord && labelName.test(token.text))) {
        throw this.#unexpected('grouping opts', 'label', token);
      }
      // Words with a meaning were made small; a label's name stays as it is written.
      labels.push(token.value ?? this.#query.slice(token.from, token.to));
      if (!this.#takeIf('punctuation', ',') && !this.#isNext(')')) {
        throw this.#unexpected('grouping opts', '"," or ")"');
      }
    }
    this.#take();
    return labels;
  }

  #startsAggregation(): boolean {
    const { kind, text } = this.#peek();
    return text === '(' || (kind === 'keyword' && (text === 'by' || text === 'without'));
  }

  #aggregation(token: Token): Aggregation {
    const before = this.#grouping();
    if (!this.#isNext('(')) throw this.#unexpected('aggregation');
    const args = this.#args();
    const { grouping, without } = before ?? this.#grouping() ?? { grouping: [], without: false };
    const op = token.text as AggregationOp;
    const span = { from: token.from, to: this.#before().to };
    const wanted = withParam.has(op) ? 2 : 1;
    if (args.length === 0) throw this.#fail(span, 'no arguments for aggregate expression provided');
    if (args.length !== wanted) {
      throw this.#fail(
        span,
        `wrong number of arguments for aggregate expression provided, expected ${wanted}, got ${args.length}`,
      );
    }
    const expr = args[wanted - 1] as Expr;
    const param = wanted === 2 ? (args[0] as Expr) : null;
    return { type: 'aggregation', op, expr, param, grouping, without, ...span };
  }

  #grouping(): { grouping: string[]; without: boolean } | null {
    const word = this.#takeIf('keyword', 'by') ?? this.#takeIf('keyword', 'without');
    return word && { grouping: this.#labelList(), without: word.text === 'without' };
  }

  #call(token: Token): Expr {
    const name = this.#query.slice(token.from, token.to);
    const reason = refused.get(name);
    if (reason !== undefined) throw this.#fail(token, `the function ${name} is not supported: ${reason}`);
    if (name === 'limitk' || name === 'limit_ratio') {
      throw this.#fail(token, `the operator ${name} is not supported: it is experimental in Prometheus`);
    }
    if (!signatures.has(name)) throw this.#fail(token, `unknown function with name ${JSON.stringify(name)}`);
    const args = this.#args();
    return { type: 'call', name, args, from: token.from, to: this.#before().to };
  }

  #args(): Expr[] {
    this.#expect('(', '');
    const args: Expr[] = [];
    if (this.#takeIf('punctuation', ')')) return args;
    for (;;) {
      args.push(this.#binary(0));
      if (this.#takeIf('punctuation', ')')) return args;
      const comma = this.#takeIf('punctuation', ',');
      if (!comma) throw this.#unexpected();
      if (this.#isNext(')')) throw this.#fail(comma, 'trailing commas not allowed in function call args');
    }
  }

  /** `name` is the token before the braces, if there is one. */
  #selector(name: Token | null, first: Token): VectorSelector {
    const matchers: Matcher[] = [];
    let metric = name && this.#query.slice(name.from, name.to);
    if (name === null || this.#takeIf('punctuation', '{')) {
      const quoted = this.#matchers(matchers);
      if (quoted !== null && metric !== null) {
        throw this.#fail(
          { from: first.from, to: this.#before().to },
          `metric name must not be set twice: ${JSON.stringify(metric)} or ${JSON.stringify(quoted)}`,
        );
      }
      metric ??= quoted;
    }
    if (metric !== null) matchers.push({ name: metricName, op: '=', value: metric });
    const span = { from: first.from, to: this.#before().to };
    return { type: 'vector selector', name: metric, matchers, offsetMs: 0, at: null, ...span };
  }

  /** Up to the closing brace; answers a metric's name that stood there in quotes. */
  #matchers(into: Matcher[]): string | null {
    let quoted: string | null = null;
    while (!this.#takeIf('punctuation', '}')) {
      const token = this.#take();
      if (token.kind !== 'identifier' && token.kind !== 'string') {
        throw this.#unexpected('label matching', 'identifier or "}"', token);
      }
      const name = token.value ?? token.text;
      if (token.kind === 'string' && (this.#isNext(',') || this.#isNext('}'))) quoted = name;
      else into.push(this.#matcher(name, token));
      if (!this.#takeIf('punctuation', ',') && !this.#isNext('}')) {
        throw this.#unexpected('label matching', '"," or "}"');
      }
    }
    return quoted;
  }

  #matcher(name: string, at: Span): Matcher {
    const op = this.#take();
    if (op.kind !== 'operator') throw this.#unexpected('label matching', 'label matching operator', op);
    const value = this.#take();
    if (value.kind !== 'string') throw this.#unexpected('label matching', 'string', value);
    const matcher: Matcher = { name, op: op.text as Matcher['op'], value: value.value ?? '' };
    try {
      compileMatcher(matcher);
    } catch (error) {
      throw this.#fail(at, messageOf(error));
    }
    return matcher;
  }

  #number(token: Token): NumberLiteral {
    const { text, kind, from, to } = token;
    if (kind === 'duration') return { type: 'number', value: this.#duration(token) / 1000, from, to };
    if (text === 'inf') return { type: 'number', value: Number.POSITIVE_INFINITY, from, to };
    if (text === 'nan') return { type: 'number', value: Number.NaN, from, to };
    const value = /^0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number(text);
    if (Number.isNaN(value)) {
      throw this.#fail(
        token,
        `error parsing number: strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`,
      );
    }
    return { type: 'number', value, from, to };
  }

  #positiveDuration(context: string, expected = 'duration'): number {
    const token = this.#take();
    if (token.kind !== 'duration' && token.kind !== 'number')
      throw this.#unexpected(context, expected, token);
    const ms =
      token.kind === 'duration' ? this.#duration(token) : Math.round(this.#number(token).value * 1000);
    if (!(ms > 0)) throw this.#fail(token, 'duration must be greater than 0');
    if (!Number.isFinite(ms)) throw this.#fail(token, 'duration out of range');
    return ms;
  }

  #duration(token: Token): number {
    const ms = parseDuration(token.text);
    if (ms === null) throw this.#fail(token, `not a valid duration string: ${JSON.stringify(token.text)}`);
    return ms;
  }

  #peek(): Token {
    return this.#tokens[this.#next] as Token;
  }

  #before(): Token {
    return this.#tokens[this.#next - 1] as Token;
  }

  /** The last token, the end or an error, is never passed. */
  #take(): Token {
    const token = this.#peek();
    if (token.kind === 'error') throw this.#fail(token, token.text);
    if (token.kind !== 'end') this.#next++;
    return token;
  }

  #isNext(text: string): boolean {
    const token = this.#peek();
    return token.kind === 'punctuation' && token.text === text;
  }

  #takeIf(kind: Token['kind'], text: string): Token | null {
    const token = this.#peek();
    return token.kind === kind && token.text === text ? this.#take() : null;
  }

  #expect(text: string, context: string, expected = ''): Token {
    if (!this.#isNext(text)) throw this.#unexpected(context, expected);
    return this.#take();
  }

  #unexpected(context = '', expected = '', token = this.#peek()): QueryFailure {
    if (token.kind === 'error') return this.#fail(token, token.text);
    const inside = context === '' ? '' : ` in ${context}`;
    const instead = expected === '' ? '' : `, expected ${expected}`;
    return this.#fail(token, `unexpected ${describe(token)}${inside}${instead}`);
  }

  #fail(span: Span, message: string): QueryFailure {
    return parseFailure(this.#query, span, message);
  }
}

/** As Prometheus calls a token that it did not expect. */
function describe({ kind, text }: Token): string {
  const short = text.length > 10 ? `${JSON.stringify(text.slice(0, 10))}...` : JSON.stringify(text);
  switch (kind) {
    case 'end':
      return 'end of input';
    case 'identifier':
    case 'metric identifier':
      return `${kind} ${JSON.stringify(text)}`;
    case 'operator':
      return text === '=' || text === '=~' || text === '!~' ? short : `<op:${text}>`;
    case 'aggregator':
      return `<aggr:${text}>`;
    case 'keyword':
      return `<${text}>`;
    case 'punctuation':
      return short;
    default:
      return `${kind} ${short}`;
  }
}

/** Go's `%f`. */
function goFixed(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? value.toFixed(6) : value > 0 ? '+Inf' : '-Inf';
}
