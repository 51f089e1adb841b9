/** What the page says, in the visitor's language. */
import type { DayState, GroupState } from './status.ts';

export const languages = ['en', 'ja'] as const;
export type Language = (typeof languages)[number];

export interface Words {
  /** The whole in a sentence. */
  whole: Record<GroupState, string>;
  group: Record<GroupState, string>;
  day: Record<DayState, string>;
  troubles: string;
  trouble: (groups: readonly string[]) => string;
  since: string;
  acknowledged: string;
  history: string;
  uptime: (ratio: string) => string;
  noHistory: string;
  bars: (group: string, summary: string) => string;
  ago: string;
  today: string;
  updated: string;
  daysInUtc: string;
  other: { language: Language; name: string };
}

const en: Words = {
  whole: {
    up: 'Everything works',
    degraded: 'Everything works, some of it not as well as usual',
    partly: 'Some parts do not work',
    down: 'Some services are down',
    resting: 'Everything is paused on purpose',
    unknown: 'It is not known at the moment how everything is',
  },
  group: {
    up: 'Works',
    degraded: 'Impaired',
    partly: 'Partly down',
    down: 'Down',
    resting: 'Paused',
    unknown: 'Not known',
  },
  day: { up: 'no outage', partly: 'short outage', down: 'long outage', unknown: 'no record' },
  troubles: 'What is being dealt with',
  trouble: (groups) => `Trouble with ${new Intl.ListFormat('en').format(groups)}`,
  since: 'since',
  acknowledged: 'somebody works on it',
  history: 'The last 90 days',
  uptime: (ratio) => `${ratio} up`,
  noHistory: 'The history cannot be read right now.',
  bars: (group, summary) => `${group}, the last 90 days: ${summary}`,
  ago: '90 days ago',
  today: 'today',
  updated: 'As of',
  daysInUtc: 'Days and times are in UTC.',
  other: { language: 'ja', name: '日本語' },
};

const ja: Words = {
  whole: {
    up: 'すべて正常に動いています',
    degraded: '動いていますが、一部の調子がよくありません',
    partly: '一部が動いていません',
    down: '停止しているサービスがあります',
    resting: 'すべて計画的に休止しています',
    unknown: '現在の状態を確認できません',
  },
  group: {
    up: '正常',
    degraded: '不調',
    partly: '一部停止',
    down: '停止',
    resting: '休止中',
    unknown: '不明',
  },
  day: { up: '停止なし', partly: '短い停止あり', down: '長い停止あり', unknown: '記録なし' },
  troubles: '対応中の障害',
  trouble: (groups) => `${groups.map((group) => `「${group}」`).join('')}に障害が起きています`,
  since: '発生',
  acknowledged: '担当者が対応しています',
  history: '過去90日',
  uptime: (ratio) => `稼働率 ${ratio}`,
  noHistory: '履歴を読み込めません。',
  bars: (group, summary) => `${group}の過去90日：${summary}`,
  ago: '90日前',
  today: '今日',
  updated: '更新',
  daysInUtc: '日付と時刻は協定世界時（UTC）です。',
  other: { language: 'en', name: 'English' },
};

export const wordsIn: Record<Language, Words> = { en, ja };

/** What was asked for, or what the visitor's browser likes best of what there is. */
export function languageOf(asked: string | undefined, accepts: string | undefined): Language {
  const wished = [asked ?? '', ...(accepts ?? '').toLowerCase().split(',', 20)].map((each) =>
    each.trim().slice(0, 2),
  );
  const known = wished.find((each): each is Language => (languages as readonly string[]).includes(each));
  return known ?? 'en';
}
