import { z } from 'zod';
import { failures } from '../../../shared/failure.ts';
import { components, requestBodies } from '../schema.ts';

/** A route as it was registered, with the schemas that guard it. */
export interface DescribedRoute {
  method: string;
  url: string;
  access: string;
  summary: string;
  params: z.ZodType | null;
  query: z.ZodType | null;
  /** A string is a media type that is not described further. */
  body: z.ZodType | string | null;
  /** Schema of the success and its status; a string is a media type that is not described further. */
  answers: { status: number; shape: z.ZodType | string | null };
}

type Json = Record<string, unknown>;

const names = new Map<z.ZodType, string>([
  ...Object.entries(components).map(([name, shape]): [z.ZodType, string] => [shape, name]),
  ...Object.entries(requestBodies).map(([name, shape]): [z.ZodType, string] => [shape, name]),
]);

/** The OpenAPI 3.1 document of these routes. Throws when a route uses a shape without a name, since clients are generated from names. */
export function describeApi(routes: readonly DescribedRoute[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.url.replace(/:([A-Za-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Yagura',
      version,
      description:
        'Runs background workers, shows them live, heals them. Times are RFC 3339 in UTC, shares are 0..1. Failures are application/problem+json.',
    },
    servers: [{ url: '/' }],
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      schemas: { ...describeShapes(components, 'output'), ...describeShapes(requestBodies, 'input') },
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
    'x-failures': failures,
  };
}

function describeRoute(route: DescribedRoute): Json {
  const { status, shape } = route.answers;
  return {
    operationId: operationId(route),
    summary: route.summary,
    ...(route.access === 'none' ? { security: [] } : { security: [{ token: [] }], 'x-role': route.access }),
    parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')],
    ...(route.body === null ? {} : { requestBody: { content: contentOf(route.body) } }),
    responses: {
      [status]: {
        description: route.summary,
        ...(shape === null ? {} : { content: contentOf(shape) }),
      },
      default: {
        description: 'A failure',
        content: { 'application/problem+json': { schema: refTo(components.Problem) } },
      },
    },
  };
}

function contentOf(shape: z.ZodType | string): Json {
  return typeof shape === 'string'
    ? { [shape]: { schema: { type: 'string' } } }
    : { 'application/json': { schema: refTo(shape) } };
}

/** `GET /api/v1/workers/:name/logs` → `getWorkersNameLogs`. */
function operationId(route: DescribedRoute): string {
  const words = route.url.replace(/^\/api\/v1/, '').split(/[^A-Za-z0-9]+/);
  return [
    route.method.toLowerCase(),
    ...words.filter(Boolean).map((word) => word.charAt(0).toUpperCase() + word.slice(1)),
  ].join('');
}

function refTo(shape: z.ZodType): Json {
  const name = names.get(shape);
  if (!name) throw new Error('a route uses a shape that schema.ts does not name');
  return { $ref: `#/components/schemas/${name}` };
}

function parametersOf(shape: z.ZodType | null, where: 'path' | 'query'): Json[] {
  if (!shape) return [];
  const described = tidy(z.toJSONSchema(shape, { io: 'input' }) as Json);
  const required = (described['required'] as string[] | undefined) ?? [];
  return Object.entries(described['properties'] as Json).map(([name, schema]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema,
  }));
}

function describeShapes(shapes: Record<string, z.ZodType>, io: 'input' | 'output'): Json {
  const registry = z.registry<{ id: string }>();
  for (const [name, shape] of Object.entries(shapes)) registry.add(shape, { id: name });
  const { schemas } = z.toJSONSchema(registry, { io, uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, tidy(schema as Json)]));
}

/** Drops what is noise for readers (safe-integer bounds, the pattern behind `date-time`) and what would forbid new fields. */
function tidy(schema: Json): Json {
  const clean = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value !== 'object' || value === null) return value;
    const from = value as Json;
    return Object.fromEntries(
      Object.entries(from)
        .filter(
          ([key, held]) =>
            key !== '$schema' &&
            key !== '$id' &&
            !(key === 'additionalProperties' && held === false) &&
            !(key === 'pattern' && from['format'] === 'date-time') &&
            !((key === 'minimum' || key === 'maximum') && Math.abs(Number(held)) === Number.MAX_SAFE_INTEGER),
        )
        .map(([key, held]) => [key, clean(held)]),
    );
  };
  return clean(schema) as Json;
}
