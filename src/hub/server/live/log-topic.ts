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

/**
 * Follows first and reads then, so that no line falls between the two. A line may come both ways, in either order: it is told once,
 * at its place (ids grow with time).
 */
export async function openLogTopic(fleet: Fleet, worker: string, monotonic: () => number): Promise<LogTopic> {
  let lines: LogLine[] = [];
  let known: Set<string> | null = null;
  const topic = new Topic({ name: `logs:${worker}`, read: () => ({ lines, skipped: 0 }), monotonic });
  const unfollow = fleet.followLogs(worker, (come) => {
    if (!known) {
      lines = newest([...lines, ...come]);
      return;
    }
    const already = known;
    const fresh = come.filter((line) => !already.has(line.id));
    if (fresh.length === 0) return;
    const shown = newest(fresh);
    lines = newest([...lines, ...shown]);
    topic.publish(() => ({ lines: shown, skipped: fresh.length - shown.length }));
  });
  try {
    const read = await fleet.logs(worker, {
      limit: 200,
      before: null,
      after: null,
      search: null,
      stream: null,
    });
    known = new Set(read.lines.map((line) => line.id));
    const both = new Map([...read.lines, ...lines].map((line) => [line.id, line]));
    lines = newest([...both.values()].sort((a, b) => (a.id < b.id ? -1 : 1)));
  } catch (error) {
    unfollow();
    throw error;
  }
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
