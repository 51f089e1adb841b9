/** One table of what can go wrong: each code has an HTTP status and a title. The docs are tested against it. */
export const failures = {
  bad_request: { status: 400, title: 'The request is not valid' },
  bad_cursor: { status: 400, title: 'The cursor is not one this list gave out' },
  unauthorized: { status: 401, title: 'A valid token or session is needed' },
  forbidden: { status: 403, title: 'Your role does not allow this' },
  csrf: { status: 403, title: 'The request did not come from the page' },
  not_found: { status: 404, title: 'There is no such thing' },
  worker_not_found: { status: 404, title: 'There is no such worker' },
  method_not_allowed: { status: 405, title: 'This method is not allowed here' },
  conflict: { status: 409, title: 'This contradicts the current state' },
  not_startable: { status: 409, title: 'Yagura does not run this worker itself' },
  too_large: { status: 413, title: 'The request is too large' },
  unsupported_media_type: { status: 415, title: 'This content type is not understood' },
  config_invalid: { status: 422, title: 'The configuration is not valid' },
  too_much: { status: 422, title: 'The question would touch too much' },
  wrong_host: { status: 421, title: 'This server does not answer to that name' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong inside Yagura' },
  busy: { status: 503, title: 'Yagura has too much to do right now' },
  history_away: { status: 503, title: 'The store for history does not answer' },
  agent_away: { status: 503, title: 'The agent of this machine is not connected' },
  storage_unavailable: { status: 503, title: 'The database cannot be written' },
  agent_timeout: { status: 504, title: 'The agent did not answer in time' },
} as const satisfies Record<string, { status: number; title: string }>;

export type FailureCode = keyof typeof failures;

/** An expected failure that callers are told about. Anything else thrown is a bug and is answered as `internal`. */
export class Failure extends Error {
  readonly code: FailureCode;
  /** For bad input: where it is and what is wrong with it. */
  readonly errors: readonly { path: string; message: string }[];

  constructor(
    code: FailureCode,
    detail: string,
    options: { cause?: unknown; errors?: readonly { path: string; message: string }[] } = {},
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Failure';
    this.code = code;
    this.errors = options.errors ?? [];
  }

  get status(): number {
    return failures[this.code].status;
  }
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The `code` of a system error such as ENOENT, if it has one. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
