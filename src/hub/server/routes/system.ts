import { isoTime } from '../../../shared/clock.ts';
import { fullestDisk, type System, system } from '../../fleet/index.ts';
import type { App, Context } from '../route.ts';
import { accepted, health, shutDownBody } from '../schema.ts';
import { callerOf } from '../route.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export function systemRoutes(app: App, context: Context): void {
  const { fleet } = context;

  app.get(
    '/healthz',
    {
      config: { access: 'none', summary: 'Whether Yagura is ready, and how its parts are' },
      schema: { response: { 200: health } },
    },
    async (_request, reply) => {
      const parts = fleet.parts().map(({ name, state }) => ({ name, state }));
      const status =
        (['down', 'troubled'] as const).find((bad) => parts.some((part) => part.state === bad)) ?? 'well';
      // A part that is down is repaired by the other process; only the hub itself can be not ready, and then nobody answers here.
      return reply.send({ product: 'yagura', version: context.version, status, parts });
    },
  );

  app.get(
    '/api/v1/system',
    {
      config: { access: 'viewer', summary: 'The whole installation in one answer' },
      schema: { response: { 200: system } },
    },
    async () => systemOf(context),
  );

  app.post(
    '/api/v1/shutdown',
    {
      config: {
        access: 'admin',
        audit: 'system.shut-down',
        summary: 'Stop the workers (or leave them for the next start) and end Yagura',
      },
      schema: { body: shutDownBody, response: { 202: accepted } },
    },
    async (request, reply) => {
      const { keepWorkers } = request.body;
      const by = callerOf(request).actor;
      request.auditDetail = { keepWorkers };
      const { id } = fleet.record('system.shutdown-requested', null, { by, keepWorkers });
      await reply.code(202).send({ eventId: id });
      await fleet.shutDown(keepWorkers, by);
    },
  );
}

/** The state of everything, as `GET /system` and the live topic `system` show it. */
export function systemOf({
  fleet,
  errors,
  clock,
  version,
  startedAt,
  pageBuild,
}: Pick<Context, 'fleet' | 'errors' | 'clock' | 'version' | 'startedAt' | 'pageBuild'>): System {
  const now = clock.now();
  const byState: System['workers']['byState'] = {};
  const workers = fleet.workers();
  for (const { state } of workers) byState[state] = (byState[state] ?? 0) + 1;
  const machine = fleet.hosts()[0];
  const latest = machine?.latest ?? null;
  const disk = latest && fullestDisk(latest);
  return {
    version,
    uptimeSeconds: Math.round((clock.monotonic() - startedAt) / 1000),
    time: isoTime(now),
    host: {
      name: machine?.name ?? '',
      cpuRatio: latest?.cpuRatio ?? null,
      memory: latest && {
        totalBytes: latest.memory.totalBytes,
        usedBytes: latest.memory.totalBytes - latest.memory.availableBytes,
      },
      disk: disk ? { mount: disk.mount, sizeBytes: disk.sizeBytes, usedBytes: disk.usedBytes } : null,
    },
    workers: { total: workers.length, byState },
    instances: 0,
    locks: 0,
    errors24h: errors.countSince(now - dayMs),
    errors1h: errors.countSince(now - hourMs),
    restarts1h: fleet.restartsSince(isoTime(now - hourMs)),
    pageBuild,
    parts: fleet.parts(),
  };
}
