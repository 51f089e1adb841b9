import type { App, Context } from '../route.ts';
import { callerOf } from '../route.ts';
import { applyBody, configApplied, configPlan } from '../schema.ts';

export function configRoutes(app: App, { fleet }: Context): void {
  app.get(
    '/api/v1/config/changes',
    {
      config: { access: 'operator', summary: 'What applying the config file now would change' },
      schema: { response: { 200: configPlan } },
    },
    () => fleet.planConfig(),
  );

  app.post(
    '/api/v1/config/apply',
    {
      config: {
        access: 'admin',
        audit: 'config.apply',
        summary: 'Read the config file again; only what changed restarts',
      },
      schema: { body: applyBody, response: { 200: configApplied } },
    },
    async (request) => {
      const applied = await fleet.applyConfig(callerOf(request).actor, request.body.plan);
      request.auditDetail = {
        changed: applied.changes.filter((c) => c.change !== 'unchanged').map((c) => c.worker),
      };
      return applied;
    },
  );
}
