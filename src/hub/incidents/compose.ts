/** What a notice says of an incident. Pure. */
import type { Notice } from '../notify/index.ts';
import { sayReason } from './say.ts';
import type { Attempt, Cause, Incident, Words } from './views.ts';
import type { NoticeReason, Told } from './wanted-notices.ts';

export type Language = 'en' | 'ja';

export interface Composing {
  view: Incident;
  causes: readonly Cause[];
  tried: readonly Attempt[];
  labels: Readonly<Record<string, string>>;
  links: Notice['links'];
  chart: Notice['chart'];
}

const shownEvidence = 3;
const shownAttempts = 3;

export function threadOf(id: number): string {
  return `incident-${id}`;
}

export function noticeOf(
  { view, causes, tried, labels, links, chart }: Composing,
  told: Told,
  language: Language,
): Notice {
  const [cause] = causes;
  const say = (words: { en: string; ja: string }) => words[language];
  const isOver = told.kind === 'resolved';
  return {
    key: told.key,
    channel: told.channel,
    thread: threadOf(view.id),
    kind: told.kind,
    language,
    severity: view.severity,
    title: say(view.title),
    lines: [
      ...whyNow(told.reason, view, language),
      ...(isOver ? [] : evidenceOf(causes).map((text) => say(text))),
    ],
    startsAtMs: Date.parse(view.startsAt),
    endsAtMs: view.resolvedAt === null ? null : Date.parse(view.resolvedAt),
    workers: view.workers,
    hosts: view.hosts,
    alerts: view.alertCount,
    cause: cause && cause.kind !== 'alert' ? say(cause.text) : null,
    tried: tried
      .slice(-shownAttempts)
      .map(({ text, outcome }) => ({ what: say(text), outcome: outcomes[outcome][language] })),
    needs: cause?.needs && !isOver ? say(cause.needs) : null,
    impact: view.workerCount > 1 || isOver ? say(view.impact.text) : null,
    acknowledgedBy: view.acknowledgedBy,
    labels,
    links,
    chart,
    atMs: told.atMs,
  };
}

/** What speaks for the likeliest cause, and what became of the same worker, whatever the cause was. */
function evidenceOf(causes: readonly Cause[]): Words[] {
  const [first, ...others] = causes;
  if (!first) return [];
  const end = others.find(({ kind, worker }) => worker === first.worker && ends.includes(kind));
  const texts = [
    ...first.evidence.slice(0, shownEvidence - (end ? 1 : 0)),
    ...(end ? end.evidence.slice(0, 1) : []),
  ].map(({ text }) => text);
  return texts.filter((text, index) => texts.findIndex(({ en }) => en === text.en) === index);
}

const ends: readonly Cause['kind'][] = ['memory', 'start', 'exit', 'check'];

const outcomes = {
  worked: { en: 'worked', ja: '成功' },
  failed: { en: 'failed', ja: '失敗' },
  pending: { en: 'pending', ja: '結果待ち' },
};

function whyNow(reason: NoticeReason, view: Incident, language: Language): string[] {
  if (reason === 'opened') {
    if (view.reopened === 0) return [];
    return [language === 'ja' ? '収束後に再発しました。' : 'It was over and is back.'];
  }
  if (reason === 'merged')
    return [
      language === 'ja'
        ? `インシデント ${view.mergedInto} に統合しました。`
        : `It goes on as incident ${view.mergedInto}.`,
    ];
  if (reason === 'resolved') return [];
  const words = sayReason(reason);
  return [language === 'ja' ? `${words.ja}。` : `${words.en.charAt(0).toUpperCase()}${words.en.slice(1)}.`];
}

/** One notice for all that was healed and told nobody by itself. */
export function digestOf(
  incidents: readonly Incident[],
  at: { key: string; channel: string; fromMs: number; toMs: number },
  language: Language,
  links: Notice['links'],
): Notice {
  const count = incidents.length;
  return {
    key: at.key,
    channel: at.channel,
    thread: at.key,
    kind: 'digest',
    language,
    severity: 'info',
    title:
      language === 'ja'
        ? `Yagura が自動で復旧したインシデント：${count} 件`
        : `${count} ${count === 1 ? 'incident' : 'incidents'} that Yagura healed by itself`,
    lines: incidents.map((incident) => {
      const title = incident.title[language];
      const impact = incident.impact.text[language];
      const times = incident.reopened + 1;
      if (language === 'ja') return `${title}：${impact}${times > 1 ? `（${times} 回）` : ''}`;
      return `${title}: ${impact}${times > 1 ? ` (${times} times)` : ''}`;
    }),
    startsAtMs: at.fromMs,
    endsAtMs: at.toMs,
    links,
    atMs: at.toMs,
  };
}
