import type { App, Context } from '../route.ts';
import type { DescribedRoute } from '../openapi/index.ts';

/** The API's description; made when it is first asked for, since most days nobody does. */
export function descriptionRoutes(
  app: App,
  { version }: Context,
  routes: () => readonly DescribedRoute[],
): void {
  let made: Promise<{ json: string; html: string; style: string }> | null = null;
  const make = async () => {
    const { describeApi, docsStyle, renderDocs } = await import('../openapi/index.ts');
    const description = describeApi(routes(), version);
    return { json: JSON.stringify(description), html: renderDocs(description), style: docsStyle };
  };
  const description = () => {
    made ??= make();
    return made;
  };
  const serve = (url: string, type: string, part: 'json' | 'html' | 'style') => {
    app.get(url, { config: { access: 'none', hidden: true } }, async (_request, reply) =>
      reply.type(type).send((await description())[part]),
    );
  };
  serve('/api/v1/openapi.json', 'application/json', 'json');
  serve('/docs', 'text/html; charset=utf-8', 'html');
  serve('/docs/style.css', 'text/css', 'style');
}
