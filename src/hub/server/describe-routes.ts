import { z } from 'zod';
import type { DescribedRoute } from './openapi/index.ts';
import type { App } from './route.ts';

/** Collects every route that is registered from now on and is not hidden. */
export function collectRoutes(app: App): DescribedRoute[] {
  const routes: DescribedRoute[] = [];
  app.addHook('onRoute', ({ method, url, schema, config }) => {
    if (!config || config.hidden || config.summary === undefined) return;
    const shapeOf = (value: unknown) => (value instanceof z.ZodType ? value : null);
    const response = Object.entries((schema?.response ?? {}) as Record<string, unknown>)[0];
    for (const verb of [method].flat()) {
      if (verb === 'HEAD') continue;
      routes.push({
        method: verb,
        url,
        access: config.access ?? 'admin',
        summary: config.summary,
        params: shapeOf(schema?.params),
        query: shapeOf(schema?.querystring),
        body: shapeOf(schema?.body) ?? config.takes ?? null,
        answers: response
          ? { status: Number(response[0]), shape: shapeOf(response[1]) }
          : config.answers === undefined
            ? { status: 204, shape: null }
            : { status: 200, shape: config.answers },
      });
    }
  });
  return routes;
}
