import type { Fleet, LiveSample } from '../../fleet/index.ts';
import { chooseFormat, type Family, mediaTypes, type Point, writeExposition } from '../../metrics/index.ts';
import type { App, Context } from '../route.ts';

export function metricsRoutes(app: App, { fleet, clock }: Context): void {
  const cpuTime = accumulateCpu(fleet);
  app.get(
    '/metrics',
    {
      config: {
        access: 'viewer',
        basicAuth: true,
        summary: 'Everything for Prometheus: its text format, or OpenMetrics for those who accept that',
        answers: 'text/plain',
      },
    },
    async (request, reply) => {
      const format = chooseFormat(request.headers.accept);
      return reply
        .type(mediaTypes[format])
        .header('vary', 'accept')
        .send(writeExposition(familiesOf(fleet, cpuTime, clock.now()), format));
    },
  );
}

/** CPU seconds since the hub started, by worker and by `host mode`. */
interface CpuTime {
  workers: Map<string, number>;
  hosts: Map<string, Map<string, number>>;
}

const longestStepMs = 5_000;

/** Samples are rates; counters are their sums. After a gap only the usual step counts, since nobody knows the rest. */
function accumulateCpu(fleet: Fleet): CpuTime {
  const total: CpuTime = { workers: new Map(), hosts: new Map() };
  let before: number | null = null;
  const add = (sample: LiveSample) => {
    const stepMs = before === null ? 0 : sample.time - before;
    const seconds = stepMs > 0 && stepMs <= longestStepMs ? stepMs / 1000 : 1;
    before = sample.time;
    const present = new Map<string, number>();
    sample.names.forEach((name, index) => {
      present.set(name, (total.workers.get(name) ?? 0) + (sample.cpuRatio[index] ?? 0) * seconds);
    });
    // Workers that are not running keep their counter as long as they are declared.
    for (const { name } of fleet.workers()) {
      if (!present.has(name)) present.set(name, total.workers.get(name) ?? 0);
    }
    total.workers = present;
    for (const [host, machine] of Object.entries(sample.machines)) {
      const modes = total.hosts.get(host) ?? new Map<string, number>();
      for (const [mode, share] of Object.entries(machine.cpu)) {
        modes.set(mode, (modes.get(mode) ?? 0) + share * machine.cores * seconds);
      }
      total.hosts.set(host, modes);
    }
  };
  fleet.onChange((change) => {
    if (change.kind === 'sample') add(change.sample);
  });
  return total;
}

function familiesOf(fleet: Fleet, cpuTime: CpuTime, now: number): Family[] {
  const workers = fleet.workers();
  const of = (worker: { name: string; host: string; declaredAs: string }) => ({
    worker: worker.name,
    host: worker.host,
    group: worker.declaredAs,
  });
  const newest = new Map(workers.map((worker) => [worker.name, newestFigures(fleet, worker.name, now)]));
  const figures = (series: string): Point[] =>
    workers.flatMap((worker) => {
      const value = newest.get(worker.name)?.get(series);
      return value === undefined ? [] : [[of(worker), value] satisfies Point];
    });
  const machines = fleet
    .hosts()
    .flatMap((host) => (host.latest ? [{ host: host.name, ...host.latest }] : []));

  return [
    family(
      'yagura_worker_up',
      'gauge',
      'Whether the worker runs and is not known to be unwell.',
      workers.map((worker) => [
        of(worker),
        worker.state === 'running' || worker.state === 'degraded' ? 1 : 0,
      ]),
    ),
    family(
      'yagura_worker_cpu_seconds_total',
      'counter',
      "CPU time of the worker's process tree since the hub started.",
      workers.map((worker) => [of(worker), cpuTime.workers.get(worker.name) ?? 0]),
    ),
    family(
      'yagura_worker_memory_rss_bytes',
      'gauge',
      "Resident memory of the worker's process tree.",
      workers.flatMap((worker) =>
        worker.rssBytes === null ? [] : [[of(worker), worker.rssBytes] satisfies Point],
      ),
    ),
    family('yagura_worker_open_fds', 'gauge', "Open files of the worker's process tree.", figures('fds')),
    family('yagura_worker_threads', 'gauge', "Threads of the worker's process tree.", figures('threads')),
    family(
      'yagura_worker_restarts_total',
      'counter',
      'Automatic restarts since the worker was declared.',
      workers.map((worker) => [of(worker), worker.restarts]),
    ),
    family(
      'yagura_host_cpu_seconds_total',
      'counter',
      'CPU time of the machine by mode since the hub started.',
      [...cpuTime.hosts].flatMap(([host, modes]) =>
        [...modes].map(([mode, value]): Point => [{ host, mode }, value]),
      ),
    ),
    family(
      'yagura_host_cpu_ratio',
      'gauge',
      'Busy share of all cores.',
      machines.map(({ host, cpuRatio }) => [{ host }, cpuRatio]),
    ),
    family(
      'yagura_host_memory_total_bytes',
      'gauge',
      'Memory of the machine.',
      machines.map(({ host, memory }) => [{ host }, memory.totalBytes]),
    ),
    family(
      'yagura_host_memory_available_bytes',
      'gauge',
      'Memory that new work could use.',
      machines.map(({ host, memory }) => [{ host }, memory.availableBytes]),
    ),
    family(
      'yagura_host_disk_size_bytes',
      'gauge',
      'Size of a file system.',
      machines.flatMap(({ host, disks }) =>
        disks.map(({ mount, sizeBytes }): Point => [{ host, mount }, sizeBytes]),
      ),
    ),
    family(
      'yagura_host_disk_used_bytes',
      'gauge',
      'Used part of a file system.',
      machines.flatMap(({ host, disks }) =>
        disks.map(({ mount, usedBytes }): Point => [{ host, mount }, usedBytes]),
      ),
    ),
    family(
      'yagura_host_load',
      'gauge',
      'Load average.',
      machines.flatMap(({ host, load }) =>
        ['1m', '5m', '15m'].map((window, index): Point => [{ host, window }, load[index] ?? 0]),
      ),
    ),
    family(
      'yagura_host_pressure_ratio',
      'gauge',
      'Share of time in which some task waited for the resource (PSI, 10 s).',
      machines.flatMap(({ host, pressure }) =>
        Object.entries(pressure ?? {}).map(([resource, value]): Point => [{ host, resource }, value]),
      ),
    ),
  ];
}

const freshMs = 5_000;

/** The last known value of each of a worker's series. */
function newestFigures(fleet: Fleet, worker: string, now: number): Map<string, number> {
  const { series } = fleet.history(worker, now - freshMs);
  return new Map(
    Object.entries(series).flatMap(([name, values]) => {
      const last = values.findLast((value) => value !== null);
      return last === undefined || last === null ? [] : [[name, last] as const];
    }),
  );
}

function family(name: string, type: Family['type'], help: string, points: Point[]): Family {
  return { name, type, help, points };
}
