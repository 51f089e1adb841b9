import type { LogLine } from '../../../link/status.ts';
import type { Fleet } from '../../fleet/index.ts';
import { Topic } from './topic.ts';

const mostLines = 500;
const mostLineBytes = 512 * 1024;

/** The newest lines of one worker and those that come; ends with its last subscriber. */
export interface LogTopic {
  topic: Topic;
  close(): void;
}

/** Follows first and reads then, so that no line falls between the two; lines in both are told once. */
export async function openLogTopic(fleet: Fleet, worker: string, monotonic: () => number): Promise<LogTopic> {
  let lines: LogLine[] = [];
  const early: LogLine[] = [];
  let isOpen = false;
  const topic = new Topic({ name: `logs:${worker}`, read: () => ({ lines, skipped: 0 }), monotonic });
  const add = (fresh: LogLine[]) => {
    if (!isOpen) {
      early.push(...fresh);
      if (early.length > mostLines) early.splice(0, early.length - mostLines);
      return;
    }
    const shown = newest(fresh);
    lines = newest([...lines, ...shown]);
    topic.publish(() => ({ lines: shown, skipped: fresh.length - shown.length }));
  };
  const unfollow = fleet.followLogs(worker, add);
  try {
    const read = await fleet.logs(worker, {
      limit: 200,
      before: null,
      after: null,
      search: null,
      stream: null,
    });
    const known = new Set(read.lines.map((line) => line.id));
    lines = newest([...read.lines, ...early.filter((line) => !known.has(line.id))]);
  } catch (error) {
    unfollow();
    throw error;
  }
  isOpen = true;
  return { topic, close: unfollow };
}

/** The last lines within the bounds. A worker that prints faster than anyone reads must not fill the hub's memory. */
function newest(lines: LogLine[]): LogLine[] {
  let bytes = 0;
  let first = lines.length;
  while (first > 0 && lines.length - first < mostLines) {
    bytes += (lines[first - 1]?.text.length ?? 0) + 100;
    if (bytes > mostLineBytes) break;
    first -= 1;
  }
  return first === 0 ? lines : lines.slice(first);
}
