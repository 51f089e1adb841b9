import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { failures } from '../../shared/failure.ts';
import { describeServer } from './describe-server.ts';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

describe('the documents', () => {
  it('list every failure as it is answered', () => {
    const rows = [...read('docs/api.md').matchAll(/^\| `([a-z_]+)` \| (\d{3}) \| (.+) \|$/gm)];
    const documented = Object.fromEntries(
      rows.map(([, code, status, title]) => [code, { status: Number(status), title }]),
    );
    expect(documented).toEqual(failures);
  });

  it('describe the API as it is', async () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(JSON.parse(read('docs/openapi.json'))).toEqual(await describeServer(version));
  });
});
