import type { SentryProject } from '../../hub/server/index.ts';
import { nearest } from '../../shared/nearest.ts';
import type { Command } from '../call.ts';
import { CommandFailure } from '../io.ts';
import { type Cell, cleanText, localTime, percent, table } from '../text/index.ts';

export const dsn: Command<{ json?: boolean }> = async ({ io, hub, args, options }) => {
  const { projects } = await hub.get<{ projects: SentryProject[] }>('/sentry/projects');
  const [asked] = args;
  const meant = asked === undefined ? projects : projects.filter(({ name }) => name === asked);
  if (meant.length === 0 && asked !== undefined) {
    const close = nearest(
      asked,
      projects.map(({ name }) => name),
    );
    throw new CommandFailure(
      `There is no project "${asked}": each worker is one, and what stands under sentry.projects in yagura.yaml.${close ? ` Did you mean "${close}"?` : ''}`,
      2,
    );
  }
  if (options.json) io.json({ projects: meant.map(({ name, id, dsn }) => ({ name, id, dsn })) });
  else if (asked !== undefined) io.line(meant[0]?.dsn ?? '');
  else {
    const rows = meant.map(({ name, dsn }): Cell[] => [{ text: cleanText(name) }, { text: dsn ?? '' }]);
    const columns = ['PROJECT', 'DSN'].map((title) => ({ title, flexible: false }));
    for (const line of table(columns, rows, { width: io.width, paint: io.paint })) io.line(line);
  }
  return 0;
};

export const list: Command<{ json?: boolean }> = async ({ io, hub, options }) => {
  const { projects } = await hub.get<{ projects: SentryProject[] }>('/sentry/projects');
  if (options.json) {
    io.json({ projects });
    return 0;
  }
  const now = Date.now();
  const rows = projects.map(({ name, worker, items, malformed, limited, lastAt, releases }): Cell[] => {
    const newest = releases[0];
    return [
      { text: cleanText(name) },
      { text: cleanText(worker) },
      { text: String(items['event'] ?? 0) },
      { text: String(Object.values(items).reduce((sum, count) => sum + count, 0) - (items['event'] ?? 0)) },
      { text: String(malformed + limited) },
      { text: lastAt === null ? 'never' : localTime(lastAt, now) },
      { text: newest ? cleanText(newest.release) : '' },
      { text: newest && newest.crashFreeRatio !== null ? percent(newest.crashFreeRatio) : '' },
    ];
  });
  const columns = ['PROJECT', 'WORKER', 'EVENTS', 'OTHER', 'REFUSED', 'LAST', 'RELEASE', 'CRASH-FREE'].map(
    (title) => ({
      title,
      flexible: title === 'RELEASE',
    }),
  );
  for (const line of table(columns, rows, { width: io.width, paint: io.paint })) io.line(line);
  return 0;
};
