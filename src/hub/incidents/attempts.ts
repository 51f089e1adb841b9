/** What was tried to mend it, by Yagura and by people, and whether it worked. Pure. */
import { isoTime } from '../../shared/clock.ts';
import type { Entry } from './entry.ts';
import { both, sayBy } from './say.ts';
import { troubleOf } from './member.ts';
import type { Attempt, Words } from './views.ts';

interface Tried {
  what: Attempt['what'];
  worker: string;
  by: string | null;
  atMs: number;
  lastMs: number;
  count: number;
  outcome: Attempt['outcome'];
}

const mostAttempts = 50;
/** A start within this of what was asked for is what was asked for. */
const askedMs = 60_000;

/**
 * Each start after an end is a try, and failed when the worker's trouble goes on after it. What comes again and again with the same outcome
 * is told once, with how often. `isOver`: whether a worker's trouble is over by now.
 */
export function findAttempts(entries: readonly Entry[], isOver: (worker: string) => boolean): Attempt[] {
  const byWorker = new Map<string, Entry[]>();
  for (const entry of entries) {
    if (entry.worker === null) continue;
    const list = byWorker.get(entry.worker);
    if (list) list.push(entry);
    else byWorker.set(entry.worker, [entry]);
  }
  return [...byWorker]
    .flatMap(([worker, own]) => ofWorker(worker, own, isOver(worker)))
    .sort((a, b) => a.atMs - b.atMs)
    .slice(-mostAttempts)
    .map(({ atMs, lastMs, ...tried }) => ({
      ...tried,
      at: isoTime(atMs),
      lastAt: isoTime(lastMs),
      text: say(tried),
    }));
}

function ofWorker(worker: string, entries: readonly Entry[], isOver: boolean): Tried[] {
  const found: Tried[] = [];
  let asked: { by: string | null; what: Attempt['what']; atMs: number } | null = null;
  let isTroubled = false;
  let open: Tried | null = null;
  const settle = (outcome: Attempt['outcome']) => {
    if (!open) return;
    open.outcome = outcome;
    const before = found.at(-1);
    if (before && before.outcome === outcome && before.by === open.by && before.what === open.what) {
      before.count += 1;
      before.lastMs = open.lastMs;
    } else found.push(open);
    open = null;
  };
  for (const { kind, by, data, timeMs } of entries) {
    const [, what] = /^worker\.(start|stop|restart)-requested$/.exec(kind) ?? [];
    if (what !== undefined) {
      asked = { by, what: what as Attempt['what'], atMs: timeMs };
      if (what === 'stop' && isTroubled)
        found.push({ what: 'stop', worker, by, atMs: timeMs, lastMs: timeMs, count: 1, outcome: 'worked' });
      continue;
    }
    if (kind === 'worker.started') {
      settle('failed');
      const isAsked = asked !== null && timeMs - asked.atMs <= askedMs;
      // The first start that is known of is one only when something had gone wrong before it.
      if (isTroubled || isAsked)
        open = {
          what: isAsked && asked ? asked.what : 'restart',
          worker,
          by: isAsked && asked ? asked.by : null,
          atMs: timeMs,
          lastMs: timeMs,
          count: 1,
          outcome: 'pending',
        };
      asked = null;
      continue;
    }
    const trouble = troubleOf({ type: kind, data });
    if (trouble === 'begins') {
      isTroubled = true;
      settle('failed');
    }
    if (trouble === 'ends') {
      isTroubled = false;
      settle(kind === 'worker.recovered' || kind === 'worker.completed' ? 'worked' : 'failed');
    }
  }
  settle(isOver ? 'worked' : 'pending');
  return found;
}

function say({ what, worker, by, count, outcome }: Omit<Tried, 'atMs' | 'lastMs'>): Words {
  const who = sayBy(by);
  const times = count > 1 ? ` ${count} times` : '';
  const timesJa = count > 1 ? ` ${count} 回` : '';
  const done = {
    restart: both(`${who.en} restarted ${worker}${times}`, `${who.ja} が ${worker} を${timesJa}再起動`),
    start: both(`${who.en} started ${worker}${times}`, `${who.ja} が ${worker} を${timesJa}起動`),
    stop: both(`${who.en} stopped ${worker}${times}`, `${who.ja} が ${worker} を${timesJa}停止`),
  }[what];
  const result = {
    worked: both('it worked', '成功'),
    failed: both('it did not help', '効果なし'),
    pending: both('the outcome is not known yet', '結果待ち'),
  }[outcome];
  return what === 'stop' ? done : both(`${done.en}: ${result.en}`, `${done.ja}：${result.ja}`);
}
