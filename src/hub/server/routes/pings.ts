import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Failure } from '../../../shared/failure.ts';
import type { App, Context } from '../route.ts';

const pingParams = z.object({ id: z.uuid() });
const exitParams = pingParams.extend({ exitCode: z.coerce.number().int().min(0).max(255) });
const progressQuery = z
  .object({
    counter: z.string().min(1).max(100),
    add: z.coerce.number().optional(),
    value: z.coerce.number().optional(),
  })
  .refine((query) => (query.add === undefined) !== (query.value === undefined), {
    message: 'give either add or value',
  });
const longestDetail = 10_000;

/**
 * Healthchecks-compatible signs of life: no auth but the id, any method, any body; the URL alone is enough for `curl` in a script. An id is a
 * worker's, or that of a rule which waits for a heartbeat.
 */
export function pingRoutes(app: App, { fleet, rules }: Context): void {
  const workerOf = (id: string): string => {
    const worker = fleet.workerOfPing(id.toLowerCase());
    if (worker === null) throw new Failure('not_found', 'no worker has this ping id');
    return worker;
  };
  const isHeartbeat = (id: string, sign: 'success' | 'fail') => rules.evaluation.ping(id.toLowerCase(), sign);
  const method = ['GET', 'HEAD', 'POST'];
  const config = { access: 'none', answers: 'text/plain' } as const;

  app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request: FastifyRequest, body: Buffer) =>
      body.toString('utf8', 0, longestDetail),
    );

    scope.route({
      method,
      url: '/ping/:id',
      config: { ...config, summary: 'A sign of life' },
      schema: { params: pingParams },
      handler: async (request, reply) => {
        const { id } = request.params;
        if (!isHeartbeat(id, 'success')) fleet.heartbeat(workerOf(id), 'success', null, detailOf(request));
        return reply.type('text/plain').send('OK');
      },
    });
    for (const sign of ['start', 'fail'] as const) {
      scope.route({
        method,
        url: `/ping/:id/${sign}`,
        config: { ...config, summary: sign === 'start' ? 'A job begins' : 'A job failed' },
        schema: { params: pingParams },
        handler: async (request, reply) => {
          const { id } = request.params;
          // That a job begins is no proof that it ends.
          const isKnown =
            sign === 'start' ? rules.evaluation.hasPing(id.toLowerCase()) : isHeartbeat(id, sign);
          if (!isKnown) fleet.heartbeat(workerOf(id), sign, null, detailOf(request));
          return reply.type('text/plain').send('OK');
        },
      });
    }
    scope.route({
      method,
      url: '/ping/:id/log',
      config: { ...config, summary: 'A note that is neither success nor failure' },
      schema: { params: pingParams },
      handler: async (request, reply) => {
        fleet.record('worker.note', workerOf(request.params.id), { text: detailOf(request) ?? '' });
        return reply.type('text/plain').send('OK');
      },
    });
    scope.route({
      method,
      url: '/ping/:id/progress',
      config: { ...config, summary: 'A counter that moved: useful work was done' },
      schema: { params: pingParams, querystring: progressQuery },
      handler: async (request, reply) => {
        const { counter, add, value } = request.query;
        fleet.progress(workerOf(request.params.id), counter, add ?? value ?? 0, add !== undefined);
        return reply.type('text/plain').send('OK');
      },
    });
    scope.route({
      method,
      url: '/ping/:id/:exitCode',
      config: { ...config, summary: 'A job ended with this exit code' },
      schema: { params: exitParams },
      handler: async (request, reply) => {
        const { id, exitCode } = request.params;
        if (!isHeartbeat(id, exitCode === 0 ? 'success' : 'fail'))
          fleet.heartbeat(workerOf(id), 'exit', exitCode, detailOf(request));
        return reply.type('text/plain').send('OK');
      },
    });
  });
}

function detailOf(request: FastifyRequest): string | null {
  return typeof request.body === 'string' && request.body !== '' ? request.body : null;
}
