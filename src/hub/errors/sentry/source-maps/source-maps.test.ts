import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Frame } from '../../../logs/index.ts';
import type { Occurrence } from '../../occurrence.ts';
import { createSourceMaps } from './source-maps.ts';

const source = `// A line that the bundler leaves out.
export function sendMail(to: string): void {
  if (!to.includes('@')) throw new Error(\`no address: \${to}\`);
}
try { sendMail('nobody'); } catch (error) { console.log((error as Error).stack); }
`;
let folder: string;
let generated: Frame;
let occurrence: Occurrence;

/** A frame as Node tells it of the bundle. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yagura-maps-'));
  writeFileSync(join(folder, 'mail.ts'), source);
  const bundler = await rolldown({ input: join(folder, 'mail.ts'), platform: 'node' });
  await bundler.write({
    file: join(folder, 'app', 'dist', 'mail.js'),
    sourcemap: true,
    minify: true,
    format: 'cjs',
  });
  await bundler.close();
  const stack = execFileSync(process.execPath, [join(folder, 'app', 'dist', 'mail.js')], {
    encoding: 'utf8',
  });
  const [, file = '', line, column] = /\((\/.*?):(\d+):(\d+)\)/.exec(stack) ?? [];
  generated = { function: 'a', file, line: Number(line), column: Number(column), inApp: true };
  occurrence = {
    time: 0,
    worker: 'mailer',
    source: 'sentry',
    level: 'error',
    message: '',
    exceptions: [{ type: 'Error', message: '', frames: [generated] }],
    exit: null,
    fields: { release: 'shop@1' },
  };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function resolve(frame: Partial<Frame>, more: { folder?: string | null } = {}) {
  const maps = createSourceMaps({
    folderOf: () => (more.folder === undefined ? join(folder, 'app') : more.folder),
    uploads: { byDebugId: async () => null, byName: async () => null, onChange: () => {} },
    nowMs: () => 0,
  });
  const { exceptions, stack } = await maps.resolve(
    {
      ...occurrence,
      exceptions: [{ type: 'Error', message: '', frames: [{ ...generated, ...frame }] }],
      stack: [{ ...generated, ...frame }],
    },
    { project: 'mailer', debugIds: new Map() },
  );
  expect(stack?.[0]).toEqual(exceptions[0]?.frames[0]);
  return exceptions[0]?.frames[0];
}

const original = {
  function: 'a',
  line: 3,
  // Of the call: the bundler leaves `new` out.
  column: 36,
  inApp: true,
  source: {
    before: ['// A line that the bundler leaves out.', 'export function sendMail(to: string): void {'],
    line: "  if (!to.includes('@')) throw new Error(`no address: ${to}`);",
    after: ['}', "try { sendMail('nobody'); } catch (error) { console.log((error as Error).stack); }", ''],
  },
};

describe('a frame of generated code', () => {
  it("is told as it was written when a map lies beside the worker's file", async () => {
    expect(await resolve({})).toEqual({ ...original, file: join(folder, 'mail.ts') });
    expect(await resolve({ file: `file://${generated.file}` })).toMatchObject({ line: 3 });
  });

  it('is told so by a map in the file itself, however long', async () => {
    const map = readFileSync(`${generated.file}.map`);
    const code = readFileSync(generated.file ?? '', 'utf8').replace(/\/\/# sourceMappingURL=\S+\s*$/, '');
    const path = join(folder, 'app', 'inline.js');
    for (const space of ['', ' '.repeat(200_000)]) {
      const comment = `//# sourceMappingURL=data:application/json;charset=utf-8;base64,${Buffer.from(map.toString() + space).toString('base64')}`;
      writeFileSync(path, `${code}${comment}\n`);
      expect(await resolve({ file: path })).toMatchObject({ line: 3, source: original.source });
    }
  });

  it('stays as it is where nothing can be found', async () => {
    const same = (frame: Partial<Frame>) => ({ ...generated, ...frame });
    for (const frame of [
      { inApp: false },
      { line: null },
      { column: null },
      { file: null },
      { file: '/nowhere/x.js' },
      { file: 'mail.js' },
      { file: 'https://x/y.js' },
    ])
      expect(await resolve(frame)).toEqual(same(frame));
    expect(await resolve({}, { folder: null })).toEqual(generated);
    expect(await resolve({ line: 999 })).toEqual(same({ line: 999 }));
  });

  it("is never looked for outside the worker's folder", async () => {
    const outside = join(folder, 'outside.js');
    const inside = join(folder, 'app', 'dist');
    writeFileSync(outside, `x\n//# sourceMappingURL=${generated.file}.map\n`);
    symlinkSync(outside, join(inside, 'link.js'));
    mkdirSync(join(folder, 'app-too'));
    writeFileSync(join(folder, 'app-too', 'x.js'), readFileSync(outside));
    writeFileSync(join(folder, 'secret.map'), readFileSync(`${generated.file}.map`));
    for (const [name, comment] of [
      ['up.js', '../../secret.map'],
      ['absolute.js', join(folder, 'secret.map')],
      ['far.js', 'https://x.example/mail.js.map'],
    ])
      writeFileSync(join(inside, name ?? ''), `x\n//# sourceMappingURL=${comment}\n`);
    for (const file of [
      outside,
      join(inside, 'link.js'),
      join(inside, '..', '..', 'outside.js'),
      join(folder, 'app-too', 'x.js'),
      join(inside, 'up.js'),
      join(inside, 'absolute.js'),
      join(inside, 'far.js'),
    ])
      expect(await resolve({ file, line: generated.line })).toMatchObject({ file, line: generated.line });
  });

  it.each([
    'garbage',
    '{}',
    '{"version":3,"mappings":"!!!","sources":[]}',
    '[]',
    '{"version":3,"sections":[{}]}',
  ])('survives a map that is %s', async (map) => {
    const file = join(folder, 'app', 'dist', 'broken.js');
    writeFileSync(file, 'x\n//# sourceMappingURL=broken.js.map\n');
    writeFileSync(`${file}.map`, map);
    expect(await resolve({ file })).toEqual({ ...generated, file });
  });
});
