/** Finds which processes belong to which worker's run, also those that double-forked or made a session of their own. */
import { readFileSync } from 'node:fs';
import { listPids, type ProcessStat, readRunMarker, readStat } from './proc.ts';

/** The first process of a run. */
export interface Root {
  worker: string;
  runId: string;
  pid: number;
  startTicks: number;
  shimPid: number | null;
  /** Path of the `cgroup.procs` that lists the run's processes, where it has a cgroup of its own. */
  cgroup: string | null;
  /** True when the run may have ended long ago: its pid and session number may belong to strangers by now, so only the marker counts. */
  stale?: boolean;
}

export interface TreeFinder {
  /** Processes of each root's tree by worker, the root itself included, its shim never. One scan of /proc for all of them. */
  find(roots: readonly Root[], stats?: readonly ProcessStat[]): Map<string, ProcessStat[]>;
  /** The same for a single root, without reading processes that a recent scan has shown to be strangers: ten times faster. */
  findQuickly(root: Root): ProcessStat[];
  /**
   * From now on every full scan looks for this run too, and tells when it finds something. One look at /proc can miss a process whose
   * parent forked it and died just then; what is left of an ended run shows itself a scan later. Returns a function that ends this.
   */
  lookOut(root: Root, onSeen: (left: ProcessStat[]) => void): () => void;
}

/** Figures of all processes that exist now. */
export function readAllStats(): ProcessStat[] {
  return readStats(listPids());
}

function readStats(pids: readonly number[]): ProcessStat[] {
  const stats: ProcessStat[] = [];
  for (const pid of pids) {
    const stat = readStat(pid);
    if (stat) stats.push(stat);
  }
  return stats;
}

/** What is remembered of a process between scans, so that environments are read once. */
interface Known {
  startTicks: number;
  marker: string | null;
  /** Scans that looked for a marker and found none. A process may be seen between fork and exec, so one look is not enough. */
  looks: number;
  /** Run it belonged to when last seen: a member stays one, whatever it does to its session, parent and environment. */
  runId: string | null;
  scan: number;
}

const looksForMarker = 2;
const recentScanMs = 3_000;

export function createTreeFinder(monotonic: () => number = () => performance.now()): TreeFinder {
  const known = new Map<number, Known>();
  const lookouts = new Map<Root, (left: ProcessStat[]) => void>();
  let scan = 0;
  let scannedAt = Number.NEGATIVE_INFINITY;

  function recall(stat: ProcessStat): Known {
    let entry = known.get(stat.pid);
    if (!entry || entry.startTicks !== stat.startTicks) {
      entry = { startTicks: stat.startTicks, marker: null, looks: 0, runId: null, scan };
      known.set(stat.pid, entry);
    }
    entry.scan = scan;
    return entry;
  }

  function markerOf(stat: ProcessStat, entry: Known): string | null {
    if (entry.marker === null && entry.looks < looksForMarker) {
      entry.marker = readRunMarker(stat.pid);
      entry.looks += 1;
    }
    return entry.marker;
  }

  function assign(roots: readonly Root[], stats: readonly ProcessStat[]): Map<string, ProcessStat[]> {
    const found = new Map<string, ProcessStat[]>(roots.map((root) => [root.worker, []]));
    if (roots.length === 0) return found;
    const byPid = new Map(stats.map((stat) => [stat.pid, stat]));
    const byRun = new Map(roots.map((root) => [root.runId, root]));
    const byLeader = new Map<number, Root>();
    const byCgroup = new Map<number, Root>();
    const shims = new Set<number>([process.pid]);
    for (const root of roots) {
      if (root.shimPid !== null) shims.add(root.shimPid);
      const leader = byPid.get(root.pid);
      const reused = leader !== undefined && leader.startTicks !== root.startTicks;
      if (!root.stale && !reused) byLeader.set(root.pid, root);
      if (root.cgroup) for (const pid of readCgroup(root.cgroup)) byCgroup.set(pid, root);
    }

    const owners = new Map<number, Root | null>();
    function ownerOf(stat: ProcessStat): Root | null {
      const decided = owners.get(stat.pid);
      if (decided !== undefined) return decided;
      owners.set(stat.pid, null); // ends a loop that a reused parent pid could make
      const owner = shims.has(stat.pid) ? neverOwned(stat) : decide(stat);
      owners.set(stat.pid, owner);
      return owner;
    }
    function neverOwned(stat: ProcessStat): null {
      recall(stat).looks = looksForMarker;
      return null;
    }
    function decide(stat: ProcessStat): Root | null {
      const entry = recall(stat);
      const remembered = entry.runId === null ? undefined : byRun.get(entry.runId);
      const sure =
        remembered ?? byCgroup.get(stat.pid) ?? byLeader.get(stat.pid) ?? byLeader.get(stat.session);
      if (sure) return sure;
      const group = byLeader.get(stat.pgrp);
      if (group) return group;
      const parent = stat.ppid > 1 ? byPid.get(stat.ppid) : undefined;
      const inherited = parent ? ownerOf(parent) : null;
      if (inherited) return inherited;
      const marker = markerOf(stat, entry);
      return marker === null ? null : (byRun.get(marker) ?? null);
    }

    for (const stat of stats) {
      const owner = ownerOf(stat);
      if (!owner) continue;
      recall(stat).runId = owner.runId;
      found.get(owner.worker)?.push(stat);
    }
    return found;
  }

  function isStranger(entry: Known | undefined, runId: string): boolean {
    if (!entry || entry.runId === runId || entry.marker === runId) return false;
    return entry.runId !== null || entry.marker !== null || entry.looks >= looksForMarker;
  }

  /** Tells the lookouts what is left of their runs, with what was born while the scan went on. */
  function lookAround(found: Map<string, ProcessStat[]>): void {
    if (lookouts.size === 0) return;
    const newborn = listPids().filter((pid) => !known.has(pid));
    const late = assign([...lookouts.keys()], readStats(newborn));
    for (const [root, onSeen] of lookouts) {
      const left = [...(found.get(root.worker) ?? []), ...(late.get(root.worker) ?? [])];
      found.delete(root.worker);
      if (left.length > 0) onSeen(left);
    }
  }

  function forgetGone(): void {
    for (const [pid, entry] of known) if (entry.scan !== scan) known.delete(pid);
  }

  return {
    find(roots, stats = readAllStats()) {
      scan += 1;
      const found = assign([...roots, ...lookouts.keys()], stats);
      // With no roots nothing was recalled, and nothing has to be.
      for (const stat of stats) recall(stat);
      forgetGone();
      scannedAt = monotonic();
      lookAround(found);
      return found;
    },

    findQuickly(root) {
      if (monotonic() - scannedAt > recentScanMs) return this.find([root]).get(root.worker) ?? [];
      // A stranger then is a stranger now, or has died and given its pid away since, which the next full scan finds.
      const pids = listPids().filter((pid) => pid === root.pid || !isStranger(known.get(pid), root.runId));
      return assign([root], readStats(pids)).get(root.worker) ?? [];
    },

    lookOut(root, onSeen) {
      // Under a name of its own: the worker's next run is there at the same time.
      const ended = { ...root, worker: `ended ${root.runId}` };
      lookouts.set(ended, onSeen);
      return () => lookouts.delete(ended);
    },
  };
}

function readCgroup(path: string): number[] {
  try {
    return readFileSync(path, 'latin1').split('\n').filter(Boolean).map(Number);
  } catch {
    return []; // the cgroup is gone, and so are its processes
  }
}
