import { silence, silencePage } from '../../alerts/index.ts';
import { type App, callerOf, type Context, decodeCursor, encodeCursor } from '../route.ts';
import { silenceBody, silenceParams, silencePreview, silencePreviewBody, silencesQuery } from '../schema.ts';

export function silenceRoutes(app: App, { alerts }: Context): void {
  app.get(
    '/api/v1/silences',
    {
      config: { access: 'viewer', summary: 'Silences and maintenance, newest first' },
      schema: { querystring: silencesQuery, response: { 200: silencePage } },
    },
    async ({ query }) => {
      const { cursor, ...asked } = query;
      const page = alerts.silences.list({ ...asked, cursor: decodeCursor(cursor) ?? undefined });
      return { ...page, next: page.next === null ? null : encodeCursor(page.next) };
    },
  );

  app.post(
    '/api/v1/silences',
    {
      config: {
        access: 'operator',
        audit: 'silence.create',
        summary: 'Tell nobody of alerts that match, once or again and again by cron',
      },
      schema: { body: silenceBody, response: { 201: silence } },
    },
    async (request, reply) => {
      request.auditDetail = request.body;
      const created = await alerts.silences.create(request.body, callerOf(request).actor);
      request.auditTarget = `silence ${created.id}`;
      return reply.code(201).send(created);
    },
  );

  app.post(
    '/api/v1/silences/preview',
    {
      config: { access: 'viewer', summary: 'Which alerts a silence would cover now' },
      schema: { body: silencePreviewBody, response: { 200: silencePreview } },
    },
    async ({ body }) => alerts.preview(body.matchers),
  );

  app.get(
    '/api/v1/silences/:id',
    {
      config: { access: 'viewer', summary: 'One silence' },
      schema: { params: silenceParams, response: { 200: silence } },
    },
    async ({ params }) => alerts.silences.silence(params.id),
  );

  app.post(
    '/api/v1/silences/:id/expire',
    {
      config: { access: 'operator', audit: 'silence.expire', summary: 'End a silence now' },
      schema: { params: silenceParams, response: { 200: silence } },
    },
    async (request) => {
      request.auditTarget = `silence ${request.params.id}`;
      return alerts.silences.expire(request.params.id);
    },
  );
}
