import type {
  ErrorChanged,
  ErrorGroup,
  ErrorGroupDetail,
  ErrorOccurrence,
  GroupStatus,
} from '../../hub/errors/index.ts';
import { sayActor } from '../../shared/actor.ts';
import type { Command } from '../call.ts';
import { CommandFailure, type Io } from '../io.ts';
import { type Cell, cleanText, count, duration, instantOf, localTime, table } from '../text/index.ts';

interface ListOptions {
  status?: string;
  category?: string;
  worker?: string;
  grep?: string;
  since?: string;
  sort?: string;
  lines?: number;
  json?: boolean;
}

const openStatuses = 'unresolved,regressed';
const framesShown = 12;
const breadcrumbsShown = 10;
const signOfTrend: Partial<Record<ErrorGroup['trend']['state'], string>> = {
  spiking: '↑↑',
  growing: '↑',
  new: 'new',
  fading: '↓',
};

export const list: Command<ListOptions> = async ({ io, hub, options }) => {
  const most = options.lines ?? 50;
  const query = new URLSearchParams({ limit: String(Math.min(most, 200)) });
  if (options.status !== 'all') query.set('status', options.status ?? openStatuses);
  if (options.category !== undefined) query.set('category', options.category);
  if (options.worker !== undefined) query.set('worker', options.worker);
  if (options.grep !== undefined) query.set('q', options.grep);
  if (options.sort !== undefined) query.set('sort', options.sort);
  if (options.since !== undefined) {
    const since = instantOf(options.since, Date.now());
    if (since === null)
      throw new CommandFailure(
        `--since: got "${options.since}", expected 10m, 2h, 7d or a time such as 2026-11-22T08:00:00Z`,
        2,
      );
    query.set('since', since);
  }
  const groups = await hub.list<ErrorGroup>(`/errors?${query.toString()}`, 'groups', most);
  if (options.json) {
    io.json({ groups });
    return 0;
  }
  if (groups.length === 0) {
    io.note(options.status === undefined ? 'No open errors.' : 'No such errors.');
    return 0;
  }
  const now = Date.now();
  const columns = [
    { title: 'ID', align: 'right' as const },
    { title: 'CATEGORY' },
    { title: 'COUNT', align: 'right' as const },
    { title: 'TREND' },
    { title: 'LAST' },
    { title: 'WORKERS', flexible: true },
    { title: 'ERROR', flexible: true },
  ];
  for (const line of table(
    columns,
    groups.map((group) => rowOf(io, group, now)),
    { width: io.width, paint: io.paint },
  ))
    io.line(line);
  return 0;
};

function rowOf(io: Io, group: ErrorGroup, now: number): Cell[] {
  const { id, category, count: times, trend, lastSeen, workers, workerCount, title, status } = group;
  const more = workerCount > 2 ? ` +${workerCount - 2}` : '';
  const isBack = status === 'regressed';
  return [
    { text: String(id) },
    { text: category },
    { text: String(times) },
    {
      text: signOfTrend[trend.state] ?? '',
      ...(trend.state === 'spiking' && { paint: (text: string) => io.paint('red', text) }),
    },
    { text: ago(lastSeen, now) },
    { text: cleanText(workers.slice(0, 2).join(', ')) + more },
    {
      text: (isBack ? 'back: ' : status === 'unresolved' ? '' : `${status}: `) + cleanText(title),
      ...(isBack && { paint: (text: string) => io.paint('red', text) }),
    },
  ];
}

const ago = (time: string, now: number) => `${duration(Math.max(0, now - Date.parse(time)))} ago`;

export const show: Command<{ json?: boolean }> = async ({ io, hub, args, options }) => {
  const group = await hub.get<ErrorGroupDetail>(`/errors/${idOf(args)}`);
  if (options.json) {
    io.json(group);
    return 0;
  }
  const now = Date.now();
  const { firstSeen, lastSeen, trend, touched, causes, similar, notes, perDeploy, parameters } = group;
  io.line(io.paint('bold', cleanText(group.title)));
  const by = group.statusBy === null ? '' : ` by ${cleanText(sayActor(group.statusBy))}`;
  const facts: [string, string][] = [
    ['status', `${group.status} since ${localTime(group.statusSince, now)}${by}`],
    [
      'category',
      `${group.category} (${Math.round(group.confidence * 100)} %${group.corrected ? ', said by a person' : ''})`,
    ],
    ['seen', `${count('time', group.count)}, first ${localTime(firstSeen, now)}, last ${ago(lastSeen, now)}`],
    ['trend', trend.ratio === null ? trend.state : `${trend.state} (${trend.ratio.toFixed(1)} × before)`],
    [
      'workers',
      touched
        .slice(0, 5)
        .map(({ worker, count: times }) => `${cleanText(worker)} ${times}`)
        .join(', '),
    ],
    [
      'why one',
      group.fingerprints.map(({ why, detail }) => cleanText(detail ? `${why}: ${detail}` : why)).join('; '),
    ],
    ['values', parameters.map(({ values }) => cleanText(values.join(', '))).join(' · ')],
    [
      'after',
      perDeploy
        .slice(0, 3)
        .map(({ version, count: times }) => `${cleanText(version)}: ${times}`)
        .join(', '),
    ],
    ['cause', causes.map(({ id, title }) => `${id} ${cleanText(title)}`).join('; ')],
    ['similar', similar.map(({ id, title }) => `${id} ${cleanText(title)}`).join('; ')],
    ['assigned', group.assignee === null ? '' : cleanText(group.assignee)],
  ];
  for (const [name, text] of facts) if (text !== '') io.line(`${io.paint('dim', name.padEnd(9))} ${text}`);
  for (const { time, by, text } of notes)
    io.line(
      `${io.paint('dim', 'note'.padEnd(9))} ${localTime(time, now)} ${cleanText(sayActor(by))}: ${cleanText(text)}`,
    );
  if (group.newest) showOccurrence(io, group.newest, now);
  return 0;
};

function showOccurrence(
  io: Io,
  { time, worker, message, exceptions, breadcrumbs }: ErrorOccurrence,
  now: number,
): void {
  io.line('');
  io.line(io.paint('dim', `Newest: ${localTime(time, now)} ${cleanText(worker)}`));
  if (exceptions.length === 0) io.line(cleanText(message));
  for (const { type, message: said, frames } of exceptions.toReversed()) {
    io.line(cleanText(said ? `${type}: ${said}` : type));
    for (const frame of frames.slice(0, framesShown)) {
      const where = [frame.file, frame.line, frame.column].filter((part) => part !== null).join(':');
      const text = `    ${cleanText([frame.function, where].filter((part) => part !== null && part !== '').join('  '))}`;
      io.line(frame.inApp ? text : io.paint('dim', text));
    }
    if (frames.length > framesShown) io.line(io.paint('dim', `    … ${frames.length - framesShown} more`));
  }
  for (const crumb of breadcrumbs.slice(-breadcrumbsShown))
    io.line(
      io.paint(
        'dim',
        `  · ${crumb.time === null ? '' : localTime(crumb.time, now)} ${cleanText(`${crumb.category} ${crumb.message}`)}`,
      ),
    );
}

/** Resolves, ignores or opens anew. */
export const changeStatus =
  (
    status: Exclude<GroupStatus, 'regressed'>,
  ): Command<{ nextDeploy?: boolean; note?: string; json?: boolean }> =>
  async ({ io, hub, args, options }) => {
    const { group } = await hub.patch<ErrorChanged>(`/errors/${idOf(args)}`, {
      status,
      ...(options.nextDeploy && { inNextDeploy: true }),
      ...(options.note !== undefined && { note: options.note }),
    });
    if (options.json) io.json(group);
    else io.line(`${group.status}: ${cleanText(group.title)}`);
    return 0;
  };

function idOf(args: readonly string[]): number {
  const id = Number(args[0]);
  if (!Number.isInteger(id) || id < 1)
    throw new CommandFailure(
      `An error's id is a number, as "yagura errors" lists it; got "${cleanText(args[0] ?? '')}".`,
      2,
    );
  return id;
}
