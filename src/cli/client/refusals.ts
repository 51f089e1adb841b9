/** Nobody answers at the hub's address. */
export class Unreachable extends Error {}

/** The hub answered with a problem (RFC 9457). */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly { path: string; message: string }[];

  constructor(
    status: number,
    problem: { code?: unknown; title?: unknown; detail?: unknown; errors?: unknown },
  ) {
    const text = [problem.detail, problem.title].find((one) => typeof one === 'string' && one !== '');
    super(typeof text === 'string' ? text : `The hub answered with status ${status}.`);
    this.status = status;
    this.code = typeof problem.code === 'string' ? problem.code : 'unknown';
    this.errors = Array.isArray(problem.errors) ? problem.errors.filter(isMistake) : [];
  }
}

function isMistake(value: unknown): value is { path: string; message: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'path' in value &&
    'message' in value &&
    typeof value.message === 'string'
  );
}
