import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../shared/clock.ts';
import type { Doctor, FleetChange, Part } from '../fleet/index.ts';
import type { SampleSink } from '../metrics/index.ts';
import { createWatchdog, type Watchdog } from './create-watchdog.ts';

/** Time that passes without a timer that comes, as while the process is stopped. */
class StallingClock extends ManualClock {
  private stalledMs = 0;
  stall(ms: number): void {
    this.stalledMs += ms;
  }
  override now(): number {
    return super.now() + this.stalledMs;
  }
  override monotonic(): number {
    return super.monotonic() + this.stalledMs;
  }
}

let clock: StallingClock;
let watchdog: Watchdog;
let tell: (change: FleetChange) => void;
let parts: Map<string, Omit<Part, 'since'>>;
let written: string[];
let skewMs: number | null;

beforeEach(() => {
  clock = new StallingClock();
  parts = new Map();
  written = [];
  skewMs = null;
  const sink: SampleSink = {
    refOf: (_source, labels) => written.push(JSON.stringify(labels)),
    append: () => {},
    endSeries: () => {},
  };
  watchdog = createWatchdog({
    log: () => {},
    fleet: {
      agents: () => [{ host: 'box', clockSkewMs: skewMs } as Doctor['agents'][number]],
      parts: () => [...parts.values()].map((part) => ({ ...part, since: null })),
      onChange(listener) {
        tell = listener;
        return () => {};
      },
    },
    part: (name, state, detail = '') => void parts.set(name, { name, state, detail }),
    sink,
    clock,
    folder: tmpdir(),
  });
});
afterEach(() => watchdog.close());

/** Seconds in which the agent tells its figures, as it should. */
function live(seconds: number): void {
  for (let i = 0; i < seconds; i += 1) {
    hear();
    clock.advance(1_000);
  }
  hear();
}
const hear = () => tell({ kind: 'figures', host: 'box', machine: {} as never, workers: [] });
const state = (name: string) => parts.get(name)?.state;

describe('the watchdog', () => {
  it('finds everything well while nothing is wrong, and writes that down', () => {
    watchdog.watchStep('evaluation', () => 0);
    watchdog.watchQueue('events', () => 0.002);
    live(20);
    expect([...parts.values()].filter((part) => part.state !== 'well')).toEqual([]);
    expect(watchdog.blindTo()).toBeNull();
    expect(watchdog.blindTo('box')).toBeNull();
    expect(written).toContain(JSON.stringify({ __name__: 'yagura_tower_part_well', part: 'evaluation' }));
    expect(written).toContain(JSON.stringify({ __name__: 'yagura_tower_queue_fill_ratio', queue: 'events' }));
  });

  it('tells a trouble until it has been over for a while', () => {
    let lagMs = 0;
    watchdog.watchStep('evaluation', () => lagMs);
    live(2);
    lagMs = 8_000;
    live(2);
    expect(state('evaluation')).toBe('troubled');
    lagMs = 0;
    live(5);
    expect(state('evaluation')).toBe('troubled');
    live(7);
    expect(state('evaluation')).toBe('well');
  });

  it('knows nothing of the workers before an agent told, and when it is silent', () => {
    expect(watchdog.blindTo()).toBe('no agent tells anything');
    live(2);
    clock.advance(6_000);
    expect(watchdog.blindTo()).toBe('no agent tells anything');
    expect(watchdog.blindTo('box')).toBe('the agent of box tells nothing');
    expect(watchdog.unsteady()).toBeNull();
    hear();
    expect(watchdog.blindTo()).toBeNull();
    expect(watchdog.blindTo('far')).toBe('the agent of far tells nothing');
  });

  it('knows nothing for a moment after the clock was set, and says so for longer', () => {
    live(5);
    clock.jumpWall(-3_600_000);
    live(1);
    expect(watchdog.blindTo()).toBe('the clock jumped');
    expect(watchdog.unsteady()).toBe('the clock jumped');
    expect(parts.get('clock')).toMatchObject({ state: 'troubled', detail: 'the clock jumped 60 min back' });
    live(6);
    expect(watchdog.blindTo()).toBeNull();
    expect(state('clock')).toBe('troubled');
    live(70);
    expect(state('clock')).toBe('well');
    expect(pointsOf('yagura_tower_clock_jumps_total')).toEqual([[{}, 1]]);
  });

  it('says that a clock of another machine goes wrong', () => {
    skewMs = -7_000;
    live(1);
    expect(parts.get('clock')).toMatchObject({ state: 'troubled', detail: 'the clock of box is 7 s ahead' });
    expect(pointsOf('yagura_tower_clock_skew_seconds')).toEqual([[{ host: 'box' }, -7]]);
  });
});

describe('a hub that stood still', () => {
  it('does not judge the workers, also before its first look afterwards, and says so', () => {
    live(3);
    clock.stall(9_000);
    hear();
    expect(watchdog.blindTo('box')).toBe('the hub stood still');
    clock.advance(1_000);
    hear();
    expect(watchdog.blindTo('box')).toBe('the hub stood still');
    expect(parts.get('hub')).toMatchObject({ state: 'troubled', detail: 'the hub stood still for 9 s' });
    expect(parts.get('clock')?.state).toBe('well');
    live(6);
    expect(watchdog.blindTo('box')).toBeNull();
    live(20);
    expect(state('hub')).toBe('well');
  });
});

const pointsOf = (name: string) => watchdog.families().find((family) => family.name === name)?.points;
