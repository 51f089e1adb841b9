/** Kinds of values in yagura.yaml, for the sections to be made of. An error says what was *expected*; `shape-mistakes.ts` puts what came before it. */
import { Cron } from 'croner';
import { z } from 'zod';
import { workerName } from '../../../link/spec.ts';
import { durationPattern, formatDuration, parseDuration } from './durations.ts';
import { parseSize, sizePattern } from './sizes.ts';

export const dayMs = 86_400_000;
/** Timers of Node cannot wait longer than 24.8 days. */
const longestTimerMs = 24 * dayMs;

/** Only these keys; the message for others carries the known ones. */
export function section<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : undefined),
  });
}

export function duration({ min = 0, max = longestTimerMs }: { min?: number; max?: number } = {}) {
  const range = { error: `a duration from ${formatDuration(min)} to ${formatDuration(max)}` };
  const example = (input: unknown) =>
    `a duration such as "${typeof input === 'number' && input > 0 ? input : 30}s"`;
  return z
    .string({ error: (issue) => example(issue.input) })
    .regex(durationPattern, { error: (issue) => example(Number(issue.input)), abort: true })
    .transform((text) => parseDuration(text) as number)
    .pipe(z.number().min(min, range).max(max, range));
}

export function size(min: number) {
  return z
    .string({ error: 'a size such as "512MB" or "1GiB"' })
    .regex(sizePattern, { error: 'a size such as "512MB" or "1GiB"', abort: true })
    .transform((text) => parseSize(text) as number)
    .pipe(
      z
        .number()
        .min(min, { error: `a size of at least ${min} bytes` })
        .max(2 ** 50, { error: 'a size of at most 1024TiB' }),
    );
}

export function integer(min: number, max: number) {
  const error = { error: `a whole number from ${min} to ${max}` };
  return z.number(error).int(error).min(min, error).max(max, error);
}

export function amount(min: number, max: number) {
  const error = { error: `a number from ${min} to ${max}` };
  return z.number(error).min(min, error).max(max, error);
}

/** Text that a process can be given: a NUL ends every string there. */
export function text(expected: string, longest = 32_768) {
  const error = { error: expected };
  return z
    .string(error)
    .min(1, error)
    .max(longest, { error: `${expected}, at most ${longest} characters` })
    .refine((value) => !value.includes('\0'), { error: `${expected}, without a NUL character` });
}

/** In YAML a port or a version is a number, but here it is kept as it was written. */
export const alsoNumbers = { type: ['string', 'number', 'boolean'] as unknown as 'string' };

export const url = z
  .string({ error: 'a URL such as "http://127.0.0.1:3000/health"' })
  .max(2000, { error: 'a URL of at most 2000 characters' })
  .refine(isHttpUrl, { error: 'a URL such as "http://127.0.0.1:3000/health"' });

export function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

export const port = integer(1, 65_535);

export const name = workerName.meta({ description: 'The name of a worker.' });

export const cron = z
  .string({ error: 'a cron expression such as "*/5 * * * *"' })
  .max(200)
  .refine(comesToPass, { error: 'a cron expression that comes to pass, such as "*/5 * * * *"' });

function comesToPass(expression: string): boolean {
  try {
    return new Cron(expression, { paused: true }).nextRun() !== null;
  } catch {
    return false;
  }
}

export const timezone = z.string().refine(
  (zone) => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
    } catch {
      return false;
    }
  },
  { error: 'a time zone such as "Asia/Tokyo"' },
);
