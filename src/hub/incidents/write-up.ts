/** An incident as a document, in Markdown: what happened, why, what was done, how long it took. Pure. */
import { sayDuration } from './say.ts';
import type { Language } from './compose.ts';
import type { IncidentDetail, Words } from './views.ts';

const headings = {
  en: {
    incident: 'Incident',
    severity: 'Severity',
    status: 'Status',
    began: 'Began',
    detected: 'Detected',
    acknowledged: 'Acknowledged',
    over: 'Over',
    by: 'by',
    after: 'after',
    assignee: 'Assigned to',
    impact: 'Impact',
    cause: 'Likely cause',
    causes: 'Other causes considered',
    evidence: 'Evidence',
    needs: 'What it needs',
    tried: 'What was tried',
    timeline: 'Timeline',
    told: 'Told',
    notes: 'Notes',
    lessons: 'Lessons',
    lessonsHint: '_What went well, what went badly, what to change. For people to fill in._',
    unknown: 'unknown',
    leftOut: 'entries in between were left out',
    time: 'Time (UTC)',
    what: 'What',
    statuses: { open: 'open', acknowledged: 'acknowledged', resolved: 'resolved' },
    severities: { critical: 'critical', warning: 'warning', info: 'info' },
  },
  ja: {
    incident: 'インシデント',
    severity: '重大度',
    status: '状態',
    began: '発生',
    detected: '検知',
    acknowledged: '対応開始',
    over: '収束',
    by: '担当：',
    after: '発生から',
    assignee: '担当者',
    impact: '影響',
    cause: '推定原因',
    causes: 'ほかに検討した原因',
    evidence: '根拠',
    needs: '必要な対応',
    tried: '試した対処',
    timeline: '経過',
    told: '通知先',
    notes: 'メモ',
    lessons: '振り返り',
    lessonsHint: '_うまくいったこと、いかなかったこと、変えるべきこと（人が記入）。_',
    unknown: '不明',
    leftOut: '件の途中経過を省略',
    time: '時刻（UTC）',
    what: '内容',
    statuses: { open: '未対応', acknowledged: '対応中', resolved: '解決済み' },
    severities: { critical: '重大', warning: '警告', info: '情報' },
  },
} as const;

/** Text that others wrote must not become markup. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, (sign) => `\\${sign}`).replace(/\s+/g, ' ');
}

export function writeUp(detail: IncidentDetail, language: Language): string {
  const t = headings[language];
  const say = (words: Words) => plain(words[language]);
  const stamp = (time: string) =>
    time
      .replace('T', ' ')
      .replace(/\.\d+Z$/, '')
      .replace('Z', '');
  const after = (ms: number | null) => (ms === null ? '' : ` (${t.after} ${sayDuration(ms)[language]})`);
  const who = (name: string | null) => (name === null ? '' : `, ${t.by} ${plain(name)}`);
  const [first, ...others] = detail.causes;
  const notes = detail.timeline.filter(({ kind }) => kind === 'incident.noted');
  const channels = [...new Set(detail.notices.map(({ channel }) => channel))];
  const lines = [
    `# ${t.incident} ${detail.id}: ${say(detail.title)}`,
    '',
    `- **${t.severity}**: ${t.severities[detail.severity]}`,
    `- **${t.status}**: ${t.statuses[detail.status]}`,
    `- **${t.began}**: ${stamp(detail.startsAt)} UTC`,
    `- **${t.detected}**: ${stamp(detail.detectedAt)} UTC${after(detail.timeToDetectMs)}`,
    ...(detail.acknowledgedAt === null
      ? []
      : [
          `- **${t.acknowledged}**: ${stamp(detail.acknowledgedAt)} UTC${after(detail.timeToAcknowledgeMs)}${who(detail.acknowledgedBy)}`,
        ]),
    ...(detail.resolvedAt === null
      ? []
      : [
          `- **${t.over}**: ${stamp(detail.resolvedAt)} UTC${after(detail.timeToHealMs)}${who(detail.resolvedBy)}`,
        ]),
    ...(detail.assignee === null ? [] : [`- **${t.assignee}**: ${plain(detail.assignee)}`]),
    ...(channels.length === 0 ? [] : [`- **${t.told}**: ${channels.map(plain).join(', ')}`]),
    '',
    `## ${t.impact}`,
    '',
    say(detail.impact.text),
    '',
    ...(detail.workers.length === 0 ? [] : [detail.workers.map(plain).join(', '), '']),
    `## ${t.cause}`,
    '',
    first ? `${say(first.text)} (${Math.round(first.score * 100)} %)` : t.unknown,
    '',
    ...(first?.needs ? [`**${t.needs}**: ${say(first.needs)}`, ''] : []),
    ...(first && first.evidence.length > 0
      ? [
          `${t.evidence}:`,
          '',
          ...first.evidence.map(
            ({ time, text }) => `- ${time === null ? '' : `${stamp(time)} `}${say(text)}`,
          ),
          '',
        ]
      : []),
    ...(others.length > 0
      ? [
          `### ${t.causes}`,
          '',
          ...others.map(({ text, score }) => `- ${say(text)} (${Math.round(score * 100)} %)`),
          '',
        ]
      : []),
    ...(detail.tried.length > 0
      ? [`## ${t.tried}`, '', ...detail.tried.map(({ at, text }) => `- ${stamp(at)} ${say(text)}`), '']
      : []),
    `## ${t.timeline}`,
    '',
    `| ${t.time} | ${t.what} |`,
    '| --- | --- |',
    ...detail.timeline.map(({ time, text }) => `| ${stamp(time)} | ${say(text)} |`),
    ...(detail.timelineLeftOut > 0 ? ['', `${detail.timelineLeftOut} ${t.leftOut}`] : []),
    '',
    ...(notes.length > 0
      ? [`## ${t.notes}`, '', ...notes.map(({ time, text }) => `- ${stamp(time)} ${say(text)}`), '']
      : []),
    `## ${t.lessons}`,
    '',
    t.lessonsHint,
    '',
  ];
  return lines.join('\n');
}
