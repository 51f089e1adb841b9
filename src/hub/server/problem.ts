import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Failure, type FailureCode, failures } from '../../shared/failure.ts';

/** What Fastify and its plugins call things, in our words. */
const codesByStatus: Record<number, FailureCode> = {
  400: 'bad_request',
  401: 'unauthorized',
  // Roles are ours alone to refuse; a plugin means a path that leads out of the page's files, which is no place at all.
  403: 'not_found',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'too_large',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
};

/** The failure that the caller is told; anything unexpected becomes `internal`, without its details. */
export function failureOf(error: FastifyError | Error): Failure {
  if (error instanceof Failure) return error;
  const status = 'statusCode' in error ? error.statusCode : undefined;
  const code = status === undefined ? undefined : codesByStatus[status];
  return code
    ? new Failure(code, status === 403 ? 'nothing is there' : error.message, { cause: error })
    : new Failure('internal', 'the details are in the log of the hub', { cause: error });
}

export function sendProblem(reply: FastifyReply, failure: Failure): FastifyReply {
  const { status, title } = failures[failure.code];
  return reply
    .code(status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send({
      type: `urn:yagura:failure:${failure.code}`,
      code: failure.code,
      title,
      status,
      detail: failure.message,
      ...(failure.errors.length > 0 ? { errors: failure.errors } : {}),
    });
}

/** Which methods a path does have, so that a wrong one is answered with 405 and not with 404. */
export class MethodTable {
  readonly #routes = new Map<string, { pattern: RegExp; methods: Set<string> }>();

  add(url: string, methods: readonly string[]): void {
    if (url.includes('*')) return;
    const known = this.#routes.get(url) ?? {
      pattern: new RegExp(`^${url.replaceAll('.', '\\.').replace(/:[A-Za-z]+/g, '[^/]+')}/?$`),
      methods: new Set<string>(),
    };
    for (const method of methods) known.methods.add(method);
    this.#routes.set(url, known);
  }

  allowed(path: string): string[] {
    const methods = [...this.#routes.values()].filter(({ pattern }) => pattern.test(path));
    return [...new Set(methods.flatMap((route) => [...route.methods]))].sort();
  }
}

export function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '/';
}
