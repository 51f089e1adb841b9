import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Clock } from '../../../shared/clock.ts';
import { errnoOf, Failure, messageOf } from '../../../shared/failure.ts';
import type { Home } from '../../../shared/home.ts';
import type { Fleet } from '../../fleet/index.ts';
import type { Scrub } from '../../logs/index.ts';
import type { Family } from '../../metrics/index.ts';
import { readSetting, type Store, writeSetting } from '../../store/index.ts';
import type { Occurrence } from '../occurrence.ts';
import { createProjects, type DeclaredProject, type Projects } from './projects.ts';
import { createReleaseBook, type ReleaseBook } from './release-book.ts';
import {
  createSourceMaps,
  createUploads,
  type MapsRetention,
  type Uploads,
  usualMapsRetention,
} from './source-maps/index.ts';
import { createSentryIntake, type SentryIntake } from './sentry.ts';

/** What yagura.yaml says of this room. */
export interface SentrySettings {
  projects: readonly DeclaredProject[];
  sourceMaps: MapsRetention;
}

export interface Sentry {
  projects: Projects;
  intake: SentryIntake;
  releases: ReleaseBook;
  /** Source maps that sentry-cli sends. */
  uploads: Omit<Uploads, 'close'>;
  /** What yagura.yaml says from now on; remembered for a hub that is brought back without reading it. */
  declare(settings: SentrySettings): Promise<void>;
  /** For /metrics. */
  families(): Family[];
  close(): Promise<void>;
}

const declaredKey = 'sentry-projects';
const mapsKey = 'sentry-source-maps';
const defaultRate = 1000;
/** Workers come and go far more seldom than events. */
const namesForMs = 1_000;

export function openSentry(options: {
  home: Pick<Home, 'sentrySecret' | 'sourceMaps'>;
  store: Store;
  fleet: Pick<Fleet, 'workers' | 'worker' | 'heartbeat'>;
  /** Stores occurrences before it resolves. */
  errors: { take: (occurrences: readonly Occurrence[]) => Promise<void> };
  scrub: Pick<Scrub, 'records'>;
  clock: Clock;
  log: (text: string) => void;
}): Sentry {
  const { home, store, fleet, errors, scrub, clock, log } = options;
  let declared = JSON.parse(readSetting(store, declaredKey) ?? '[]') as readonly DeclaredProject[];
  const names = createNames(fleet, clock);
  const releases = createReleaseBook(store, clock);
  const keptMaps = readSetting(store, mapsKey);
  const uploads = createUploads({
    path: home.sourceMaps,
    clock,
    log,
    retention: keptMaps === null ? usualMapsRetention : (JSON.parse(keptMaps) as MapsRetention),
  });
  const projects = createProjects({
    secret: readSecret(home.sentrySecret),
    declared: () => declared,
    workers: () => [...names().keys()],
    defaultRate,
  });
  const intake = createSentryIntake({
    take: (occurrences) => errors.take(occurrences),
    addSessions: (project, counts) => releases.add(project, counts),
    heartbeat(worker, sign) {
      if (names().get(worker) !== 'external') return false;
      fleet.heartbeat(worker, sign, null, null);
      return true;
    },
    isWorker: (name) => names().has(name),
    sourceMaps: createSourceMaps({
      folderOf: (worker) => (names().has(worker) ? folderOf(fleet, worker) : null),
      uploads,
      nowMs: () => clock.now(),
    }),
    scrub,
    clock,
  });
  return {
    projects,
    intake,
    releases,
    uploads,
    async declare({ projects: wanted, sourceMaps }) {
      declared = wanted;
      await writeSetting(store, declaredKey, JSON.stringify(wanted));
      await writeSetting(store, mapsKey, JSON.stringify(sourceMaps));
      uploads.setRetention(sourceMaps);
    },
    families: () => families(projects, intake),
    close: () => uploads.close(),
  };
}

/** Null for what several instances are declared as. */
function folderOf(fleet: Pick<Fleet, 'worker'>, name: string): string | null {
  try {
    return fleet.worker(name).spec.cwd;
  } catch {
    return null;
  }
}

/** Kind of each worker, and of what several instances are declared as. */
function createNames(fleet: Pick<Fleet, 'workers'>, clock: Clock): () => ReadonlyMap<string, string> {
  let names = new Map<string, string>();
  let at = Number.NEGATIVE_INFINITY;
  return () => {
    if (clock.monotonic() - at >= namesForMs) {
      at = clock.monotonic();
      names = new Map(
        fleet.workers().flatMap(({ name, declaredAs, kind }) => [
          [declaredAs, kind],
          [name, kind],
        ]),
      );
    }
    return names;
  };
}

/** Made at the first start. Whoever loses it gets other keys. */
function readSecret(path: string): string {
  try {
    writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST')
      throw new Failure('storage_unavailable', `cannot write ${path}: ${messageOf(error)}`, { cause: error });
  }
  const secret = readFileSync(path, 'utf8').trim();
  if (secret.length < 32)
    throw new Failure('storage_unavailable', `${path} holds no secret; remove it to get another`);
  return secret;
}

function families(projects: Projects, intake: SentryIntake): Family[] {
  const counted = projects.all().flatMap(({ name: project }) => {
    const counts = intake.counts(project);
    return counts ? [{ project, counts }] : [];
  });
  return [
    {
      name: 'yagura_sentry_items_total',
      type: 'counter',
      help: "What Sentry's SDKs sent, by type of item.",
      points: counted.flatMap(({ project, counts }) =>
        [...counts.items].map(([type, count]) => [{ project, type }, count] as const),
      ),
    },
    {
      name: 'yagura_sentry_malformed_items_total',
      type: 'counter',
      help: 'Items that could not be read.',
      points: counted.map(({ project, counts }) => [{ project }, counts.malformed]),
    },
    {
      name: 'yagura_sentry_limited_requests_total',
      type: 'counter',
      help: 'Requests that were turned away because too many came.',
      points: counted.map(({ project, counts }) => [{ project }, counts.limited]),
    },
  ];
}
