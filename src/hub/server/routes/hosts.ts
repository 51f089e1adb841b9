import { Failure } from '../../../shared/failure.ts';
import { history } from '../../fleet/index.ts';
import type { App, Context } from '../route.ts';
import { historyQuery, hostPage, hostParams } from '../schema.ts';
import { sinceMs } from './workers.ts';

export function hostRoutes(app: App, { fleet, clock }: Context): void {
  app.get(
    '/api/v1/hosts',
    {
      config: { access: 'viewer', summary: 'Machines and their agents' },
      schema: { response: { 200: hostPage } },
    },
    async () => ({ hosts: fleet.hosts() }),
  );

  app.get(
    '/api/v1/hosts/:name/history',
    {
      config: { access: 'viewer', summary: "A machine's figures of the last 15 minutes, one a second" },
      schema: { params: hostParams, querystring: historyQuery, response: { 200: history } },
    },
    async (request) => {
      const { name } = request.params;
      if (!fleet.hosts().some((host) => host.name === name))
        throw new Failure('not_found', `no host is named ${name}`);
      return fleet.history(`host:${name}`, sinceMs(request.query.since, clock.now()));
    },
  );
}
