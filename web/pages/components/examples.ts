/** What the component page shows its components with: names and texts as long, as foreign and as hostile as they may be. */
import type { Story } from '../../data/stories.ts';
import type { CheckStatus, Worker, WorkerState } from '../../data/types.ts';

const opened = Date.now();
export const ago = (seconds: number) => new Date(opened - seconds * 1000).toISOString();

export const names = {
  plain: 'mailer-2',
  long: `invoice-${'reconciliation-of-everything-that-was-ever-booked-'.repeat(4)}`.slice(0, 200),
  rightToLeft: 'عامل-الفوترة-٢',
  emoji: '🚀-渡し船-👩🏽‍🚀',
  html: '<b onclick="alert(1)">mailer</b>',
};

export function exampleWorker(state: WorkerState, changes: Partial<Worker> = {}): Worker {
  const isUp = ['running', 'degraded', 'unhealthy', 'starting', 'stopping'].includes(state);
  return {
    name: names.plain,
    kind: 'process',
    state,
    reason: '',
    since: ago(840),
    health: 'none',
    pid: isUp ? 4_711 : null,
    startedAt: isUp ? ago(840) : null,
    restarts: 3,
    crashes: 0,
    crashLoop: false,
    nextStartAt: null,
    lastExit: null,
    checks: [],
    host: 'tower-1',
    declaredAs: names.plain,
    labels: { team: 'post' },
    dependsOn: [],
    cpuRatio: 0.123,
    rssBytes: 48 * 1024 ** 2,
    processes: 2,
    fresh: true,
    seenAt: ago(1),
    ...changes,
  };
}

const check = (changes: Partial<CheckStatus>): CheckStatus => ({
  name: 'http',
  type: 'http',
  result: 'passing',
  detail: 'status 200',
  at: ago(2),
  consecutive: 1,
  tookMs: 4,
  ...changes,
});

export const checks: readonly CheckStatus[] = [
  check({}),
  check({
    name: names.long,
    type: 'exec',
    result: 'failing',
    detail: `exit code 1: ${'no route to host, tried every one of them; '.repeat(6)}`,
    consecutive: 7,
    tookMs: 1_204,
  }),
  check({ name: 'progress', type: 'progress', result: 'pending', detail: '', at: null, tookMs: null }),
];

const story = (id: number, changes: Partial<Story>): Story => ({
  id,
  kind: 'crashed',
  workers: [names.plain],
  count: 1,
  fromTime: ago(400),
  toTime: ago(60 * id),
  at: ago(60 * id),
  ending: 'running',
  detail: 'exit code 3',
  by: null,
  type: 'worker.exited',
  ...changes,
});

export const stories: Story[] = [
  story(1, { count: 50, ending: 'waiting' }),
  story(2, { kind: 'out-of-memory', workers: [names.long], ending: 'down' }),
  story(3, { kind: 'restarted', workers: [names.rightToLeft], by: 'session:night shift' }),
  story(4, { kind: 'unhealthy', workers: [names.emoji], ending: null, detail: names.html }),
  story(5, {
    kind: 'started',
    workers: Array.from({ length: 40 }, (_, at) => `mailer-${at + 1}`),
    count: 40,
    ending: null,
  }),
];

/** A minute of somebody's CPU, with a gap where nobody looked. */
export const curve: readonly (number | null)[] = Array.from({ length: 60 }, (_, at) =>
  at > 20 && at < 28 ? null : 0.3 + 0.2 * Math.sin(at / 4) + (at === 45 ? 0.5 : 0),
);
