import { chooseFormat, mediaTypes, writeExposition } from '../../metrics/index.ts';
import type { App, Context } from '../route.ts';

export function metricsRoutes(app: App, { figures }: Context): void {
  app.get(
    '/metrics',
    {
      config: {
        access: 'viewer',
        basicAuth: true,
        summary: 'Everything for Prometheus: its text format, or OpenMetrics for those who accept that',
        answers: 'text/plain',
      },
    },
    async (request, reply) => {
      const format = chooseFormat(request.headers.accept);
      return reply
        .type(mediaTypes[format])
        .header('vary', 'accept')
        .send(writeExposition(figures.families(), format));
    },
  );
}
