import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configJsonSchema, readConfig } from './index.ts';

const page = await readFile(new URL('../../../../docs/config.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] as string);

test('the page on the config has examples', () => {
  expect(examples.length).toBeGreaterThan(3);
});

test.each(examples)('this example of the page is valid: %#', async (example) => {
  const dir = await mkdtemp(join(tmpdir(), 'yagura-docs-'));
  try {
    await writeFile(join(dir, 'yagura.yaml'), example);
    const { config } = await readConfig(join(dir, 'yagura.yaml'), { env: {} });
    expect(config.workers.length).toBeGreaterThan(0);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});

type Properties = Record<
  string,
  { default?: unknown; properties?: Properties; items?: { properties: Properties } }
>;

test('the page names every key with its default', () => {
  const schema = configJsonSchema() as unknown as { properties: Properties };
  const { workers, server } = schema.properties;
  const worker = (workers as unknown as { additionalProperties: { properties: Properties } })
    .additionalProperties;
  const rows = (properties: Properties, prefix = ''): [string, unknown][] =>
    Object.entries(properties).flatMap(([key, value]) =>
      value.properties && key !== 'tls'
        ? rows(value.properties, `${prefix}${key}.`)
        : [[prefix + key, value.default]],
    );
  const check = worker.properties['health']?.items?.properties ?? {};
  for (const [key, fallback] of [
    ...Object.keys(schema.properties)
      .map((key): [string, unknown] => [key, undefined])
      .filter(([key]) => key !== 'server'),
    ...rows({ server: server as Properties[string] }),
    ...rows(worker.properties),
    ...Object.keys(check).map((key): [string, unknown] => [key, undefined]),
  ]) {
    const row = page
      .split('\n')
      .find((line) => line.startsWith('| ') && line.split('|')[1]?.includes(`\`${key}\``));
    expect(row, `a row for ${key}`).toBeDefined();
    const isPlain =
      typeof fallback === 'string' || typeof fallback === 'number' || typeof fallback === 'boolean';
    if (isPlain) expect(row?.split('|')[2]).toContain(`\`${fallback}\``);
  }
});
