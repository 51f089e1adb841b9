import type { LogLine } from '../../link/status.ts';
import type { Call, Command } from '../call.ts';
import { followLive, type LiveData } from '../client/index.ts';
import { cleanLogLine, localTime } from '../text/index.ts';
import { listWorkers, pickWorkers } from '../worker-names.ts';

interface Options {
  follow?: boolean;
  lines?: number;
  grep?: string;
  stream?: 'stdout' | 'stderr';
  times?: boolean;
  json?: boolean;
}

type NamedLine = LogLine & { worker: string };

const mostLines = 10_000;

export const logs: Command<Options> = async (call) => {
  const { io, hub, args, options } = call;
  const workers = pickWorkers(await listWorkers(hub), args).map(({ name }) => name);
  const show = async (lines: NamedLine[]) => {
    for (const line of lines)
      await io.write(`${options.json ? JSON.stringify(line) : textOf(call, line, workers.length > 1)}\n`);
  };

  const found = (await Promise.all(workers.map((worker) => lastLines(call, worker))))
    .flat()
    .sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
  if (options.json && !options.follow) io.json({ lines: found });
  else await show(found);
  if (!options.follow) return 0;

  // One after the other, since writing waits for a slow reader.
  let written = Promise.resolve();
  await Promise.all(
    workers.map((worker) => {
      let last = found.findLast((line) => line.worker === worker);
      return followLive(hub.address, `logs:${worker}`, io.interrupted, (live) => {
        const { lines, skipped } = newLines(live, last, worker);
        last = lines.at(-1) ?? last;
        if (skipped > 0)
          io.note(`(${skipped} lines of ${worker} left out: they come faster than they can be shown)`);
        written = written.then(() => show(lines.filter((line) => isAskedFor(line, options))));
      });
    }),
  );
  await written;
  return 0;
};

/** A snapshot repeats what was shown before; what follows the last shown line is new. */
export function newLines(
  { kind, data }: LiveData,
  last: LogLine | undefined,
  worker: string,
): { lines: NamedLine[]; skipped: number } {
  const { lines, skipped } = data as { lines: LogLine[]; skipped: number };
  const named = lines.map((line) => ({ worker, ...line }));
  if (kind === 'delta') return { lines: named, skipped };
  const at = named.findIndex(({ id }) => id === last?.id);
  const after = at >= 0 ? named.slice(at + 1) : named.filter(({ time }) => !last || time >= last.time);
  return { lines: after, skipped: 0 };
}

async function lastLines({ hub, options }: Call<Options>, worker: string): Promise<NamedLine[]> {
  const wanted = Math.min(options.lines ?? 100, mostLines);
  let found: LogLine[] = [];
  // A search goes back through the log bit by bit, since the hub bounds the work of one answer.
  for (let before: string | null = null; found.length < wanted; ) {
    const query = new URLSearchParams({ limit: String(wanted - found.length) });
    if (before !== null) query.set('before', before);
    if (options.grep !== undefined) query.set('q', options.grep);
    if (options.stream !== undefined) query.set('stream', options.stream);
    const path = `/workers/${encodeURIComponent(worker)}/logs?${query.toString()}`;
    const page: { lines: LogLine[]; before: string | null } = await hub.get(path);
    found = [...page.lines, ...found];
    before = page.before;
    if (before === null) break;
  }
  return found.map((line) => ({ worker, ...line }));
}

function isAskedFor({ stream, text }: LogLine, { stream: asked, grep }: Options): boolean {
  return (
    (asked === undefined || stream === asked) &&
    (grep === undefined || text.toLowerCase().includes(grep.toLowerCase()))
  );
}

/** A terminal gets nothing that could steer it; a pipe gets what was printed. */
function textOf({ io, options }: Call<Options>, line: NamedLine, named: boolean): string {
  const text = io.isTerminal ? cleanLogLine(line.text, io.coloured) : line.text;
  return [
    named ? io.paint('cyan', line.worker) : null,
    options.times ? io.paint('dim', localTime(line.time, Date.now())) : null,
    line.stream === 'stderr' && !text.includes('\x1b') ? io.paint('red', text) : text,
    line.truncated ? '…' : null,
  ]
    .filter((part) => part !== null)
    .join(' ');
}
