/** The words of messages. Japanese is written as one would tell a colleague, not word by word. */
import type { Language, NoticeKind, Severity } from '../notice.ts';

export interface Words {
  /** Put before the title. `acknowledged` counts for updates only. */
  head(kind: NoticeKind, severity: Severity, acknowledged: boolean): string;
  facts: Record<
    | 'since'
    | 'lasted'
    | 'workers'
    | 'hosts'
    | 'alerts'
    | 'impact'
    | 'cause'
    | 'tried'
    | 'needs'
    | 'acknowledgedBy',
    string
  >;
  links: Record<'page' | 'acknowledge' | 'silence' | 'approve', string>;
  /** Between the items of a list. */
  comma: string;
  colon: string;
  duration(ms: number): string;
  lasted(duration: string, until: string): string;
  more(count: number): string;
}

const en: Words = {
  head(kind, severity, acknowledged) {
    if (kind === 'resolved') return 'Resolved: ';
    if (kind === 'digest') return 'Digest: ';
    if (kind === 'test') return 'Test: ';
    if (kind === 'reminder') return 'Nobody has answered: ';
    if (kind === 'updated' && acknowledged) return 'Acknowledged: ';
    return { critical: 'Critical: ', warning: 'Warning: ', info: '' }[severity];
  },
  facts: {
    since: 'Since',
    lasted: 'Lasted',
    workers: 'Workers',
    hosts: 'Hosts',
    alerts: 'Alerts',
    impact: 'Impact',
    cause: 'Likely cause',
    tried: 'Tried',
    needs: 'Likely needs',
    acknowledgedBy: 'Acknowledged by',
  },
  links: { page: 'Open', acknowledge: 'Acknowledge', silence: 'Silence', approve: 'Approve' },
  comma: ', ',
  colon: ': ',
  duration: (ms) => spoken(ms, [' d', ' h', ' min', ' s'], ' '),
  lasted: (duration, until) => `${duration}, until ${until}`,
  more: (count) => `and ${count} more`,
};

const ja: Words = {
  head(kind, severity, acknowledged) {
    if (kind === 'resolved') return '【復旧】';
    if (kind === 'digest') return '【まとめ】';
    if (kind === 'test') return '【テスト】';
    if (kind === 'reminder') return '【未対応】';
    if (kind === 'updated' && acknowledged) return '【対応中】';
    return { critical: '【緊急】', warning: '【警告】', info: '【お知らせ】' }[severity];
  },
  facts: {
    since: '発生時刻',
    lasted: '継続時間',
    workers: 'ワーカー',
    hosts: 'ホスト',
    alerts: 'アラート数',
    impact: '影響',
    cause: '考えられる原因',
    tried: '自動対応',
    needs: '必要と思われる対応',
    acknowledgedBy: '担当',
  },
  links: { page: '詳細を開く', acknowledge: '対応する', silence: '通知を止める', approve: '承認する' },
  comma: '、',
  colon: ':',
  duration: (ms) => spoken(ms, ['日', '時間', '分', '秒'], ''),
  lasted: (duration, until) => `${duration}(${until} に復旧)`,
  more: (count) => `ほか ${count} 件`,
};

export const words: Record<Language, Words> = { en, ja };

const unitMs = [86_400_000, 3_600_000, 60_000, 1_000] as const;

/** The two largest units that count: `2 h 5 min`. */
function spoken(ms: number, units: readonly string[], gap: string): string {
  let rest = Math.max(0, Math.round(ms / 1000) * 1000);
  const parts: string[] = [];
  for (const [index, unit] of unitMs.entries()) {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    if (count > 0 || (index === unitMs.length - 1 && parts.length === 0))
      parts.push(`${count}${units[index]}`);
    else if (parts.length > 0) break;
  }
  return parts.slice(0, 2).join(gap);
}
