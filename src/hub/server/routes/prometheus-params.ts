import type { FastifyRequest } from 'fastify';
import { Failure } from '../../../shared/failure.ts';

/** Of the request's form, then of its address. */
export function requested(request: FastifyRequest): URLSearchParams {
  const { body, url } = request;
  const params = body instanceof URLSearchParams ? new URLSearchParams(body) : new URLSearchParams();
  const at = url.indexOf('?');
  if (at < 0) return params;
  for (const [name, value] of new URLSearchParams(url.slice(at + 1))) params.append(name, value);
  return params;
}

const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
/** What a date of JavaScript holds. */
const mostMs = 8.64e15;

/** An instant in ms: seconds since the epoch, or RFC 3339. */
export function readTime(parameter: string, text: string | null): number {
  const given = text ?? '';
  const ms = number.test(given)
    ? Math.round(Number(given) * 1000)
    : rfc3339.test(given)
      ? Date.parse(given)
      : Number.NaN;
  if (Math.abs(ms) <= mostMs) return ms;
  const about = parameter === 'time' ? "Invalid time value for 'time': " : '';
  throw new Failure(
    'bad_request',
    `invalid parameter "${parameter}": ${about}cannot parse ${JSON.stringify(given)} to a valid timestamp`,
  );
}

/** A duration in whole ms: seconds, or `1h30m`. */
export function readDuration(
  parameter: string,
  text: string | null,
  parse: (text: string) => number | null,
): number {
  const given = text ?? '';
  const ms = number.test(given) ? Math.trunc(Number(given) * 1000) : parse(given);
  if (ms !== null && Math.abs(ms) <= mostMs) return ms;
  throw new Failure(
    'bad_request',
    `invalid parameter "${parameter}": cannot parse ${JSON.stringify(given)} to a valid duration`,
  );
}
