import type { App, Context } from '../route.ts';
import { callerOf } from '../route.ts';
import { configApplied, configPlan } from '../schema.ts';

export function configRoutes(app: App, { fleet }: Context): void {
  app.get(
    '/api/v1/config/changes',
    {
      config: { access: 'operator', summary: 'What applying the config file now would change' },
      schema: { response: { 200: configPlan } },
    },
    async () => ({ changes: await fleet.planConfig() }),
  );

  app.post(
    '/api/v1/config/apply',
    {
      config: {
        access: 'admin',
        audit: 'config.apply',
        summary: 'Read the config file again; only what changed restarts',
      },
      schema: { response: { 200: configApplied } },
    },
    async (request) => {
      const applied = await fleet.applyConfig(callerOf(request).actor);
      request.auditDetail = {
        changed: applied.changes.filter((c) => c.change !== 'unchanged').map((c) => c.worker),
      };
      return applied;
    },
  );
}
