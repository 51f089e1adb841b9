/** Limits by cgroups, version 2 or the separate controllers of version 1, wherever this process may make them. */
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { WorkerSpec } from '../../link/spec.ts';
import { messageOf } from '../../shared/failure.ts';

type Limits = WorkerSpec['limits'];
type Controller = 'memory' | 'pids' | 'cpu';

export interface WorkerCgroup {
  /** `cgroup.procs` files that the worker's first process has to enter. */
  procs: string[];
  /** Processes that the kernel killed here for want of memory, ever. */
  oomKills(): number;
  /** The kernel keeps the memory limit; otherwise someone has to watch it. */
  limitsMemory: boolean;
  /** Takes a process in that runs already. */
  admit(pid: number): void;
  /** No process of it can make another from now on. */
  forbidForks(): void;
  remove(): void;
}

export interface Cgroups {
  /** The worker's cgroup with its limits set, made or found; null when no limit asks for one or none can be made. */
  open(worker: string, limits: Limits): WorkerCgroup | null;
  /** Which limits the kernel can keep here, and why not. */
  abilities(): Record<string, boolean | string>;
}

interface Hierarchy {
  version: 1 | 2;
  /** Folder in which a folder per worker is made. */
  base: string;
}

/** One controller's files: where a limit is written, and in which form. */
const limitFiles: Record<1 | 2, Record<Controller, (limits: Limits) => [file: string, value: string][]>> = {
  1: {
    memory: ({ memoryBytes }) => [
      ['memory.limit_in_bytes', String(memoryBytes ?? -1)],
      ['memory.memsw.limit_in_bytes', String(memoryBytes ?? -1)],
    ],
    pids: ({ pids }) => [['pids.max', String(pids ?? 'max')]],
    cpu: ({ cpuCores }) => [
      ['cpu.cfs_quota_us', String(cpuCores === null ? -1 : Math.round(cpuCores * 100_000))],
    ],
  },
  2: {
    memory: ({ memoryBytes }) => [
      ['memory.max', String(memoryBytes ?? 'max')],
      ['memory.swap.max', memoryBytes === null ? 'max' : '0'],
      ['memory.oom.group', '1'],
    ],
    pids: ({ pids }) => [['pids.max', String(pids ?? 'max')]],
    cpu: ({ cpuCores }) => [
      ['cpu.max', cpuCores === null ? 'max' : `${Math.round(cpuCores * 100_000)} 100000`],
    ],
  },
};

/** Files that older kernels or other settings lack; the limit holds without them. */
const optionalFiles = new Set(['memory.memsw.limit_in_bytes', 'memory.swap.max', 'memory.oom.group']);

const controllers: readonly Controller[] = ['memory', 'pids', 'cpu'];

/** `name` keeps several homes on one machine apart. */
export function openCgroups(name: string): Cgroups {
  const found = new Map<Controller, Hierarchy | string>();
  const hierarchyOf = (controller: Controller): Hierarchy | string => {
    let hierarchy = found.get(controller);
    if (hierarchy === undefined) {
      hierarchy = findHierarchy(controller, name);
      found.set(controller, hierarchy);
    }
    return hierarchy;
  };

  return {
    open(worker, limits) {
      const folders = new Map<Controller, { path: string; version: 1 | 2 }>();
      for (const controller of controllers) {
        const asked = limitOf(limits, controller) !== null;
        if (!asked && !found.has(controller)) continue;
        const hierarchy = hierarchyOf(controller);
        if (typeof hierarchy === 'string') continue;
        const path = join(hierarchy.base, worker);
        // A limit that was taken away is lifted, but none is made only to be lifted.
        if (!asked && !existsSync(path)) continue;
        if (setLimits(path, hierarchy.version, controller, limits)) {
          folders.set(controller, { path, version: hierarchy.version });
        }
      }
      return folders.size === 0 ? null : asCgroup(folders);
    },
    abilities() {
      const all = controllers.map((controller): [string, boolean | string] => {
        const hierarchy = hierarchyOf(controller);
        return [`limits.${controller}`, typeof hierarchy === 'string' ? hierarchy : true];
      });
      return Object.fromEntries(all);
    },
  };
}

function limitOf(limits: Limits, controller: Controller): number | null {
  return { memory: limits.memoryBytes, pids: limits.pids, cpu: limits.cpuCores }[controller];
}

function setLimits(path: string, version: 1 | 2, controller: Controller, limits: Limits): boolean {
  try {
    mkdirSync(path, { recursive: true });
    if (version === 2) writeFileSync(join(path, '..', 'cgroup.subtree_control'), `+${controller}`);
    for (const [file, value] of limitFiles[version][controller](limits)) {
      try {
        writeFileSync(join(path, file), value);
      } catch (error) {
        if (!optionalFiles.has(file)) throw error;
      }
    }
    return true;
  } catch {
    return false;
  }
}

function asCgroup(folders: Map<Controller, { path: string; version: 1 | 2 }>): WorkerCgroup {
  const paths = [...new Set([...folders.values()].map((folder) => folder.path))];
  const memory = folders.get('memory');
  const pids = folders.get('pids');
  return {
    procs: paths.map((path) => join(path, 'cgroup.procs')),
    limitsMemory: memory !== undefined,
    oomKills() {
      if (!memory) return 0;
      const file = memory.version === 2 ? 'memory.events' : 'memory.oom_control';
      return readCount(join(memory.path, file), 'oom_kill');
    },
    admit(pid) {
      for (const path of paths) tryWrite(join(path, 'cgroup.procs'), String(pid));
    },
    forbidForks() {
      if (pids) tryWrite(join(pids.path, 'pids.max'), '0');
    },
    remove() {
      for (const path of paths) if (tryRemove(path)) tryRemove(dirname(path));
    },
  };
}

/** A controller's folder in which this process may make more, or why there is none. Makes nothing yet. */
function findHierarchy(controller: Controller, name: string): Hierarchy | string {
  let problem = 'no cgroups on this machine';
  for (const { version, mount, own } of listHierarchies(controller)) {
    for (const parent of new Set([join(mount, own), mount])) {
      try {
        accessSync(parent, constants.W_OK);
        if (version === 2 && !mayHaveChildren(parent)) throw new Error(`${parent} holds processes itself`);
        if (version === 2) writeFileSync(join(parent, 'cgroup.subtree_control'), `+${controller}`);
        return { version, base: join(parent, `yagura-${name}`) };
      } catch (error) {
        problem = `cgroups: ${messageOf(error)}`;
      }
    }
  }
  return problem;
}

/**
 * In version 2 processes live in the leaves; only the root may hold some as well, and it is the only one without a type. The kernel refuses
 * `memory` elsewhere, but with `cpu` or `pids` it makes the children such that no process can enter them.
 */
function mayHaveChildren(parent: string): boolean {
  return !existsSync(join(parent, 'cgroup.type')) || readLines(join(parent, 'cgroup.procs')).length === 0;
}

function listHierarchies(controller: Controller): { version: 1 | 2; mount: string; own: string }[] {
  const own = new Map<string, string>();
  const found: { version: 1 | 2; mount: string; own: string }[] = [];
  for (const line of readLines('/proc/self/cgroup')) {
    const [, names = '', path = '/'] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    for (const each of names.split(',')) own.set(each, path.includes('..') ? '/' : path);
  }
  for (const line of readLines('/proc/self/mounts')) {
    const [, mount = '', type, options = ''] = line.split(' ');
    if (type === 'cgroup' && options.split(',').includes(controller)) {
      found.unshift({ version: 1, mount, own: own.get(controller) ?? '/' });
    }
    if (
      type === 'cgroup2' &&
      readLines(join(mount, 'cgroup.controllers')).join(' ').split(' ').includes(controller)
    ) {
      found.push({ version: 2, mount, own: own.get('') ?? '/' });
    }
  }
  return found;
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

function readCount(path: string, key: string): number {
  const line = readLines(path).find((each) => each.startsWith(`${key} `));
  return line ? Number(line.slice(key.length + 1)) : 0;
}

/** False when it is gone already or not empty: then the next start uses it again, or another worker does. */
function tryRemove(path: string): boolean {
  try {
    rmdirSync(path);
    return true;
  } catch {
    return false;
  }
}

function tryWrite(path: string, value: string): void {
  try {
    writeFileSync(path, value);
  } catch {
    // The cgroup is gone, and with it what was to be written about.
  }
}

/** Processes that the kernel has killed on this machine for want of memory since it was started. */
export function machineOomKills(): number {
  return readCount('/proc/vmstat', 'oom_kill');
}
