import { isMapping, type Mapping } from './json.ts';

/** The key in a DSN's place: the header `X-Sentry-Auth` (or `Authorization`, from some), else `sentry_key` in the query; null where there is none. */
export function keyOfRequest(request: {
  headers: Readonly<Record<string, unknown>>;
  query: unknown;
}): string | null {
  for (const name of ['x-sentry-auth', 'authorization']) {
    const header = request.headers[name];
    const key =
      typeof header === 'string' ? /^sentry\s.*?\bsentry_key=([^,\s]{1,200})/i.exec(header)?.[1] : undefined;
    if (key !== undefined) return key;
  }
  const key = isMapping(request.query) ? request.query['sentry_key'] : undefined;
  return typeof key === 'string' && key !== '' ? key : null;
}

/** The key of the DSN in an envelope's header. */
export function keyOfEnvelope({ dsn }: Mapping): string | null {
  if (typeof dsn !== 'string' || !URL.canParse(dsn)) return null;
  return new URL(dsn).username || null;
}
