/** Section `status_page`: what everybody may see, without logging in. */
import { z } from 'zod';
import { name, section, text } from './values.ts';

const group = section({
  name: text('a name', 100).meta({ description: 'What everybody may know it as.' }),
  workers: z
    .array(name, { error: 'a list of workers' })
    .min(1, { error: 'at least one worker' })
    .max(200, { error: 'at most 200 workers' })
    .meta({ description: 'Names as they are declared; all instances count.' }),
});

export const statusPage = section({
  title: text('a title', 100),
  groups: z
    .array(group, { error: 'a list of groups' })
    .min(1, { error: 'at least one group' })
    .max(50, { error: 'at most 50 groups' }),
  path: z
    .string({ error: '"/status" or "/status-NAME"' })
    .regex(/^\/status(-[a-z0-9-]{1,60})?$/, { error: '"/status" or "/status-NAME"' })
    .default('/status'),
})
  .optional()
  .meta({ description: 'A page that everybody may see; there is none without this.' });

export type StatusPageSettings = NonNullable<z.output<typeof statusPage>>;

/** Groups that stand there twice, and workers that are not declared. */
export function findWrongGroups(
  { groups }: StatusPageSettings,
  declared: ReadonlySet<string>,
): { path: (string | number)[]; message: string }[] {
  return groups.flatMap((group, at) => [
    ...(groups.findIndex(({ name }) => name === group.name) < at
      ? [{ path: ['status_page', 'groups', at, 'name'], message: `there is another group "${group.name}"` }]
      : []),
    ...group.workers.flatMap((worker, index) =>
      declared.has(worker)
        ? []
        : [
            {
              path: ['status_page', 'groups', at, 'workers', index],
              message: `there is no worker "${worker}"`,
            },
          ],
    ),
  ]);
}
