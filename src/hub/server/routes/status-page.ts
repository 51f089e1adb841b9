import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Failure } from '../../../shared/failure.ts';
import { languageOf } from '../../status-page/index.ts';
import { pathOf } from '../problem.ts';
import type { App, Context } from '../route.ts';

const query = z.object({ lang: z.string().max(10).optional() });

/** The page that everybody may see, where the config says; elsewhere it is as if there were none. */
export function statusPageRoutes(app: App, { statusPage }: Context): void {
  for (const url of ['/status', '/status-:name']) {
    app.get(
      url,
      {
        config: {
          access: 'none',
          answers: 'text/html',
          summary: 'The public status page, where one is configured',
        },
        schema: { querystring: query },
      },
      async (request: FastifyRequest<{ Querystring: z.output<typeof query> }>, reply: FastifyReply) => {
        if (pathOf(request) !== statusPage.path()) return reply.callNotFound();
        const language = languageOf(request.query.lang, request.headers['accept-language']);
        const page = await statusPage.page(language).catch((error: unknown) => {
          if (error instanceof Failure && error.code === 'too_many_requests') reply.header('retry-after', 1);
          throw error;
        });
        reply
          .header('content-security-policy', page.policy)
          .header('cache-control', `public, max-age=${page.maxAgeSeconds}`)
          .header('vary', 'accept-language')
          .header('etag', page.etag);
        if (request.headers['if-none-match'] === page.etag) return reply.code(304).send();
        return reply.type('text/html; charset=utf-8').send(page.html);
      },
    );
  }
}
