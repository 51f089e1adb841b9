import type { ArithmeticOp, ComparisonOp } from './ast.ts';

export const arithmetic: Record<ArithmeticOp, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': power,
  atan2: Math.atan2,
};

export const comparisons: Record<ComparisonOp, (a: number, b: number) => boolean> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
};

/** The comparison with its sides exchanged. */
export const turned: Record<ComparisonOp, ComparisonOp> = {
  '==': '==',
  '!=': '!=',
  '>': '<',
  '<': '>',
  '>=': '<=',
  '<=': '>=',
};

/** As C and Go have it: 1 to any power is 1, and so is -1 to an infinite one; JavaScript says NaN. */
function power(base: number, exponent: number): number {
  if (base === 1) return 1;
  return base === -1 && Math.abs(exponent) === Number.POSITIVE_INFINITY ? 1 : base ** exponent;
}

/** Go's `math.Max`: an infinite one wins even over NaN. */
export function larger(a: number, b: number): number {
  return a === Number.POSITIVE_INFINITY || b === Number.POSITIVE_INFINITY
    ? Number.POSITIVE_INFINITY
    : Math.max(a, b);
}

export function smaller(a: number, b: number): number {
  return a === Number.NEGATIVE_INFINITY || b === Number.NEGATIVE_INFINITY
    ? Number.NEGATIVE_INFINITY
    : Math.min(a, b);
}

/** Functions of one number. */
export const numberFunctions: ReadonlyMap<string, (value: number) => number> = new Map([
  ['abs', Math.abs],
  ['acos', Math.acos],
  ['acosh', Math.acosh],
  ['asin', Math.asin],
  ['asinh', Math.asinh],
  ['atan', Math.atan],
  ['atanh', Math.atanh],
  ['ceil', Math.ceil],
  ['cos', Math.cos],
  ['cosh', Math.cosh],
  ['deg', (value) => (value * 180) / Math.PI],
  ['exp', Math.exp],
  ['floor', Math.floor],
  ['ln', Math.log],
  ['log10', Math.log10],
  ['log2', Math.log2],
  ['rad', (value) => (value * Math.PI) / 180],
  ['sgn', (value) => (value > 0 ? 1 : value < 0 ? -1 : value)],
  ['sin', Math.sin],
  ['sinh', Math.sinh],
  ['sqrt', Math.sqrt],
  ['tan', Math.tan],
  ['tanh', Math.tanh],
]);

/** Functions of an instant in UTC, given in seconds since the epoch. */
export const dateFunctions: ReadonlyMap<string, (seconds: number) => number> = new Map([
  [
    'days_in_month',
    ofDate((date) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()),
  ],
  ['day_of_month', ofDate((date) => date.getUTCDate())],
  ['day_of_week', ofDate((date) => date.getUTCDay())],
  [
    'day_of_year',
    ofDate((date) => (startOfDay(date) - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000 + 1),
  ],
  ['hour', ofDate((date) => date.getUTCHours())],
  ['minute', ofDate((date) => date.getUTCMinutes())],
  ['month', ofDate((date) => date.getUTCMonth() + 1)],
  ['year', ofDate((date) => date.getUTCFullYear())],
]);

function ofDate(read: (date: Date) => number): (seconds: number) => number {
  return (seconds) => read(new Date(Math.trunc(seconds) * 1000));
}

function startOfDay(date: Date): number {
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
}
