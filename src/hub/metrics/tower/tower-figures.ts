/** Writes down each second what the tower sees, and shows the newest of it. */
import type { MachineSample, WorkerSample } from '../../../link/status.ts';
import type { Clock, Timer } from '../../../shared/clock.ts';
import type { Fleet, Worker } from '../../fleet/index.ts';
import type { Family, Point } from '../exposition/index.ts';
import { keyOf, metricName } from '../labels.ts';
import type { Labels, SampleSink, SeriesRef, SeriesSource } from '../samples.ts';
import { machineFigures, type MachineSums, workerFigures, type WorkerSums } from './names.ts';

export interface TowerFigures {
  /** The newest figures, for /metrics. */
  families(): Family[];
  close(): void;
}

const source = 'tower';
/** Without a sample for so long, what a machine and its workers do is not known. */
const silentMs = 5_000;
const lookEveryMs = 1_000;
/** Where counters go on from: the newest values of the last minutes or, after a longer pause, of the last day. */
const lookBack = [
  { ms: 600_000, stepMs: 0 },
  { ms: 86_400_000, stepMs: 300_000 },
];
/** Counters go on over the hub's own restart; this is far more than there are. */
const mostCounters = { series: 100_000, samples: 50_000_000 };

/** Series that are written together: their handles, and whether each has not ended. */
interface Track {
  refs: (SeriesRef | null)[];
  live: boolean[];
}

interface WorkerTrack extends Track {
  host: string;
  group: string;
  sums: WorkerSums;
}

interface HostTrack {
  tracks: Map<string, Track>;
  sums: MachineSums;
  machine: MachineSample;
  samples: Map<string, WorkerSample>;
  /** Monotonic ms. */
  heardAt: number;
}

export async function createTowerFigures(options: {
  fleet: Pick<Fleet, 'workers' | 'onChange'>;
  sink: SampleSink;
  source: SeriesSource;
  clock: Clock;
}): Promise<TowerFigures> {
  const { fleet, sink, clock } = options;
  const workers = new Map<string, WorkerTrack>();
  const hosts = new Map<string, HostTrack>();
  const before = await readCounters(options.source, clock.now());
  let timer: Timer | undefined;

  /** Where a counter of these labels stood when the last hub ended. */
  const sumBefore = (name: string, labels: Labels) =>
    before.get(keyOf({ [metricName]: name, ...labels })) ?? 0;

  function put(
    track: Track,
    index: number,
    name: string,
    labels: Labels,
    timeMs: number,
    value: number,
  ): void {
    // A handle is asked for anew after an end: the series may have been forgotten since.
    if (!track.live[index]) track.refs[index] = sink.refOf(source, { [metricName]: name, ...labels });
    track.live[index] = true;
    const ref = track.refs[index];
    if (ref !== null && ref !== undefined) sink.append(ref, timeMs, value);
    else track.live[index] = false;
  }

  function end(track: Track, timeMs: number, only?: number): void {
    track.refs.forEach((ref, index) => {
      if (!track.live[index] || (only !== undefined && only !== index)) return;
      if (ref !== null) sink.endSeries(ref, timeMs);
      track.live[index] = false;
    });
  }

  function trackOf(worker: Worker, timeMs: number): WorkerTrack {
    const known = workers.get(worker.name);
    if (known && known.host === worker.host && known.group === worker.declaredAs) return known;
    if (known) end(known, timeMs);
    const labels = labelsOf(worker);
    const track: WorkerTrack = {
      host: worker.host,
      group: worker.declaredAs,
      refs: [],
      live: [],
      sums: {
        cpuSeconds: sumBefore('yagura_worker_cpu_seconds_total', labels),
        readBytes: sumBefore('yagura_worker_io_read_bytes_total', labels),
        writtenBytes: sumBefore('yagura_worker_io_write_bytes_total', labels),
      },
    };
    workers.set(worker.name, track);
    return track;
  }

  function hostOf(host: string, machine: MachineSample): HostTrack {
    const known = hosts.get(host);
    if (known) return known;
    const labels = { host };
    const modes = Object.keys(machine.cpu) as (keyof MachineSample['cpu'])[];
    const track: HostTrack = {
      tracks: new Map(),
      machine,
      samples: new Map(),
      heardAt: clock.monotonic(),
      sums: {
        cpuSeconds: Object.fromEntries(
          modes.map((mode) => [mode, sumBefore('yagura_host_cpu_seconds_total', { host, mode })]),
        ) as MachineSums['cpuSeconds'],
        readBytes: sumBefore('yagura_host_disk_read_bytes_total', labels),
        writtenBytes: sumBefore('yagura_host_disk_write_bytes_total', labels),
        receivedBytes: sumBefore('yagura_host_network_receive_bytes_total', labels),
        sentBytes: sumBefore('yagura_host_network_transmit_bytes_total', labels),
      },
    };
    hosts.set(host, track);
    return track;
  }

  function takeSample(name: string, machine: MachineSample, samples: readonly WorkerSample[]): void {
    const isNew = !hosts.has(name);
    const host = hostOf(name, machine);
    // Samples are rates; counters are their sums. After a gap only the usual step counts, since nobody knows the rest.
    const stepMs = isNew ? 0 : machine.time - host.machine.time;
    const seconds = stepMs > 0 && stepMs <= silentMs ? stepMs / 1_000 : 1;
    Object.assign(host, {
      machine,
      heardAt: clock.monotonic(),
      samples: new Map(samples.map((sample) => [sample.name, sample])),
    });
    addMachine(host.sums, machine, seconds);
    writeMachine(name, host);
    const present = new Set<string>();
    for (const worker of fleet.workers()) {
      present.add(worker.name);
      if (worker.host !== name) continue;
      const track = trackOf(worker, machine.time);
      const sample = host.samples.get(worker.name) ?? null;
      if (sample) addWorker(track.sums, sample, seconds);
      writeWorker(worker, track, sample, machine.time);
    }
    for (const [gone, track] of workers) {
      if (present.has(gone)) continue;
      end(track, machine.time);
      workers.delete(gone);
    }
  }

  function writeWorker(
    worker: Worker,
    track: WorkerTrack,
    sample: WorkerSample | null,
    timeMs: number,
  ): void {
    const labels = labelsOf(worker);
    workerFigures.forEach((figure, index) => {
      const value = figure.of(worker, sample, track.sums);
      if (value === null) end(track, timeMs, index);
      else put(track, index, figure.name, labels, timeMs, value);
    });
  }

  function writeMachine(name: string, host: HostTrack): void {
    const { machine, sums, tracks } = host;
    for (const figure of machineFigures) {
      const seen = new Set<string>();
      for (const [more, value] of figure.of(machine, sums)) {
        const labels = { host: name, ...more };
        const key = `${figure.name} ${Object.values(more).join(' ')}`;
        seen.add(key);
        const track = tracks.get(key) ?? { refs: [], live: [] };
        tracks.set(key, track);
        put(track, 0, figure.name, labels, machine.time, value);
      }
      // Such as a file system that is no longer there.
      for (const [key, track] of tracks) {
        if (key.startsWith(`${figure.name} `) && !seen.has(key)) {
          end(track, machine.time);
          tracks.delete(key);
        }
      }
    }
  }

  /** Nobody knows what a machine does that says nothing: its series end until it does again. */
  function endSilent(): void {
    for (const [name, host] of hosts) {
      if (clock.monotonic() - host.heardAt < silentMs) continue;
      const timeMs = clock.now();
      for (const track of host.tracks.values()) end(track, timeMs);
      for (const track of workers.values()) if (track.host === name) end(track, timeMs);
      host.samples.clear();
    }
    timer = clock.setTimeout(endSilent, lookEveryMs);
  }

  const stopListening = fleet.onChange((change) => {
    if (change.kind === 'figures') takeSample(change.host, change.machine, change.workers);
  });
  endSilent();

  return {
    families() {
      const list = fleet.workers();
      const now = clock.monotonic();
      const heard = [...hosts].filter(([, { heardAt }]) => now - heardAt < silentMs);
      const none: WorkerSums = { cpuSeconds: 0, readBytes: 0, writtenBytes: 0 };
      return [
        ...workerFigures.map(({ name, type, help, of }) => ({
          name,
          type,
          help,
          points: list.flatMap((worker): Point[] => {
            const sample = hosts.get(worker.host)?.samples.get(worker.name) ?? null;
            const value = of(worker, sample, workers.get(worker.name)?.sums ?? none);
            return value === null ? [] : [[labelsOf(worker), value]];
          }),
        })),
        ...machineFigures.map(({ name, type, help, of }) => ({
          name,
          type,
          help,
          points: heard.flatMap(([host, { machine, sums }]) =>
            of(machine, sums).map(([more, value]): Point => [{ host, ...more }, value]),
          ),
        })),
      ];
    },
    close() {
      stopListening();
      clock.clearTimeout(timer);
    },
  };
}

function labelsOf({ name, host, declaredAs }: Pick<Worker, 'name' | 'host' | 'declaredAs'>): Labels {
  return { worker: name, host, group: declaredAs };
}

function addWorker(sums: WorkerSums, sample: WorkerSample, seconds: number): void {
  sums.cpuSeconds += sample.cpuRatio * seconds;
  sums.readBytes += (sample.readBytesPerSecond ?? 0) * seconds;
  sums.writtenBytes += (sample.writeBytesPerSecond ?? 0) * seconds;
}

function addMachine(sums: MachineSums, machine: MachineSample, seconds: number): void {
  for (const [mode, share] of Object.entries(machine.cpu))
    sums.cpuSeconds[mode as keyof MachineSample['cpu']] += share * machine.cores * seconds;
  sums.readBytes += machine.diskIo.readBytesPerSecond * seconds;
  sums.writtenBytes += machine.diskIo.writeBytesPerSecond * seconds;
  sums.receivedBytes += machine.network.receivedBytesPerSecond * seconds;
  sums.sentBytes += machine.network.sentBytesPerSecond * seconds;
}

async function readCounters(series: SeriesSource, now: number): Promise<Map<string, number>> {
  const counters = new Map<string, number>();
  const names = [...workerFigures, ...machineFigures].flatMap(({ name, type }) =>
    type === 'counter' ? [name] : [],
  );
  const matchers = [{ name: metricName, op: '=~', value: names.join('|') } as const];
  for (const { ms, stepMs } of lookBack) {
    const selection = { matchers, fromMs: now - ms, toMs: now, stepMs, aspect: 'last' } as const;
    for await (const { labels, values, stale } of series.select(selection, { ...mostCounters })) {
      const marks = new Set(stale);
      const last = values.findLast((_, at) => !marks.has(at));
      if (last !== undefined) counters.set(keyOf(labels), last);
    }
    if (counters.size > 0) break;
  }
  return counters;
}
