/** Writes docs/yagura.schema.json from the schema that checks yagura.yaml: `npx tsx scripts/write-config-schema.ts`. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { configJsonSchema } from '../src/hub/fleet/config/index.ts';

const path = fileURLToPath(new URL('../docs/yagura.schema.json', import.meta.url));
await writeFile(path, `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
console.log(`wrote ${path}`);
