/** Whom to tell, by the routes of yagura.yaml, and which severities wait for the morning. Pure. */
import type { Severity } from '../alerts/index.ts';
import type { Route, Routing } from '../fleet/index.ts';
import { inHours } from '../oncall/index.ts';

/** What routes look at: the labels of an alert with `severity` and `rule`, and those that its worker is declared with. */
export type RouteLabels = Readonly<Record<string, string>>;

/** Names under `to` of every route that applies, in order, each once. */
export function partiesFor(
  labels: RouteLabels,
  routing: Pick<Routing, 'routes' | 'timezone'>,
  everyone: readonly string[],
  ms: number,
): string[] {
  if (routing.routes === null) return [...everyone];
  const found: string[] = [];
  for (const route of routing.routes) {
    if (!applies(route, labels, routing.timezone, ms)) continue;
    found.push(...route.to);
    if (!route.continue) break;
  }
  return [...new Set(found)];
}

function applies({ match, hours }: Route, labels: RouteLabels, timezone: string, ms: number): boolean {
  const matches = Object.entries(match).every(([label, wanted]) =>
    wanted.some((pattern) => fits(pattern, labels[label] ?? '')),
  );
  return matches && (hours === null || inHours(hours, ms, timezone).in);
}

/** `*` stands for any text, none included. Linear, so that no pattern can cost time. */
function fits(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last))
    return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** When the hours in which this severity waits are over; null: it does not wait. */
export function quietUntil(
  severity: Severity,
  { quietHours, timezone }: Pick<Routing, 'quietHours' | 'timezone'>,
  ms: number,
): number | null {
  let until: number | null = null;
  for (const hours of quietHours) {
    if (!hours.severities.includes(severity)) continue;
    const now = inHours(hours, ms, timezone);
    if (now.in && now.until !== null) until = Math.max(until ?? 0, now.until);
  }
  return until;
}
