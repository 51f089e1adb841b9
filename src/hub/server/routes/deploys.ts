import { deploy } from '../../errors/index.ts';
import type { App, Context } from '../route.ts';
import { callerOf } from '../route.ts';
import { deployBody, deployPage, deploysQuery } from '../schema.ts';

export function deployRoutes(app: App, { errors }: Context): void {
  app.get(
    '/api/v1/deploys',
    {
      config: { access: 'viewer', summary: 'Deploys that were marked, newest first' },
      schema: { querystring: deploysQuery, response: { 200: deployPage } },
    },
    async ({ query }) => ({
      deploys: errors.deploys(query.since === undefined ? 0 : Date.parse(query.since), query.limit),
    }),
  );

  app.post(
    '/api/v1/deploys',
    {
      config: {
        access: 'operator',
        audit: 'deploy.mark',
        summary: 'A version was deployed: errors are told apart by what was before and after it',
      },
      schema: { body: deployBody, response: { 201: deploy } },
    },
    async (request, reply) => {
      const { version, worker, time } = request.body;
      request.auditTarget = version;
      request.auditDetail = { worker };
      const timeMs = time === undefined ? undefined : Date.parse(time);
      return reply.code(201).send(errors.markDeploy({ version, worker, timeMs }, callerOf(request).actor));
    },
  );
}
