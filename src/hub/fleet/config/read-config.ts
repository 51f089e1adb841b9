import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { type WorkerSpec, workerName } from '../../../link/spec.ts';
import { defaultHome } from '../../../shared/home.ts';
import type { DeclaredRule } from './alert-rules/index.ts';
import { findContradictions, isReserved } from './contradictions.ts';
import { isMapping, readDocument, type SourceDocument } from './document.ts';
import { parseEnvFile } from './env-file.ts';
import { configFailure, type Mistake, type Path } from './mistakes.ts';
import { readText } from './read-text.ts';
import { mistakesOfRules, type RuleCheck } from './rule-mistakes.ts';
import type { Channels } from './channels.ts';
import { checkRelations, type Related } from './relations.ts';
import { dependsOn, sections, worker as workerSchema } from './schema.ts';
import { checkShape, unknownWord } from './shape-mistakes.ts';
import { findUnknownInRouting, type Routing, toRouting } from './routing.ts';
import { findUnknownInTeams, type Team, toTeams } from './teams.ts';
import { findWrongGroups, type StatusPageSettings } from './status-page.ts';
import { type Declared, toSpecs } from './to-specs.ts';

export interface Config {
  /** The file, absolute. */
  path: string;
  workers: WorkerSpec[];
  /** TLS: absolute paths of PEM files. */
  server: { host: string; port: number; names: string[]; tls: { cert: string; key: string } | null };
  /** Ways by which figures come in and go out. */
  metrics: {
    statsd: { host: string; port: number } | null;
    store: {
      remoteWrite: string;
      query: string | null;
      headers: Record<string, string>;
      queueBytes: number;
    } | null;
  };
  /** How long figures are kept (ms), from fine to coarse, and the most that they take. */
  retention: { ages: { raw: number; medium: number; coarse: number }; bytes: number };
  sentry: {
    /** Projects of Sentry's SDKs that are no worker, or not as usual. */
    projects: { name: string; worker: string | null; rate: number; origins: string[] }[];
    /** How long source maps are kept that were uploaded (ms), and how much of them at most. */
    sourceMaps: { ageMs: number; bytes: number };
  };
  /** What all workers print: how long it is kept (ms) and how much of it at most, and what is masked in it. */
  logs: {
    retention: { ageMs: number; bytes: number };
    scrub: { emails: boolean; patterns: string[] };
  };
  /** Where messages go. `url`: the page's address for people; null: where the hub listens. */
  notify: { channels: Channels; url: string | null } & Routing;
  teams: Team[];
  alerts: { rules: DeclaredRule[]; defaults: boolean };
  /** What becomes of what rules find; matchers are text. */
  alertFlow: { inhibit: { source: string[]; target: string[]; equal: string[] }[]; holdMs: number };
  /** What everybody may see; null: nothing. */
  statusPage: StatusPageSettings | null;
  /** Who is told, each `everyMs`, that the tower itself is well. */
  watchdog: { heartbeat: { url: string; everyMs: number } | null };
}

const mostWorkers = 5000;

/** The fleet that runs when nothing else is configured. */
export const demoConfigPath = fileURLToPath(
  new URL('../../../../examples/demo/yagura.yaml', import.meta.url),
);

/** The configuration in this folder, if there is one. */
export async function findConfig(dir: string): Promise<string | null> {
  for (const name of ['yagura.yaml', 'yagura.yml']) {
    const path = join(resolve(dir), name);
    if (await stat(path).catch(() => null)) return path;
  }
  return null;
}

/** Throws `Failure('config_invalid')` with one entry per mistake. `env` fills in `${NAME}`; `YAGURA_HOME` is always known. */
export async function readConfig(
  path: string,
  options: { env?: Readonly<Record<string, string | undefined>>; checkRule?: RuleCheck } = {},
): Promise<{ config: Config }> {
  const file = resolve(path);
  const dir = dirname(file);
  const read = await readText(file);
  const whole = (message: string) => [{ file: basename(file), line: 1, column: 1, path: '', message }];
  if ('problem' in read) throw configFailure(file, whole(read.problem));
  const env = options.env ?? process.env;
  const document = readDocument(basename(file), read.text, { ...env, YAGURA_HOME: defaultHome(env) });
  const { value, mistakes } = document;
  if (value === undefined) throw configFailure(file, mistakes);
  if (!isMapping(value)) {
    const came = value === null ? 'the file is empty' : `got ${document.written([])}`;
    throw configFailure(file, [
      ...mistakes,
      document.mistake([], `${came}, expected a mapping with "workers"`),
    ]);
  }

  const known = Object.keys(sections);
  for (const key of Object.keys(value).filter((key) => !known.includes(key) && !key.startsWith('x-'))) {
    mistakes.push(document.mistake([key], unknownWord('unknown key', key, known), 'key'));
  }
  const section = <Schema extends z.ZodType>(name: string, schema: Schema) => {
    const checked = checkShape(schema, value[name], [name], document);
    mistakes.push(...checked.mistakes);
    return checked.value;
  };
  section('defaults', sections.defaults);
  const server = section('server', sections.server);
  const metrics = section('metrics', sections.metrics);
  const logs = section('logs', sections.logs);
  const retention = section('retention', sections.retention);
  if (retention) mistakes.push(...shorterThanFiner(retention, document));
  const sentry = section('sentry', sections.sentry);
  const alerts = section('alerts', sections.alerts);
  if (alerts) mistakes.push(...mistakesOfRules(alerts.rules, document, options.checkRule));
  const notify = section('notify', sections.notify);
  const teams = section('teams', sections.teams);
  if (notify && teams) mistakes.push(...unknownParties(notify, teams, document));
  const statusPage = section('status_page', sections.status_page) ?? null;
  const watchdog = section('watchdog', sections.watchdog);
  const workers = toSpecs(await readWorkers(value, dir, document), dir);
  const declared = isMapping(value['workers']) ? Object.keys(value['workers']) : [];
  const wrongGroups = statusPage ? findWrongGroups(statusPage, new Set(declared)) : [];
  for (const { path, message } of wrongGroups) mistakes.push(document.mistake(path, message));
  if (workers.length > mostWorkers) {
    mistakes.push(
      document.mistake(['workers'], `${workers.length} workers, expected at most ${mostWorkers}`),
    );
  }
  const isWhole = server && metrics && logs && retention && sentry && notify && teams && watchdog && alerts;
  if (mistakes.length > 0 || !isWhole) throw configFailure(file, mistakes);
  const tls = server.tls ? { cert: resolve(dir, server.tls.cert), key: resolve(dir, server.tls.key) } : null;
  return {
    config: {
      path: file,
      workers,
      server: { ...server, tls },
      metrics: toExchange(metrics),
      retention: toRetention(retention),
      sentry: {
        projects: Object.entries(sentry.projects).map(([name, { worker = null, rate, origins }]) => ({
          name,
          worker,
          rate,
          origins,
        })),
        sourceMaps: { ageMs: retention.source_maps, bytes: retention.source_maps_size },
      },
      logs: { retention: { ageMs: retention.logs, bytes: retention.logs_size }, scrub: logs.scrub },
      alerts: { rules: alerts.rules, defaults: alerts.defaults },
      alertFlow: {
        inhibit: alerts.inhibit.map(({ source_matchers: source, target_matchers: target, equal }) => ({
          source,
          target,
          equal,
        })),
        holdMs: alerts.hold,
      },
      notify: {
        channels: notify.channels,
        url: notify.url ?? null,
        ...toRouting(notify, Object.keys(notify.channels)),
      },
      teams: toTeams(teams),
      statusPage,
      watchdog: {
        heartbeat: watchdog.heartbeat
          ? { url: watchdog.heartbeat.url, everyMs: watchdog.heartbeat.every }
          : null,
      },
    },
  };
}

const usualAges = { medium: 14 * 86_400_000, coarse: 400 * 86_400_000 };

function toRetention({
  raw,
  medium = Math.max(raw, usualAges.medium),
  coarse = Math.max(medium, usualAges.coarse),
  size,
}: Pick<z.output<typeof sections.retention>, 'raw' | 'medium' | 'coarse' | 'size'>): Config['retention'] {
  return { ages: { raw, medium, coarse }, bytes: size };
}

function shorterThanFiner(given: z.output<typeof sections.retention>, document: SourceDocument) {
  const { raw, medium, coarse } = toRetention(given).ages;
  return [
    ...(medium < raw ? [['medium', 'raw']] : []),
    ...(coarse < medium ? [['coarse', 'medium']] : []),
  ].map(([key = '', finer]) =>
    document.mistake(['retention', key], `is shorter than ${finer}, expected it to be at least that`),
  );
}

function unknownParties(
  notify: z.output<typeof sections.notify>,
  teams: z.output<typeof sections.teams>,
  document: SourceDocument,
): Mistake[] {
  const channels = Object.keys(notify.channels);
  return [
    ...findUnknownInRouting(notify, channels, Object.keys(teams)),
    ...findUnknownInTeams(teams, channels),
  ].map(({ path, message }) => document.mistake(path, message));
}

function toExchange({ statsd, store }: z.output<typeof sections.metrics>): Config['metrics'] {
  return {
    statsd: statsd ?? null,
    store: store
      ? {
          remoteWrite: store.remote_write,
          query: store.query ?? null,
          headers: store.headers,
          queueBytes: store.queue,
        }
      : null,
  };
}

/** Those that can be understood; whatever is wrong with any of them is added to the document's mistakes. */
async function readWorkers(
  root: Record<string, unknown>,
  dir: string,
  document: SourceDocument,
): Promise<Declared[]> {
  const { mistakes } = document;
  const workers = root['workers'];
  if (!isMapping(workers)) {
    const came = document.has(['workers']) ? `got ${document.written(['workers'])}` : 'is missing';
    mistakes.push(document.mistake(['workers'], `${came}, expected a mapping of workers`));
    return [];
  }
  const defaults = isMapping(root['defaults']) ? root['defaults'] : {};
  const locate = (path: Path) => {
    const inDefaults = ['defaults', ...path.slice(2)];
    return document.has(path) || !document.has(inDefaults) ? path : inDefaults;
  };
  const declared: Declared[] = [];
  const related: Related[] = [];
  for (const [name, own] of Object.entries(workers)) {
    const path = ['workers', name];
    const wrongName = workerName.safeParse(name).error?.issues[0]?.message;
    if (wrongName) mistakes.push(document.mistake(path, `is not a valid name, expected ${wrongName}`, 'key'));
    const merged = isMapping(own) ? withDefaults(defaults, own) : own;
    const { value: worker, mistakes: found } = checkShape(workerSchema, merged, path, document, locate);
    mistakes.push(...found);
    const needs = isMapping(merged) ? merged['depends_on'] : undefined;
    related.push({
      name,
      instances: worker?.instances,
      dependsOn: (dependsOn.safeParse(needs).data ?? []).map((dependency, index) => ({
        worker: dependency.worker,
        path: locate([...path, 'depends_on', Array.isArray(needs) ? index : dependency.worker]),
      })),
    });
    if (!worker) continue;
    for (const { path, message } of findContradictions(name, worker, Object.keys(own as object))) {
      mistakes.push(document.mistake(locate(path), message));
    }
    const envFromFiles = await readEnvFiles(
      worker.env_file ?? [],
      dir,
      locate([...path, 'env_file']),
      document,
    );
    declared.push({ name, worker, envFromFiles });
  }
  for (const { path, message } of checkRelations(related)) mistakes.push(document.mistake(path, message));
  return declared;
}

/** What a worker says itself wins; mappings are merged, lists are not. */
function withDefaults(
  defaults: Record<string, unknown>,
  own: Record<string, unknown>,
): Record<string, unknown> {
  const merged = { ...defaults, ...own };
  for (const [key, value] of Object.entries(own)) {
    const fallback = defaults[key];
    if (isMapping(value) && isMapping(fallback)) merged[key] = { ...fallback, ...value };
  }
  return merged;
}

async function readEnvFiles(
  paths: readonly string[],
  dir: string,
  at: Path,
  document: SourceDocument,
): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const path of paths) {
    const read = await readText(resolve(dir, path));
    if ('problem' in read) {
      document.mistakes.push(document.mistake(at, `"${path}": ${read.problem}`));
      continue;
    }
    const parsed = parseEnvFile(read.text);
    const inFile = (line: number, column: number, message: string): Mistake => ({
      file: basename(path),
      line,
      column,
      path: '',
      message,
    });
    for (const { line, column, message } of parsed.mistakes) {
      document.mistakes.push(inFile(line, column, message));
    }
    for (const name of Object.keys(parsed.values).filter(isReserved)) {
      document.mistakes.push(
        document.mistake(at, `"${path}": ${name} is set by Yagura, choose another name`),
      );
    }
    Object.assign(values, parsed.values);
  }
  return values;
}
