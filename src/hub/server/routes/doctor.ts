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
      ...fleet.retention(),
      { what: 'history', ageMs: kept.ages.raw, count: null, bytes: kept.bytes },
      { what: 'history-medium', ageMs: kept.ages.medium, count: null, bytes: null },
      { what: 'history-coarse', ageMs: kept.ages.coarse, count: null, bytes: null },
      { what: 'audit', ageMs: null, bytes: null, ...auditRetention },
      { what: 'backups', bytes: null, ...store.backupRetention },
    ],
  };
}

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
