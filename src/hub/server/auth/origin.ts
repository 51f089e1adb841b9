import { isIP } from 'node:net';

/** `localhost`, 127.0.0.0/8 or ::1, with or without brackets. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name)
  );
}

/** The name in a Host header without its port; null when it is not one. */
function hostName(header: string | undefined): string | null {
  const match = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?$/.exec(header ?? '');
  return match?.[1]?.toLowerCase() ?? null;
}

/**
 * Refuses names that an attacker's DNS may have pointed here (rebinding). An address is never such a name; beyond those only
 * loopback names and the ones that were configured are ours.
 */
export function isAllowedHost(header: string | undefined, names: ReadonlySet<string>): boolean {
  const name = hostName(header);
  if (name === null) return false;
  return isIP(name.replace(/^\[|\]$/g, '')) !== 0 || isLoopback(name) || names.has(name);
}

/** True when a browser says that the page which sent this came from here. A browser always sends one of the two for unsafe requests. */
export function isSameOrigin(headers: {
  host?: string | undefined;
  origin?: string | undefined;
  'sec-fetch-site'?: string | string[] | undefined;
}): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  if (headers.origin === undefined) return site === 'same-origin';
  try {
    return headers.host !== undefined && new URL(headers.origin).host === headers.host.toLowerCase();
  } catch {
    return false;
  }
}
