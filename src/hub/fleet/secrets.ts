/** What must never reach a screen, a log or an API answer, and how it is masked. Over-masking is the safe side. */
import type { WorkerStatus } from '../../link/status.ts';

export const mask = '***';

const secretWords =
  /token|secret|password|passwd|passphrase|pwd|key|credential|creds|dsn|auth|bearer|jwt|cookie|private|signature|salt|conn(?:ection)?_?str(?:ing)?|(?:^|[^a-z])pass(?:$|[^a-z])/i;

/** Whether the value under this name (of a variable, an option, a config key) must not be shown. */
export function looksSecret(name: string): boolean {
  return secretWords.test(name);
}

/** Hides what is secret inside any text (bounded repetitions keep it linear): passwords in URLs, `token=…`, `--password …`, bearer tokens, private keys. */
export function maskText(text: string): string {
  const rest = text
    .replace(/-----BEGIN [^-]*PRIVATE KEY-----[\s\S]*?(?:-----END [^-]*-----|$)/g, mask)
    .replace(/([a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@'"]{0,200}):[^\s/'"]{0,2000}@/gi, `$1:${mask}@`)
    .replace(/([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/:@'"]{16,2000}@/gi, `$1${mask}@`)
    .replace(/\b(bearer|basic)\s+[a-z0-9._~+/=-]{8,}/gi, `$1 ${mask}`);
  return maskAssignments(rest).replace(
    /(--?[\w-]{1,80})(\s{1,9})("[^"]*"|'[^']*'|[^\s-]\S*)/g,
    (whole, option: string, space: string) => (looksSecret(option) ? `${option}${space}${mask}` : whole),
  );
}

const assignment = /([\w.-]{1,80})["']?\s{0,9}[=:]\s{0,9}/g;
const assigned = /"[^"]*"|'[^']*'|[^\s&;,"'}]+/y;

/** `token=…` and `token: …`, also inside the value of something harmless: `command: run?token=…`. */
function maskAssignments(text: string): string {
  let shown = '';
  let from = 0;
  for (const { 0: whole, 1: name = '', index } of text.matchAll(assignment)) {
    if (index < from || !looksSecret(name)) continue;
    assigned.lastIndex = index + whole.length;
    const value = assigned.exec(text)?.[0] ?? '';
    if (value === '' || value.startsWith('//')) continue;
    shown += text.slice(from, index + whole.length) + mask;
    from = index + whole.length + value.length;
  }
  return shown + text.slice(from);
}

/** A value as people may see it, by the name that it has and by what it looks like. */
export function maskValue(name: string, value: string): string {
  if (value === '') return value;
  return looksSecret(name) ? mask : maskText(value);
}

export function maskEnv(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, maskValue(name, value)]));
}

/** Arguments of a command; the one after `--token` is masked too. */
export function maskCommand(command: readonly string[]): string[] {
  return command.map((argument, index) => {
    const before = command[index - 1] ?? '';
    const isValue = /^--?\w/.test(before) && !before.includes('=') && !argument.startsWith('-');
    return isValue ? maskValue(before, argument) : maskText(argument);
  });
}

/** Every text inside a value; names and shape stay. */
export function maskTexts<T>(value: T): T {
  if (typeof value === 'string') return maskText(value) as T;
  if (Array.isArray(value)) return value.map(maskTexts) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, maskTexts(each)])) as T;
}

/** What a failed start or a check says may quote the command or the URL it failed with. */
export function maskStatus(status: WorkerStatus): WorkerStatus {
  const { reason, lastExit, checks } = status;
  return {
    ...status,
    reason: maskText(reason),
    lastExit: lastExit && { ...lastExit, detail: maskText(lastExit.detail) },
    checks: checks.map((check) => ({ ...check, detail: maskText(check.detail) })),
  };
}
