/** What an incident is called, in a few words. Pure. */
import type { Entry } from './entry.ts';
import { isWorse, type Member } from './member.ts';
import { both, sayWorkers } from './say.ts';
import type { Cause, Words } from './views.ts';

/** What a worker goes through, the gravest first, and how it is called. */
const states: readonly [kind: string, say: (worker: string) => Words][] = [
  ['worker.start-failed', (w) => both(`${w} cannot be started`, `${w} を起動できない`)],
  ['worker.failed', (w) => both(`${w} is down`, `${w} が停止`)],
  ['worker.crash-loop', (w) => both(`${w} keeps crashing`, `${w} がクラッシュを繰り返している`)],
  ['worker.lost', (w) => both(`${w} gives no sign of life`, `${w} からの応答がない`)],
  ['worker.unhealthy', (w) => both(`${w} does not work`, `${w} が正常に動作していない`)],
  ['worker.exited', (w) => both(`${w} crashed`, `${w} がクラッシュ`)],
];

export function titleOf(members: readonly Member[], entries: readonly Entry[], cause: Cause | null): Words {
  const first = members.toSorted(byWeight)[0];
  if (!first) return both('Nothing is known of it', '詳細不明');
  if (first.isTest) return both(`Test of the rule ${first.rule}`, `ルール ${first.rule} のテスト`);
  const workers = new Set(members.flatMap(({ worker }) => worker ?? []));
  if (cause?.kind === 'host-lost') {
    const count = sayWorkers(workers.size);
    return both(
      `Host ${cause.host} does not answer${workers.size > 0 ? `; ${count.en} on it` : ''}`,
      `ホスト ${cause.host} が応答しない${workers.size > 0 ? `（${count.ja}）` : ''}`,
    );
  }
  if (cause?.kind === 'tower')
    return both(`Yagura itself: ${first.summary.en}`, `Yagura 自身：${first.summary.ja}`);
  const subject = cause?.worker ?? first.worker;
  if (subject === null) {
    const others = members.length - 1;
    return both(
      first.summary.en + (others > 0 ? ` and ${others} more` : ''),
      first.summary.ja + (others > 0 ? ` ほか ${others} 件` : ''),
    );
  }
  const main = nameOf(subject, members, entries);
  const others = workers.size - (workers.has(subject) ? 1 : 0);
  if (others === 0) return main;
  return cause?.kind === 'dependency'
    ? both(
        `${main.en}; ${others === 1 ? '1 worker needs it' : `${others} workers need it`}`,
        `${main.ja}（依存する ${others} ワーカーに影響）`,
      )
    : both(`${main.en}, and ${others} more`, `${main.ja}、ほか ${others} 件`);
}

/** An alert that fires with a state is called by the state, the same wherever it is said; any other says itself what it found. */
function nameOf(worker: string, members: readonly Member[], entries: readonly Entry[]): Words {
  const own = entries.filter((entry) => entry.worker === worker);
  const state = states.find(([kind]) => own.some((entry) => entry.kind === kind));
  const alert = members.filter((one) => one.kind === 'alert' && one.worker === worker).toSorted(byWeight)[0];
  const isOfState = own.some(
    ({ kind, timeMs }) =>
      alert !== undefined &&
      Math.abs(timeMs - alert.startsMs) < 2_000 &&
      states.some(([known]) => known === kind),
  );
  if (alert && !isOfState) return alert.summary;
  return state ? state[1](worker) : both(`${worker} is in trouble`, `${worker} に問題が発生`);
}

function byWeight(one: Member, other: Member): number {
  if (one.kind !== other.kind) return one.kind === 'alert' ? -1 : 1;
  if (isWorse(one.severity, other.severity)) return -1;
  if (isWorse(other.severity, one.severity)) return 1;
  return one.startsMs - other.startsMs;
}
