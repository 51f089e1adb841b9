import { onCallView, override } from '../../oncall/index.ts';
import type { App, Context } from '../route.ts';
import { callerOf } from '../route.ts';
import { onCallQuery, overrideBody, overrideParams } from '../schema.ts';

export function onCallRoutes(app: App, { onCall }: Context): void {
  app.get(
    '/api/v1/oncall',
    {
      config: { access: 'viewer', summary: 'Who is on call now and next, by team' },
      schema: { querystring: onCallQuery, response: { 200: onCallView } },
    },
    async ({ query }) => onCall.view(query.team),
  );

  app.post(
    '/api/v1/oncall/overrides',
    {
      config: { access: 'operator', audit: 'oncall.override', summary: 'Somebody takes over for a while' },
      schema: { body: overrideBody, response: { 201: override } },
    },
    async (request, reply) => {
      const { from, to, ...wanted } = request.body;
      request.auditTarget = `team ${wanted.team}`;
      request.auditDetail = request.body;
      const added = await onCall.addOverride(
        { ...wanted, fromMs: Date.parse(from), toMs: Date.parse(to) },
        callerOf(request).actor,
      );
      return reply.code(201).send(added);
    },
  );

  app.delete(
    '/api/v1/oncall/overrides/:id',
    {
      config: { access: 'operator', audit: 'oncall.remove-override', summary: 'Nobody takes over any more' },
      schema: { params: overrideParams },
    },
    async (request, reply) => {
      request.auditTarget = `override ${request.params.id}`;
      await onCall.removeOverride(request.params.id);
      return reply.code(204).send();
    },
  );
}
