import { alert, alertPage } from '../../alerts/index.ts';
import { type App, type Context, decodeCursor, encodeCursor } from '../route.ts';
import { alertParams, alertsQuery } from '../schema.ts';

export function alertRoutes(app: App, { alerts }: Context): void {
  app.get(
    '/api/v1/alerts',
    {
      config: {
        access: 'viewer',
        summary: 'What is wrong and what was: by state, severity, rule, worker, host, labels, text',
      },
      schema: { querystring: alertsQuery, response: { 200: alertPage } },
    },
    async ({ query }) => {
      const { match, cursor, ...asked } = query;
      const page = alerts.alerts({ ...asked, matchers: match, cursor: decodeCursor(cursor) ?? undefined });
      return { ...page, next: page.next === null ? null : encodeCursor(page.next) };
    },
  );

  app.get(
    '/api/v1/alerts/:id',
    {
      config: { access: 'viewer', summary: 'One alert' },
      schema: { params: alertParams, response: { 200: alert } },
    },
    async ({ params }) => alerts.alert(params.id),
  );
}
