import { z } from 'zod';
import { file } from './schema.ts';

type JsonSchema = Record<string, unknown>;

/** For editors. A `${NAME}` may stand wherever a number, a switch or special text is wanted. */
export function configJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(file, {
    io: 'input',
    target: 'draft-7',
    override: ({ jsonSchema, path }) => {
      const wanted = { ...jsonSchema };
      const narrow =
        ['number', 'integer', 'boolean'].includes(String(wanted.type)) ||
        'enum' in wanted ||
        'pattern' in wanted;
      if (!narrow || path.includes('propertyNames')) return;
      for (const key of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, key);
      jsonSchema.anyOf = [wanted, { type: 'string', pattern: '\\$\\{' }];
    },
  }) as JsonSchema;
  return { ...schema, patternProperties: { '^x-': {} } };
}
