import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** As yagura.yaml has it. */
export interface DeclaredProject {
  name: string;
  /** Whose errors these are; the project's name where none is given. */
  worker: string | null;
  /** The most envelopes a second, over ten seconds. */
  rate: number;
  /** Pages that may send from a browser. */
  origins: readonly string[];
}

export interface Project extends DeclaredProject {
  /** Digits, since SDKs take nothing else. */
  id: string;
  /** 32 hexadecimal digits. Whoever has it may send, and nothing else. */
  key: string;
}

export interface Projects {
  all(): readonly Project[];
  /** By id or by name. */
  find(idOrName: string): Project | null;
}

/** Every worker is a project of its own unless a project of that name is declared; `declared` and `workers` may change at any time. */
export function createProjects(options: {
  secret: string;
  declared: () => readonly DeclaredProject[];
  workers: () => readonly string[];
  defaultRate: number;
}): Projects {
  const { secret, defaultRate } = options;
  const known = new Map<string, Pick<Project, 'id' | 'key'>>();
  const namesById = new Map<string, string>();
  const identify = (name: string) => {
    const before = known.get(name);
    if (before) return before;
    const identity = { id: projectId(name), key: projectKey(secret, name) };
    known.set(name, identity);
    namesById.set(identity.id, name);
    return identity;
  };
  const projectOf = (name: string): Project | null => {
    const declared = options.declared().find((project) => project.name === name);
    if (declared) return { ...declared, ...identify(name) };
    if (!options.workers().includes(name)) return null;
    return { name, worker: name, rate: defaultRate, origins: [], ...identify(name) };
  };
  const all = () => {
    const names = new Set([...options.declared().map(({ name }) => name), ...options.workers()]);
    return [...names].flatMap((name) => projectOf(name) ?? []);
  };
  return {
    all,
    find(idOrName) {
      if (!/^\d+$/.test(idOrName)) return projectOf(idOrName);
      if (!namesById.has(idOrName)) all();
      const name = namesById.get(idOrName);
      // A worker may be called by digits as well.
      return (name === undefined ? null : projectOf(name)) ?? projectOf(idOrName);
    },
  };
}

/** The same for a name everywhere and always: 48 bits, which every language holds exactly. */
export function projectId(name: string): string {
  return String(createHash('sha256').update(name).digest().readUIntBE(0, 6) + 1);
}

export function projectKey(secret: string, name: string): string {
  return createHmac('sha256', secret).update(`sentry ${name}`).digest('hex').slice(0, 32);
}

export function isKeyOf(project: Pick<Project, 'key'>, key: string): boolean {
  const given = Buffer.from(key);
  const wanted = Buffer.from(project.key);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** What SDKs are configured with, for an address such as `http://127.0.0.1:8910`. */
export function dsnOf(project: Pick<Project, 'id' | 'key'>, url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${project.key}@${host}/sentry/${project.id}`;
}
