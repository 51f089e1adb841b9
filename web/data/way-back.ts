/**
 * Where a login leads: a place of this page, else nowhere. The address is read as the browser is going to read it, who leaves out
 * tabs and takes `\` for `/`; `//` at its beginning would name another machine.
 */
export function wayBack(next: unknown, origin: string): string | undefined {
  if (typeof next !== 'string' || !URL.canParse(next, origin)) return undefined;
  const url = new URL(next, origin);
  if (url.origin !== origin || url.pathname.startsWith('//')) return undefined;
  return url.pathname + url.search + url.hash;
}
