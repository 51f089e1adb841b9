import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { configJsonSchema } from './index.ts';

const committed = new URL('../../../../docs/yagura.schema.json', import.meta.url);

test('the committed schema for editors is the current one', async () => {
  const text = await readFile(committed, 'utf8');
  expect(JSON.parse(text), 'run: npx tsx scripts/write-config-schema.ts').toEqual(configJsonSchema());
});

test('it knows the sections, their defaults, and that placeholders may stand for numbers', () => {
  const schema = configJsonSchema() as unknown as {
    required: string[];
    properties: {
      server: { properties: { port: unknown } };
      workers: { additionalProperties: { properties: object } };
    };
  };
  expect(schema.required).toEqual(['workers']);
  expect(Object.keys(schema.properties)).toEqual([
    'workers',
    'defaults',
    'server',
    'metrics',
    'logs',
    'retention',
    'sentry',
    'alerts',
    'notify',
    'teams',
    'status_page',
    'watchdog',
  ]);
  expect(schema.properties.server.properties.port).toEqual({
    default: 8910,
    anyOf: [
      { type: 'integer', minimum: 1, maximum: 65535 },
      { type: 'string', pattern: '\\$\\{' },
    ],
  });
  expect(Object.keys(schema.properties.workers.additionalProperties.properties)).toContain('depends_on');
});
