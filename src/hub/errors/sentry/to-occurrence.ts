import { randomUUID } from 'node:crypto';
import { type Exception, type Frame, type Level, levels } from '../../logs/index.ts';
import type { Breadcrumb, Occurrence } from '../occurrence.ts';
import {
  countOf,
  cut,
  type Flat,
  flatten,
  isMapping,
  listOf,
  type Mapping,
  mappingOf,
  textOf,
  timeOf,
} from './json.ts';

/** What is kept of an event, far above what helps anybody. */
const bounds = {
  exceptions: 20,
  images: 200,
  frames: 100,
  breadcrumbs: 100,
  message: 8_192,
  name: 300,
  sourceLine: 300,
  sourceLines: 7,
  fields: { most: 150, longestKey: 200, longestValue: 1_000, deepest: 4 },
  breadcrumbFields: { most: 20, longestKey: 100, longestValue: 500, deepest: 2 },
  fingerprint: 20,
};
/** Clocks that are further off than this are set right by the time at which the sender says it sent. */
const mostDriftMs = 60_000;

export interface EventContext {
  /** The project's own worker; what the event says may name another. */
  worker: string;
  isWorker: (name: string) => boolean;
  nowMs: number;
  /** The sender's clock when it sent this; null where it does not say. */
  sentAtMs: number | null;
  /** The id in the envelope's header, where the event has none of its own. */
  id: string | null;
}

/** An event as any SDK of Sentry sends it, as an occurrence: bounded, whatever is in there, with its secrets still in it. */
export function toOccurrence(event: Mapping, context: EventContext): Occurrence & { id: string } {
  const platform = textOf(event['platform'], bounds.name) ?? '';
  const said = messageOf(event);
  const values = listOf(event['exception']).filter(isMapping).slice(-bounds.exceptions);
  const thrown = values.filter(
    ({ type, mechanism }) => textOf(type, 1) !== null || !mappingOf(mechanism)['synthetic'],
  );
  const threads = listOf(event['threads']).filter(isMapping);
  const running =
    threads.find((thread) => thread['crashed'] === true) ??
    threads.find((thread) => thread['current'] === true);
  const framesOf = (holder: Mapping | undefined) => readFrames(holder?.['stacktrace'], platform);
  const exceptions = thrown.map((value): Exception => {
    const frames = framesOf(value);
    return {
      type: textOf(value['type'], bounds.name) ?? 'Error',
      message: textOf(value['value'], bounds.message) ?? '',
      frames: frames.length > 0 || value !== thrown.at(-1) ? frames : framesOf(running),
    };
  });
  const outermost = exceptions.at(-1);
  const stack = outermost ? [] : (framesOf(values.find((value) => !thrown.includes(value)) ?? running) ?? []);
  const fingerprint = listOf(event['fingerprint']).flatMap((part) => textOf(part, bounds.name) ?? []);
  const isDefault = fingerprint.every((part) => /^\{\{\s*default\s*\}\}$/.test(part));
  const breadcrumbs = listOf(event['breadcrumbs'])
    .filter(isMapping)
    .slice(-bounds.breadcrumbs)
    .map(readBreadcrumb);
  return {
    id: eventId(event['event_id']) ?? context.id ?? randomUUID().replaceAll('-', ''),
    time: timeOfEvent(event['timestamp'], context),
    worker: workerOf(event, context),
    source: 'sentry',
    level: levelOf(event['level']) ?? 'error',
    message: said ?? (outermost?.message || outermost?.type) ?? '',
    exceptions,
    exit: null,
    fields: readFields(event, values.at(-1)),
    ...(isDefault ? {} : { fingerprint: fingerprint.slice(0, bounds.fingerprint) }),
    ...(breadcrumbs.length > 0 ? { breadcrumbs } : {}),
    ...(stack.length > 0 ? { stack } : {}),
  };
}

/** Which maps the event's files belong to: by file, the id that a bundler or sentry-cli wrote into both. */
export function debugIdsOf(event: Mapping): ReadonlyMap<string, string> {
  const images = listOf(mappingOf(event['debug_meta'])['images']).filter(isMapping).slice(0, bounds.images);
  return new Map(
    images.flatMap(({ type, code_file, debug_id }) => {
      const file = textOf(code_file, 1_000);
      const id = eventId(debug_id);
      return type === 'sourcemap' && file !== null && id !== null ? [[file, id]] : [];
    }),
  );
}

/** 32 hexadecimal digits; null for anything else. */
export function eventId(value: unknown): string | null {
  const id = typeof value === 'string' ? value.replaceAll('-', '').toLowerCase() : '';
  return /^[0-9a-f]{32}$/.test(id) ? id : null;
}

/** As our levels are called; null for words that mean none. */
export function levelOf(value: unknown): Level | null {
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  const meant = { warning: 'warn', critical: 'fatal', log: 'info', notice: 'info' }[word] ?? word;
  return levels.find((level) => level === meant) ?? null;
}

function timeOfEvent(timestamp: unknown, { nowMs, sentAtMs }: EventContext): number {
  const drift = sentAtMs === null ? 0 : nowMs - sentAtMs;
  const time = timeOf(timestamp) ?? nowMs;
  return Math.min(nowMs, Math.abs(drift) > mostDriftMs ? time + drift : time);
}

/** The tag `worker` or the server's name, where a worker is called that; else the project's. */
function workerOf(event: Mapping, { worker, isWorker }: EventContext): string {
  const named = [tagsOf(event).get('worker'), textOf(event['server_name'], bounds.name)];
  return named.find((name) => typeof name === 'string' && isWorker(name)) ?? worker;
}

/** Tags are a mapping or a list of pairs. */
function tagsOf(event: Mapping): Map<string, string> {
  const { tags } = event;
  const pairs = isMapping(tags)
    ? Object.entries(tags)
    : listOf(tags).map((pair) => (isMapping(pair) ? [pair['key'], pair['value']] : [pair].flat()));
  return new Map(
    pairs.flatMap(([key, value]) => {
      const name = textOf(key, bounds.name);
      const text = textOf(value, bounds.fields.longestValue);
      return name === null || text === null ? [] : [[name, text]];
    }),
  );
}

function messageOf(event: Mapping): string | null {
  const entry = isMapping(event['logentry'])
    ? event['logentry']
    : isMapping(event['message'])
      ? event['message']
      : mappingOf(event['sentry.interfaces.Message']);
  const whole = textOf(entry['formatted'], bounds.message);
  const template = textOf(entry['message'], bounds.message);
  return (
    whole ??
    (template === null ? textOf(event['message'], bounds.message) : fillIn(template, entry['params']))
  );
}

/** `%s` and its kin, `{}` and `{name}`, as far as there are parameters. */
function fillIn(template: string, params: unknown): string {
  const list = Array.isArray(params) ? params : [];
  const named = mappingOf(params);
  let next = 0;
  const filled = template.replace(
    /%%|%\((\w{1,50})\)[sdifr]|%[sdifruxo]|\{(\w{0,50})\}/g,
    (whole, name: string | undefined, braced: string | undefined) => {
      if (whole === '%%') return '%';
      const key = name ?? braced;
      const value = key && !/^\d+$/.test(key) ? named[key] : list[key ? Number(key) : next++];
      return value === undefined ? whole : typeof value === 'string' ? value : JSON.stringify(value);
    },
  );
  return cut(filled, bounds.message);
}

/** The newest call first: Sentry has it last. */
function readFrames(stacktrace: unknown, platform: string): Frame[] {
  return listOf(mappingOf(stacktrace)['frames'])
    .filter(isMapping)
    .slice(-bounds.frames)
    .toReversed()
    .map((frame) => {
      const file = fileOf(frame);
      const line = countOf(frame['lineno']);
      const inApp = typeof frame['in_app'] === 'boolean' ? frame['in_app'] : !isLibrary(file ?? '');
      // A library's lines help nobody and are most of an event.
      const source = inApp ? sourceOf(frame) : undefined;
      return {
        function: functionOf(frame, platform),
        file,
        line,
        column: countOf(frame['colno']),
        inApp,
        ...(source ? { source } : {}),
      };
    });
}

function fileOf(frame: Mapping): string | null {
  const path = textOf(frame['abs_path'], 1_000);
  const name = textOf(frame['filename'], 1_000);
  // Some write the class or the machine's address there.
  return path?.includes('/') || path?.includes('\\')
    ? path
    : (name ?? path ?? textOf(frame['module'], 1_000) ?? textOf(frame['package'], 1_000));
}

function functionOf(frame: Mapping, platform: string): string | null {
  const name = textOf(frame['function'], bounds.name);
  if (name === null || name === '?') return null;
  if (platform === 'java' || platform === 'csharp') {
    const owner = textOf(frame['module'], bounds.name);
    return owner === null || name.startsWith(owner) ? name : `${owner}.${name}`;
  }
  return name.replace(/\.\?$/, '.<anonymous>');
}

const isLibrary = (file: string) =>
  /(^|[/\\])(node_modules|site-packages|dist-packages|vendor|gems)[/\\]|^node:|^<|^internal[/\\]/.test(file);

function sourceOf(frame: Mapping): Frame['source'] {
  const line = frame['context_line'];
  if (typeof line !== 'string') return undefined;
  const textLine = (text: string) => cut(text, bounds.sourceLine);
  const around = (lines: unknown) => listOf(lines).filter((text) => typeof text === 'string');
  return {
    before: around(frame['pre_context']).slice(-bounds.sourceLines).map(textLine),
    line: textLine(line),
    after: around(frame['post_context']).slice(0, bounds.sourceLines).map(textLine),
  };
}

function readBreadcrumb(crumb: Mapping): Breadcrumb {
  const data = new Map<string, Flat[string]>();
  flatten(data, '', mappingOf(crumb['data']), bounds.breadcrumbFields);
  return {
    time: timeOf(crumb['timestamp']),
    level: levelOf(crumb['level']),
    category: textOf(crumb['category'], bounds.name) ?? textOf(crumb['type'], bounds.name) ?? '',
    message: textOf(crumb['message'], 1_000) ?? '',
    data: Object.fromEntries(data),
  };
}

/** The most telling first, so that it is never left out for the rest. Neither the user's address nor cookies, headers and bodies of requests are kept. */
function readFields(event: Mapping, outermost: Mapping | undefined): Flat {
  const fields = new Map<string, Flat[string]>();
  const add = (key: string, value: unknown) => flatten(fields, key, value, bounds.fields);
  for (const key of ['release', 'dist', 'environment', 'transaction', 'logger', 'server_name', 'platform'])
    add(key, event[key]);
  add(
    'sdk',
    [event['sdk']].map(mappingOf).map(({ name, version }) => [name, version].filter(Boolean).join(' '))[0],
  );
  const mechanism = mappingOf(outermost?.['mechanism']);
  add('handled', mechanism['handled']);
  add('mechanism', mechanism['type']);
  for (const [key, value] of tagsOf(event)) add(`tags.${key}`, value);
  const user = mappingOf(event['user']);
  for (const key of ['id', 'username', 'segment']) add(`user.${key}`, user[key]);
  const request = mappingOf(event['request']);
  for (const key of ['method', 'url', 'query_string']) add(`request.${key}`, request[key]);
  add('contexts', mappingOf(event['contexts']));
  add('extra', mappingOf(event['extra']));
  return Object.fromEntries(fields);
}
