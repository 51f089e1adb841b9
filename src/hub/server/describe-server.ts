import type { Context } from './route.ts';
import { buildApp, usualPatience } from './build-app.ts';
import { describeApi } from './openapi/index.ts';

/** The API's description without a running server: routes are registered, never called. For the script that generates types. */
export async function describeServer(version: string): Promise<Record<string, unknown>> {
  const untouched = { fleet: { onChange: () => () => {} } } as unknown as Context;
  const { app, routes } = await buildApp({
    context: untouched,
    names: new Set(),
    tls: null,
    patience: usualPatience,
    checkAnswers: false,
  });
  await app.ready();
  const description = describeApi(routes, version);
  await app.close();
  return description;
}
