/** Calls the HTTP API with the session's cookie. A failure is thrown as the problem that the server described. */
import type { Operations, Problem } from './types.ts';

export class ApiProblem extends Error {
  readonly status: number;
  /** A code of the server's table, or `unreachable` when no server answered. */
  readonly code: string;
  /** What is wrong with which part of what was sent, or of the config. */
  readonly errors: NonNullable<Problem['errors']>;

  constructor(status: number, code: string, detail: string, errors: Problem['errors'] = []) {
    super(detail);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

type Route = keyof Operations;
type Part<R extends Route, Key extends string> =
  Operations[R] extends Record<Key, infer Value> ? Value : never;

interface Options<R extends Route> {
  /** Fills the `{name}` (or `{id}`) in the route. */
  name?: string;
  query?: Part<R, 'query'>;
  body?: Part<R, 'body'>;
  signal?: AbortSignal;
  /** How long the answer may take, for what does take long. */
  timeoutMs?: number;
}

const usualTimeoutMs = 15_000;

const unauthorised = new Set<() => void>();

/** Is told when the server does not accept the session of a call, logins aside. */
export function onUnauthorised(listener: () => void): () => void {
  unauthorised.add(listener);
  return () => unauthorised.delete(listener);
}

export async function ask<R extends Route>(
  route: R,
  { name = '', query, body, signal, timeoutMs = usualTimeoutMs }: Options<R> = {},
): Promise<Operations[R]['answer']> {
  const [method, path] = route.split(' ') as [string, string];
  const search = new URLSearchParams(
    Object.entries(query ?? {}).map(([key, value]) => [key, String(value)]),
  ).toString();
  const url = path.replace(/\{\w+\}/, encodeURIComponent(name)) + (search && `?${search}`);
  return (await send(url, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal ?? null,
    isLogin: route === 'POST /api/v1/login',
    timeoutMs,
  })) as Operations[R]['answer'];
}

interface Sent extends RequestInit {
  headers?: Record<string, string>;
  isLogin?: boolean;
  timeoutMs?: number;
}

/** Sends with the session's cookie, and reads the JSON that is answered; null where there is none. */
export async function send(
  url: string,
  { headers, signal, isLogin = false, timeoutMs = usualTimeoutMs, ...init }: Sent,
): Promise<unknown> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      ...init,
      // Forms and other sites cannot send the second one; the server wants it with every change.
      headers: { accept: 'application/json', 'x-yagura-request': 'page', ...headers },
      credentials: 'same-origin',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    if (response.status === 401 && !isLogin) for (const tell of unauthorised) tell();
    if (!response.ok) throw await problemOf(response);
    return response.status === 204 ? null : await response.json();
  } catch (error) {
    if (signal?.aborted || error instanceof ApiProblem) throw error;
    // Also one that broke off in the middle: whether the server has done what it was asked is not known.
    throw new ApiProblem(0, 'unreachable', error instanceof Error ? error.message : String(error));
  }
}

/** How Prometheus tells what is wrong. */
interface PrometheusProblem {
  errorType: string;
  error: string;
}

async function problemOf(response: Response): Promise<ApiProblem> {
  try {
    const body = (await response.json()) as Partial<Problem & PrometheusProblem>;
    if (typeof body.code === 'string')
      return new ApiProblem(response.status, body.code, body.detail ?? '', body.errors);
    if (typeof body.errorType === 'string')
      return new ApiProblem(response.status, body.errorType, body.error ?? '');
  } catch {
    // Not our server's answer, a proxy's perhaps.
  }
  return new ApiProblem(response.status, 'unreachable', `${response.status} ${response.statusText}`);
}
