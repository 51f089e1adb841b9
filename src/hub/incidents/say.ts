/** What people read of an incident, in both languages. The one place where these words stand. */
import { sayActor } from '../../shared/actor.ts';
import type { NoticeReason } from './wanted-notices.ts';
import type { CauseKind, Words } from './views.ts';

export type Data = Readonly<Record<string, unknown>>;

export const both = (en: string, ja: string): Words => ({ en, ja });
export const same = (text: string): Words => ({ en: text, ja: text });

const units = [
  { ms: 86_400_000, en: 'd', ja: '日' },
  { ms: 3_600_000, en: 'h', ja: '時間' },
  { ms: 60_000, en: 'min', ja: '分' },
  { ms: 1_000, en: 's', ja: '秒' },
] as const;

/** Two units at most: 1 h 5 min. */
export function sayDuration(ms: number): Words {
  if (ms < 1_000) return both(`${Math.round(ms)} ms`, `${Math.round(ms)} ミリ秒`);
  const first = units.findIndex((unit) => ms >= unit.ms);
  let rest = ms;
  const parts = units.slice(first, first + 2).flatMap((unit) => {
    const count = Math.floor(rest / unit.ms);
    rest -= count * unit.ms;
    return count > 0 ? [{ count, unit }] : [];
  });
  return both(
    parts.map(({ count, unit }) => `${count} ${unit.en}`).join(' '),
    parts.map(({ count, unit }) => `${count} ${unit.ja}`).join(' '),
  );
}

const names = (list: readonly string[], most = 3): Words => {
  const shown = list.slice(0, most).join(', ');
  const shownJa = list.slice(0, most).join('、');
  const more = list.length - most;
  return more > 0 ? both(`${shown} and ${more} more`, `${shownJa} ほか ${more} 件`) : both(shown, shownJa);
};
export const sayNames = names;

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
export const sayWorkers = (count: number): Words => both(plural(count, 'worker'), `ワーカー ${count} 件`);

/** Who did something, for people. */
export function sayBy(by: string | null): Words {
  if (by === null) return same('Yagura');
  const actor = sayActor(by);
  if (actor === 'the command line') return both(actor, 'コマンドライン');
  if (actor === 'the page') return both(actor, '画面');
  const [, name] = /"(.*)"/s.exec(actor) ?? [];
  return both(actor, name ?? actor);
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Why a run ended. */
export function sayEnd(data: Data): Words {
  const detail = text(data['detail']);
  switch (data['reason']) {
    case 'exit':
      return both(`exit code ${String(data['code'])}`, `終了コード ${String(data['code'])}`);
    case 'signal':
      return both(`killed by ${String(data['signal'])}`, `シグナル ${String(data['signal'])} で終了`);
    case 'oom':
      return both('killed by the kernel for want of memory', 'メモリ不足でカーネルが強制終了');
    case 'limit':
      return both('it took more memory than its limit', 'メモリの上限を超えた');
    case 'health':
      return both(detail || 'its health checks failed', detail || 'ヘルスチェックに失敗');
    case 'start-failed':
      return both(detail || 'it could not be started', detail || '起動できなかった');
    case 'operator':
      return both('a person ended it', '人が停止した');
    case 'config':
      return both('its configuration changed', '設定が変わった');
    case 'dependency':
      return both('something it needs failed', '依存先が失敗した');
    default:
      return both(detail || 'nobody saw how', detail || '理由は不明');
  }
}

/** One line of a timeline. */
export function sayEntry(
  kind: string,
  worker: string | null,
  host: string | null,
  by: string | null,
  data: Data,
): Words {
  const w = worker ?? '';
  const who = sayBy(by);
  const reason = text(data['reason']) || text(data['detail']);
  const because = reason === '' ? '' : `: ${reason}`;
  const becauseJa = reason === '' ? '' : `（${reason}）`;
  switch (kind) {
    case 'worker.exited': {
      const end = sayEnd(data);
      return both(`${w} ended: ${end.en}`, `${w} が終了（${end.ja}）`);
    }
    case 'worker.started':
      return by === null
        ? both(`${w} was started again by Yagura`, `Yagura が ${w} を再起動`)
        : both(`${w} was started, as ${who.en} asked`, `${who.ja} の操作で ${w} を起動`);
    case 'worker.adopted':
      return both(`${w} was found running`, `動作中の ${w} を引き継いだ`);
    case 'worker.start-failed':
      return both(`${w} could not be started${because}`, `${w} を起動できなかった${becauseJa}`);
    case 'worker.backoff': {
      const delay = sayDuration(Number(data['delayMs']) || 0);
      const crashes = Number(data['crashes']) || 0;
      return both(
        `${w} is started again in ${delay.en} (${plural(crashes, 'crash', 'crashes')} in a row)`,
        `${delay.ja}後に ${w} を再起動（連続クラッシュ ${crashes} 回）`,
      );
    }
    case 'worker.crash-loop':
      return both(
        `${w} crashed ${String(data['crashes'])} times in a row`,
        `${w} が連続で ${String(data['crashes'])} 回クラッシュ`,
      );
    case 'worker.failed':
      return both(`${w} is down and is not started again${because}`, `${w} が停止、再起動しない${becauseJa}`);
    case 'worker.unhealthy':
      return both(`${w} does not work${because}`, `${w} が正常に動作していない${becauseJa}`);
    case 'worker.degraded':
      return both(`something is amiss with ${w}${because}`, `${w} の調子が悪い${becauseJa}`);
    case 'worker.recovered': {
      const after = sayDuration(Number(data['afterMs']) || 0);
      return both(`${w} works again, after ${after.en}`, `${w} が復旧（${after.ja}後）`);
    }
    case 'worker.lost':
      return both(`${w} gives no sign of life${because}`, `${w} からの応答が途絶えた${becauseJa}`);
    case 'worker.stopped':
      return both(`${w} was stopped${because}`, `${w} を停止した${becauseJa}`);
    case 'worker.completed':
      return both(`${w} ended well`, `${w} が正常に終了`);
    case 'worker.killed':
      return both(`${w} did not stop in time and was killed`, `${w} が時間内に止まらず、強制終了した`);
    case 'worker.start-requested':
      return both(`${who.en} asked to start ${w}`, `${who.ja} が ${w} の起動を指示`);
    case 'worker.stop-requested':
      return both(`${who.en} asked to stop ${w}`, `${who.ja} が ${w} の停止を指示`);
    case 'worker.restart-requested':
      return both(`${who.en} asked to restart ${w}`, `${who.ja} が ${w} の再起動を指示`);
    case 'worker.removed':
      return both(`${w} is no longer configured`, `${w} が設定から外れた`);
    case 'config.applied':
      return both(`${who.en} applied the configuration`, `${who.ja} が設定を適用`);
    case 'config.refused':
      return both(`the configuration was refused${because}`, `設定は拒否された${becauseJa}`);
    case 'deploy.marked':
      return both(
        `version ${text(data['version'])} was deployed`,
        `バージョン ${text(data['version'])} をデプロイ`,
      );
    case 'error.new':
      return both(
        `a new kind of error: ${text(data['title'])}`,
        `新しい種類のエラー：${text(data['title'])}`,
      );
    case 'error.regression':
      return both(
        `an error is back: ${text(data['title'])}`,
        `解決済みのエラーが再発：${text(data['title'])}`,
      );
    case 'error.spike':
      return both(
        `an error happens far more often: ${text(data['title'])}`,
        `エラーが急増：${text(data['title'])}`,
      );
    case 'error.seen':
      return both(`${w} reported: ${text(data['title'])}`, `${w} のエラー：${text(data['title'])}`);
    case 'host.memory': {
      const free = Math.round(Number(data['availableRatio']) * 100);
      return both(
        `host ${host ?? ''} had ${free} % of its memory left`,
        `ホスト ${host ?? ''} の空きメモリは ${free} %`,
      );
    }
    case 'host.disk': {
      const free = Math.round(Number(data['availableRatio']) * 100);
      const mount = text(data['mount']);
      return both(
        `host ${host ?? ''} had ${free} % of ${mount} left`,
        `ホスト ${host ?? ''} の ${mount} の空きは ${free} %`,
      );
    }
    case 'alert.fired':
      return both(
        `alert ${text(data['rule'])}: ${text(data['summary'])}`,
        `アラート ${text(data['rule'])}：${text(data['summaryJa']) || text(data['summary'])}`,
      );
    case 'alert.ended':
      return both(`alert ${text(data['rule'])} is over`, `アラート ${text(data['rule'])} が収束`);
    case 'alerts.fired':
      return both(`${String(data['count'])} more alerts`, `ほかに ${String(data['count'])} 件のアラート`);
    case 'alerts.ended':
      return both(
        `${String(data['count'])} more alerts are over`,
        `ほかに ${String(data['count'])} 件のアラートが収束`,
      );
    case 'incident.opened':
      return both('it was seen', '検知した');
    case 'incident.reopened':
      return by === null
        ? both('it is back', '再発した')
        : both(`${who.en} opened it again`, `${who.ja} が再オープン`);
    case 'incident.acknowledged':
      return both(`${who.en} takes care of it`, `${who.ja} が対応を開始`);
    case 'incident.assigned': {
      const to = text(data['to']);
      return to === ''
        ? both(`${who.en} took it back from whom it was assigned to`, `${who.ja} が担当を外した`)
        : both(`${who.en} assigned it to ${to}`, `${who.ja} が ${to} を担当に設定`);
    }
    case 'incident.noted':
      return both(`${who.en}: ${text(data['text'])}`, `${who.ja}：${text(data['text'])}`);
    case 'incident.snoozed':
      return both(
        `${who.en} put it off until ${text(data['until'])}`,
        `${who.ja} が ${text(data['until'])} まで保留`,
      );
    case 'incident.snooze-over':
      return both('it was put off, and that time is over', '保留の期限が過ぎた');
    case 'incident.merged':
      return by === null
        ? both(
            `incident ${String(data['from'])} belongs to it`,
            `インシデント ${String(data['from'])} を統合`,
          )
        : both(
            `${who.en} merged incident ${String(data['from'])} into it`,
            `${who.ja} がインシデント ${String(data['from'])} を統合`,
          );
    case 'incident.merged-into':
      return both(
        `it goes on as incident ${String(data['into'])}`,
        `インシデント ${String(data['into'])} に統合`,
      );
    case 'incident.parted':
      return both(
        `${who.en} parted incident ${String(data['other'])} from it`,
        `${who.ja} がインシデント ${String(data['other'])} を切り離した`,
      );
    case 'incident.resolved':
      return by === null
        ? both('it is over', '収束した')
        : both(`${who.en} resolved it`, `${who.ja} が解決とした`);
    case 'notice.sent': {
      const channels = names((data['channels'] as string[] | undefined) ?? [], 5);
      const reason = sayReason(data['why'] as NoticeReason);
      return both(`told ${channels.en}: ${reason.en}`, `${channels.ja} に通知：${reason.ja}`);
    }
    default:
      return both(
        `${kind}${w === '' ? '' : ` ${w}`}${because}`,
        `${kind}${w === '' ? '' : ` ${w}`}${becauseJa}`,
      );
  }
}

export function sayReason(reason: NoticeReason): Words {
  const known: Record<NoticeReason, Words> = {
    opened: both('it began', '発生'),
    escalated: both('nobody has answered yet', 'まだ応答がない'),
    severity: both('it became worse', '重大度が上がった'),
    cause: both('the likely cause is another one', '推定原因が変わった'),
    workers: both('many more workers are touched', '影響するワーカーが大幅に増えた'),
    reminder: both('it still lasts', 'まだ続いている'),
    'snooze-over': both('the time for which it was put off is over', '保留の期限が過ぎた'),
    resolved: both('it is over', '収束'),
    merged: both('it goes on as a part of another incident', '別のインシデントに統合'),
  };
  return known[reason];
}

/** What a cause is likely to need. */
export function sayNeeds(
  kind: CauseKind,
  subject: { worker: string | null; host: string | null },
): Words | null {
  const w = subject.worker ?? '';
  const h = subject.host ?? '';
  switch (kind) {
    case 'host-lost':
      return both(
        `Look whether ${h} is up and can be reached.`,
        `${h} が起動していて到達できるか確認してください。`,
      );
    case 'host-memory':
      return both(
        `Free memory on ${h}, or move workers away from it.`,
        `${h} のメモリを空けるか、ワーカーを移してください。`,
      );
    case 'host-disk':
      return both(`Free disk space on ${h}.`, `${h} のディスクを空けてください。`);
    case 'dependency':
      return both(
        `Bring ${w} back; what needs it follows.`,
        `${w} を復旧すれば、依存するワーカーも戻ります。`,
      );
    case 'operator':
      return both(
        `Ask whoever did it whether ${w} is to run.`,
        `${w} を動かしてよいか、操作した人に確認してください。`,
      );
    case 'deploy':
      return both('Roll the deploy back, or mend it.', 'デプロイを戻すか、修正してください。');
    case 'config':
      return both(
        'Take the change of the configuration back, or mend it.',
        '設定の変更を戻すか、修正してください。',
      );
    case 'memory':
      return both(
        `Find the leak of ${w}, or raise its limit.`,
        `${w} のメモリリークを調べるか、上限を上げてください。`,
      );
    case 'start':
      return both(
        `Look at the command, folder and user of ${w}.`,
        `${w} のコマンド・フォルダ・ユーザーを確認してください。`,
      );
    case 'error':
      return both('Look at the error and where it comes from.', 'エラーとその発生箇所を確認してください。');
    case 'check':
      return both(
        `Look at why the check of ${w} fails.`,
        `${w} のヘルスチェックが失敗する理由を確認してください。`,
      );
    case 'exit':
      return both(`Look at the last lines that ${w} printed.`, `${w} の最後の出力を確認してください。`);
    case 'tower':
      return both(
        'Look at the health of Yagura itself: yagura doctor.',
        'Yagura 自身の状態を確認してください：yagura doctor',
      );
    default:
      return null;
  }
}
