import { hostHistory } from '../../fleet/index.ts';
import type { App, Context } from '../route.ts';
import { hostHistoryQuery, hostPage, hostParams } from '../schema.ts';
import { sinceMs } from './workers.ts';

const hourMs = 3_600_000;

export function hostRoutes(app: App, { fleet, history, clock }: Context): void {
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
      config: {
        access: 'viewer',
        summary: "A machine's figures: the last 15 minutes by the second, or the last hour in means of 15 s",
      },
      schema: { params: hostParams, querystring: hostHistoryQuery, response: { 200: hostHistory } },
    },
    async (request) => {
      const { name } = request.params;
      const { since, step } = request.query;
      const from = since === undefined && step === '15' ? clock.now() - hourMs : sinceMs(since, clock.now());
      return history.host(name, from, step);
    },
  );
}
