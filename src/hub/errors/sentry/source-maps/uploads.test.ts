import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../../shared/clock.ts';
import type { Frame } from '../../../logs/index.ts';
import type { Occurrence } from '../../occurrence.ts';
import { bundleOf, bundleOfMap, sha1Of } from '../testing/bundles.ts';
import { createSourceMaps } from './source-maps.ts';
import { createUploads, type Uploads, uploadBounds } from './uploads.ts';
import { usualMapsRetention } from './uploads-file.ts';

const debugId = '98274f3020cf559dbbfc8f2768cab028';
/** `a` calls `b` in what was written as `pay` and `charge`. */
const map = JSON.stringify({
  version: 3,
  sources: ['../src/pay.ts'],
  sourcesContent: ['function charge() {\n  throw new Error();\n}\ncharge();'],
  names: ['charge'],
  // 1:1 → 2:3; 2:1 → 4:1 `charge`
  mappings: 'AACE;AAEFA',
});
const dayMs = 86_400_000;

let folder: string;
let clock: ManualClock;
let uploads: Uploads;
const open = (retention = usualMapsRetention) =>
  createUploads({ path: join(folder, 'source-maps.db'), clock, log: () => {}, retention });
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yagura-uploads-'));
  clock = new ManualClock();
  uploads = open();
});
afterEach(async () => {
  await uploads.close();
  rmSync(folder, { recursive: true, force: true });
});

const orderOf = (bundle: Buffer, parts: readonly Buffer[] = [bundle]) => ({
  checksum: sha1Of(bundle),
  chunks: parts.map(sha1Of),
  projects: ['shop'],
  release: 'shop@1',
  dist: '',
});
async function upload(bundle: Buffer, more: { release?: string | null; dist?: string } = {}) {
  const parts: Buffer[] = [];
  for (let at = 0; at < bundle.length; at += uploadBounds.chunkBytes)
    parts.push(bundle.subarray(at, at + uploadBounds.chunkBytes));
  for (const part of parts) await uploads.addChunk(sha1Of(part), part);
  return uploads.assemble({ ...orderOf(bundle, parts), ...more });
}
const named = (file: string, release = 'shop@1', dist = '') =>
  uploads.byName({ project: 'shop', release, dist, file });

describe('uploaded source maps', () => {
  it('are found by debug id and by the names of files of a release, also after a restart', async () => {
    expect(await uploads.byDebugId(debugId)).toBeNull();
    const bundle = bundleOfMap({ code: 'b();', map, debugId: '98274f30-20cf-559d-bbfc-8f2768cab028' });
    expect(await uploads.assemble(orderOf(bundle))).toEqual({
      state: 'not_found',
      missingChunks: [sha1Of(bundle)],
    });
    expect(await upload(bundle)).toEqual({ state: 'ok', missingChunks: [] });
    await uploads.close();
    uploads = open();
    const found = { text: map, folder: null };
    expect(await uploads.byDebugId(debugId)).toEqual(found);
    for (const file of [
      '~/static/mail.js',
      'https://shop.example/static/mail.js?v=3#top',
      'app:///static/mail.js',
      '/static/mail.js',
    ])
      expect(await named(file)).toEqual(found);
    expect(await named('https://shop.example/mail.js')).toBeNull();
    expect(await named('~/static/mail.js', 'shop@2')).toBeNull();
    expect(
      await uploads.byName({ project: 'post', release: 'shop@1', dist: '', file: '~/static/mail.js' }),
    ).toBeNull();
    // The parts are needed no more, and the whole is known by its checksum alone.
    expect(await uploads.assemble({ ...orderOf(bundle), release: 'shop@2' })).toMatchObject({ state: 'ok' });
    expect(await named('~/static/mail.js', 'shop@2')).toEqual(found);
  });

  it('of the same distribution go before those of none', async () => {
    await upload(bundleOfMap({ code: 'b();', map }));
    await upload(bundleOfMap({ code: 'b();', map: map.replace('pay.ts', 'other.ts') }), { dist: '7' });
    expect((await named('~/static/mail.js', 'shop@1', '7'))?.text).toContain('other.ts');
    expect((await named('~/static/mail.js', 'shop@1', '8'))?.text).toContain('pay.ts');
  });

  it('may stand in the file itself, or be named by its last line', async () => {
    const inline = `b();\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
    await upload(
      bundleOf({
        'one.js': inline,
        'two.js': 'b();\n//# sourceMappingURL=two.map',
        'two.map': map,
        'manifest.json': JSON.stringify({
          files: {
            'one.js': { type: 'minified_source', url: '~/one.js' },
            'two.js': { type: 'minified_source', url: '~/two.js' },
            'two.map': { type: 'source_map', url: '~/two.map' },
          },
        }),
      }),
    );
    expect((await named('~/one.js'))?.text).toBe(map);
    expect((await named('~/two.js'))?.text).toBe(map);
  });

  it('come in parts of any order, each checked', async () => {
    const bundle = bundleOfMap({ code: 'b();', map });
    const parts = [bundle.subarray(0, 100), bundle.subarray(100)];
    await expect(uploads.addChunk(sha1Of(bundle), Buffer.from('other'))).rejects.toThrow(
      'not what its name says',
    );
    await expect(
      uploads.addChunk('0'.repeat(40), Buffer.alloc(uploadBounds.chunkBytes + 1)),
    ).rejects.toMatchObject({ code: 'too_large' });
    for (const part of parts.toReversed()) await uploads.addChunk(sha1Of(part), part);
    expect(await uploads.assemble(orderOf(bundle, parts.toReversed()))).toMatchObject({
      state: 'error',
      detail: expect.stringContaining('checksum'),
    });
    for (const part of parts) await uploads.addChunk(sha1Of(part), part);
    expect(await uploads.assemble(orderOf(bundle, parts))).toMatchObject({ state: 'ok' });
  });

  it.each([
    ['no zip', Buffer.from('garbage'), 'cannot be read'],
    ['without a manifest', bundleOf({ 'a.js': '' }), 'no manifest.json'],
    ['with a manifest of another kind', bundleOf({ 'manifest.json': '{"files":7}' }), 'not understood'],
    ['cut short', bundleOfMap({ code: 'b();', map }).subarray(0, 200), 'cannot be read'],
    [
      'with a map of thirty megabytes',
      bundleOfMap({ code: 'b();', map: ' '.repeat(30e6) }),
      'a map may have',
    ],
  ])('are refused in words when they are %s', async (_, bundle, text) => {
    expect(await upload(bundle)).toMatchObject({ state: 'error', detail: expect.stringContaining(text) });
    expect(uploads.size().maps).toBe(0);
  });

  it('go when nobody used them for long, and when there are too many', async () => {
    await upload(bundleOfMap({ code: 'b();', map, debugId }));
    for (let day = 0; day < 100; day++) {
      clock.advance(dayMs);
      if (day < 20) expect(await uploads.byDebugId(debugId)).not.toBeNull();
    }
    expect(uploads.size().maps).toBe(1);
    clock.advance(20 * dayMs);
    expect(uploads.size().maps).toBe(0);

    // As random as packed text is not.
    const large = (seed: number) =>
      Array.from({ length: 60_000 }, (_, at) => Math.imul(at + seed, 2_654_435_761).toString(36)).join('');
    uploads.setRetention({ ageMs: 90 * dayMs, bytes: 1e6 });
    for (const release of ['1', '2', '3', '4', '5']) {
      clock.advance(1_000);
      await upload(bundleOfMap({ code: 'b();', map: JSON.stringify(large(Number(release) * 7e6)) }), {
        release,
      });
    }
    expect(await named('~/static/mail.js', '1')).toBeNull();
    expect(await named('~/static/mail.js', '5')).not.toBeNull();
    expect(uploads.size().maps).toBeLessThan(5);
  });

  it('are begun anew when their file is broken', async () => {
    await uploads.close();
    writeFileSync(join(folder, 'source-maps.db'), 'no database at all, whatever it is called'.repeat(100));
    uploads = open();
    expect(await uploads.byDebugId(debugId)).toBeNull();
    expect(await upload(bundleOfMap({ code: 'b();', map, debugId }))).toMatchObject({ state: 'ok' });
    expect(await uploads.byDebugId(debugId)).not.toBeNull();
  });
});

describe('an event whose maps were uploaded', () => {
  const frame = (line: number, more: Partial<Frame> = {}): Frame => ({
    function: line === 1 ? 'b' : null,
    file: 'https://shop.example/static/mail.js',
    line,
    column: 1,
    inApp: true,
    ...more,
  });
  const occurrence: Occurrence = {
    time: 0,
    worker: 'shop',
    source: 'sentry',
    level: 'error',
    message: '',
    exceptions: [{ type: 'Error', message: '', frames: [frame(1), frame(2)] }],
    exit: null,
    fields: { release: 'shop@1' },
  };
  const written = [
    {
      function: 'charge',
      file: 'src/pay.ts',
      line: 2,
      column: 3,
      inApp: true,
      source: { before: ['function charge() {'], line: '  throw new Error();', after: ['}', 'charge();'] },
    },
    { function: null, file: 'src/pay.ts', line: 4, column: 1, inApp: true },
  ];

  it('is told as it was written, from the next one on', async () => {
    const maps = createSourceMaps({ folderOf: () => null, uploads, nowMs: () => clock.now() });
    const resolve = async (debugIds: ReadonlyMap<string, string>, fields = occurrence.fields) => {
      const { exceptions } = await maps.resolve({ ...occurrence, fields }, { project: 'shop', debugIds });
      return exceptions[0]?.frames;
    };
    const ids = new Map([['https://shop.example/static/mail.js', debugId]]);
    expect(await resolve(ids)).toEqual([frame(1), frame(2)]);
    await upload(bundleOfMap({ code: 'b();', map, debugId }));
    expect(await resolve(ids, {})).toMatchObject(written);
    expect(await resolve(new Map())).toMatchObject(written);
    expect(await resolve(new Map(), { release: 'shop@2' })).toEqual([frame(1), frame(2)]);
    await uploads.forgetRelease('shop', 'shop@1');
    expect(await resolve(new Map())).toEqual([frame(1), frame(2)]);
    expect(await resolve(ids)).toMatchObject(written);
  });
});
