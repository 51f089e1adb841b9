import { answers, type Logs, type LogsFilter, type StoredRecord } from '../../logs/index.ts';
import { logView } from '../log-view.ts';
import type { LogTopic } from './log-topic.ts';
import { Topic } from './topic.ts';

const shownAtFirst = 100;
const mostRecords = 500;
const mostCharacters = 512 * 1024;
const budgetMs = 100;

/** The newest records of all workers that answer a question, and those that come; ends with its last subscriber. */
export async function openRecordsTopic(
  { store }: Pick<Logs, 'store'>,
  name: string,
  filter: LogsFilter,
  monotonic: () => number,
): Promise<LogTopic> {
  const levels = filter.levels && new Set(filter.levels);
  const workers = filter.workers && new Set(filter.workers);
  const isWanted = ({ worker, level, text }: StoredRecord) =>
    (!workers || workers.has(worker)) && (!levels || levels.has(level)) && answers(text, filter.question);
  /** Newest last. */
  let records: StoredRecord[] = [];
  let isRead = false;
  const topic = new Topic({ name, read: () => ({ records: records.map(logView), skipped: 0 }), monotonic });
  const close = store.onKept((kept) => {
    const fresh = kept.filter(isWanted);
    if (fresh.length === 0) return;
    const shown = newest(fresh);
    records = newest([...records, ...shown]);
    if (isRead) topic.publish(() => ({ records: shown.map(logView), skipped: fresh.length - shown.length }));
  });
  try {
    const page = { limit: shownAtFirst, beyond: null, order: 'newest', budgetMs } as const;
    const found = await store.search(filter, page);
    const both = new Map([...found.records.toReversed(), ...records].map((record) => [record.id, record]));
    records = newest([...both.values()].sort((a, b) => a.time - b.time || a.n - b.n));
    isRead = true;
  } catch (error) {
    close();
    throw error;
  }
  return { topic, close };
}

/** The last ones within the bounds. */
function newest(records: StoredRecord[]): StoredRecord[] {
  let characters = 0;
  let first = records.length;
  while (first > 0 && records.length - first < mostRecords) {
    characters += (records[first - 1]?.text.length ?? 0) + 100;
    if (characters > mostCharacters) break;
    first -= 1;
  }
  return first === 0 ? records : records.slice(first);
}
