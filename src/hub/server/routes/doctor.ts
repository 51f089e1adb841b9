import { isoTime } from '../../../shared/clock.ts';
import { type Doctor, doctor, mendPart } from '../../fleet/index.ts';
import { auditRetention } from '../auth/index.ts';
import type { App, Context } from '../route.ts';

export function doctorRoutes(app: App, context: Context): void {
  app.get(
    '/api/v1/doctor',
    {
      config: {
        access: 'viewer',
        summary: 'How Yagura itself is, in detail, and how to mend what is not well',
      },
      schema: { response: { 200: doctor } },
    },
    async () => doctorOf(context),
  );
}

function doctorOf({
  fleet,
  errors,
  logs,
  sentry,
  store,
  metrics,
  intake,
  pulse,
  clock,
  version,
  startedAt,
  liveClients,
}: Context): Doctor {
  const now = clock.now();
  const { state, detail } = store.health();
  const newestBackupAt = store.newestBackupAt();
  const kept = metrics.retention();
  return {
    time: isoTime(now),
    parts: fleet.parts().map((part) => ({ ...part, mend: mendPart(part) })),
    hub: {
      pid: process.pid,
      version,
      nodeVersion: process.versions.node,
      startedAt: isoTime(now - (clock.monotonic() - startedAt)),
      rssBytes: process.memoryUsage.rss(),
      ...pulse.read(),
      liveClients: liveClients(),
    },
    agents: fleet.agents(),
    database: {
      state,
      detail,
      ...store.size(),
      events: fleet.eventCount(),
      newestBackupAt: newestBackupAt === null ? null : isoTime(newestBackupAt),
    },
    figures: figuresOf(metrics, intake),
    retention: [
      ...fleet.retention().map((bound) => ({ ...bound, takesBytes: null })),
      {
        what: 'searchable-logs',
        count: null,
        ...logs.store.retention,
        takesBytes: bytesOf(logs.store.stats()),
      },
      { what: 'errors', count: null, ...errors.retention, takesBytes: bytesOf(errors.size()) },
      {
        what: 'source-maps',
        count: null,
        ...sentry.uploads.retention(),
        takesBytes: sentry.uploads.size().bytes,
      },
      {
        what: 'history',
        ageMs: kept.ages.raw,
        count: null,
        bytes: kept.bytes,
        takesBytes: bytesOf(metrics.stats()),
      },
      { what: 'history-medium', ageMs: kept.ages.medium, count: null, bytes: null, takesBytes: null },
      { what: 'history-coarse', ageMs: kept.ages.coarse, count: null, bytes: null, takesBytes: null },
      { what: 'audit', ageMs: null, bytes: null, ...auditRetention, takesBytes: null },
      { what: 'backups', bytes: null, ...store.backupRetention, takesBytes: null },
    ],
  };
}

const bytesOf = ({ bytes, walBytes }: { bytes: number; walBytes: number }) => bytes + walBytes;

const mostSenders = 10;

function figuresOf(metrics: Context['metrics'], intake: Context['intake']): Doctor['figures'] {
  const { taken: _, oldestSample, ...stats } = metrics.stats();
  const refusedFrom = intake
    .counts()
    .map(({ source, refused }) => ({
      source,
      samples: Object.values(refused).reduce((sum, samples) => sum + samples, 0),
    }))
    .filter(({ samples }) => samples > 0)
    .sort((a, b) => b.samples - a.samples)
    .slice(0, mostSenders);
  const oldestAt = oldestSample === null ? null : isoTime(oldestSample);
  return { ...metrics.health(), ...stats, oldestAt, refusedFrom };
}
