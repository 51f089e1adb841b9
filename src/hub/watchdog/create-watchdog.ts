import { statfs } from 'node:fs/promises';
import type { Clock, Timer } from '../../shared/clock.ts';
import { messageOf } from '../../shared/failure.ts';
import type { Fleet } from '../fleet/index.ts';
import { createSeriesWriter, type Family, type SampleSink } from '../metrics/index.ts';
import { createClockWatch } from './clock-watch.ts';
import { createHeartbeat, type HeartbeatSettings } from './heartbeat.ts';
import { judge, limits, type Readings, type Verdict } from './judge.ts';

export interface WatchdogSettings {
  heartbeat: HeartbeatSettings | null;
}

export interface Watchdog {
  configure(settings: WatchdogSettings): void;
  /** Watches one step from a figure to a message: how long what is due has waited there, ms. */
  watchStep(name: string, lagMs: () => number): void;
  /** Watches what waits somewhere, as a share of what may: at 1 something is lost. */
  watchQueue(name: string, fillRatio: () => number): void;
  /** Why nothing can be judged by its figures now: the hub stood still, or the clock jumped, a moment ago. Null: it can. */
  unsteady(): string | null;
  /**
   * Why figures say nothing about the workers now, for the tower is in trouble itself; null: they do. With a machine's name, about the
   * workers of that one. Whoever judges workers keeps what it knew meanwhile.
   */
  blindTo(host?: string): string | null;
  families(): Family[];
  close(): void;
}

const lookEveryMs = 1_000;
const writeEveryMs = 5_000;
/** A trouble that ended less than so long ago is still told, so that one that comes and goes is one. */
const steadyMs = 10_000;
/** A jump of the clock is told for so long, and nothing is judged for a moment: rates over it are wrong. */
const jumpToldMs = 60_000;
const settleMs = 5_000;
/** An agent tells its figures each second. */
const silentMs = 4_000;

export function createWatchdog(options: {
  fleet: Pick<Fleet, 'agents' | 'parts' | 'onChange'>;
  part: (name: string, state: Verdict['state'], detail?: string) => void;
  sink: SampleSink;
  clock: Clock;
  log: (text: string) => void;
  /** The folder whose file system is looked at. */
  folder: string;
}): Watchdog {
  const { fleet, part, clock, folder, log } = options;
  const writer = createSeriesWriter(options.sink);
  const clockWatch = createClockWatch(clock);
  const steps = new Map<string, () => number>();
  const queues = new Map<string, () => number>();
  /** Monotonic ms at which each machine's figures came last. */
  const heardAt = new Map<string, number>();
  /** Monotonic ms until which a part's trouble is told. */
  const toldUntil = new Map<string, number>();
  const startedAt = clock.monotonic();
  let lookedAt = startedAt;
  let writtenAt = startedAt;
  let late = { ms: 0, at: Number.NEGATIVE_INFINITY };
  let jump = { ms: 0, at: Number.NEGATIVE_INFINITY };
  let jumps = 0;
  let disk: { sizeBytes: number; availableBytes: number } | null = null;
  let timer: Timer | undefined;

  const heartbeat = createHeartbeat({ clock, stuck, part });
  const stopListening = fleet.onChange((change) => {
    if (change.kind === 'figures') heardAt.set(change.host, clock.monotonic());
  });

  const isRecent = (at: number, ms: number) => clock.monotonic() - at < ms;

  function read(): Readings {
    return {
      lateMs: isRecent(late.at, steadyMs) ? late.ms : 0,
      jumpMs: isRecent(jump.at, jumpToldMs) ? jump.ms : null,
      skewsMs: Object.fromEntries(fleet.agents().map(({ host, clockSkewMs }) => [host, clockSkewMs])),
      lagsMs: Object.fromEntries([...steps].map(([name, lagMs]) => [name, lagMs()])),
      fillRatios: Object.fromEntries([...queues].map(([name, fillRatio]) => [name, fillRatio()])),
    };
  }

  function look(): void {
    try {
      lookAround();
    } catch (error) {
      log(`the tower cannot be watched: ${messageOf(error)}`);
    }
    timer = clock.setTimeout(look, lookEveryMs);
  }

  function lookAround(): void {
    const now = clock.monotonic();
    const lateMs = now - lookedAt - lookEveryMs;
    lookedAt = now;
    if (lateMs >= late.ms || !isRecent(late.at, steadyMs)) late = { ms: Math.max(0, lateMs), at: now };
    const jumpedMs = clockWatch.look();
    if (jumpedMs !== 0) {
      jump = { ms: jumpedMs, at: now };
      jumps += 1;
    }
    for (const verdict of judge(read())) tell(verdict);
    if (now - writtenAt >= writeEveryMs) {
      writtenAt = now;
      void measureDisk();
      for (const { name, points } of families()) writer.write(name, points, clock.now());
    }
  }

  function tell({ name, state, detail }: Verdict): void {
    if (state !== 'well') toldUntil.set(name, clock.monotonic() + steadyMs);
    else if (clock.monotonic() < (toldUntil.get(name) ?? 0)) return;
    part(name, state, detail);
  }

  async function measureDisk(): Promise<void> {
    try {
      const { bsize, blocks, bavail } = await statfs(folder);
      disk = { sizeBytes: blocks * bsize, availableBytes: bavail * bsize };
    } catch {
      disk = null;
    }
  }

  function stuck(): string | null {
    const verdicts = judge(read());
    return blindTo() ?? verdicts.find(({ name, state }) => steps.has(name) && state !== 'well')?.name ?? null;
  }

  function unsteady(): string | null {
    // It may be asked right after a standstill, before the next look.
    const standsStill = !isRecent(lookedAt, lookEveryMs + limits.lateMs);
    if (standsStill || (late.ms > limits.lateMs && isRecent(late.at, settleMs))) return 'the hub stood still';
    return isRecent(jump.at, settleMs) ? 'the clock jumped' : null;
  }

  function blindTo(host?: string): string | null {
    const why = unsteady();
    if (why !== null) return why;
    const heard = host === undefined ? Math.max(...heardAt.values()) : heardAt.get(host);
    if (heard !== undefined && isRecent(heard, silentMs)) return null;
    return host === undefined ? 'no agent tells anything' : `the agent of ${host} tells nothing`;
  }

  function families(): Family[] {
    const { lateMs, skewsMs, lagsMs, fillRatios } = read();
    const counts = heartbeat.counts();
    return [
      family(
        'yagura_tower_part_well',
        'Whether a part of Yagura itself is well: 1 or 0.',
        fleet.parts().map(({ name, state }) => [{ part: name }, state === 'well' ? 1 : 0]),
      ),
      family('yagura_tower_late_seconds', 'The longest that the hub stood still in the last ten seconds.', [
        [{}, lateMs / 1_000],
      ]),
      family(
        'yagura_tower_lag_seconds',
        'How long what is due has waited, by step from a figure to a message.',
        Object.entries(lagsMs).map(([step, ms]) => [{ step }, ms / 1_000]),
      ),
      family(
        'yagura_tower_queue_fill_ratio',
        'What waits, as a share of what may wait there.',
        Object.entries(fillRatios).map(([queue, ratio]) => [{ queue }, ratio]),
      ),
      family(
        'yagura_tower_clock_skew_seconds',
        "The hub's clock minus the agent's, by machine; absent on the hub's own.",
        Object.entries(skewsMs).flatMap(([host, ms]) => (ms === null ? [] : [[{ host }, ms / 1_000]])),
      ),
      family(
        'yagura_tower_clock_jumps_total',
        'Jumps of the clock since the hub started.',
        [[{}, jumps]],
        'counter',
      ),
      family(
        'yagura_tower_disk_available_bytes',
        "What is free on the file system of Yagura's home.",
        disk ? [[{}, disk.availableBytes]] : [],
      ),
      family(
        'yagura_tower_disk_size_bytes',
        "Size of the file system of Yagura's home.",
        disk ? [[{}, disk.sizeBytes]] : [],
      ),
      family(
        'yagura_tower_heartbeats_total',
        'Signs of life to another monitor since the hub started, by what became of them.',
        Object.entries(counts).map(([outcome, count]) => [{ outcome }, count]),
        'counter',
      ),
    ];
  }

  void measureDisk();
  timer = clock.setTimeout(look, lookEveryMs);

  return {
    configure: ({ heartbeat: settings }) => heartbeat.configure(settings),
    watchStep: (name, lagMs) => void steps.set(name, lagMs),
    watchQueue: (name, fillRatio) => void queues.set(name, fillRatio),
    unsteady,
    blindTo,
    families,
    close() {
      clock.clearTimeout(timer);
      heartbeat.close();
      stopListening();
    },
  };
}

function family(
  name: string,
  help: string,
  points: Family['points'],
  type: Family['type'] = 'gauge',
): Family {
  return { name, type, help, points };
}
