/** What `sentry-cli sourcemaps upload` sends: a zip of generated files and their maps with a manifest, here and there behind a header of eight bytes. */
import { posix } from 'node:path';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { z } from 'zod';
import { Failure, messageOf } from '../../../../shared/failure.ts';
import { commentIn, mapIn } from './beside.ts';
import { mostMapBytes } from './tracer.ts';

/** The map of a generated file. */
export interface BundledMap {
  /** Of the generated file: `~/static/mail.js`. */
  file: string;
  debugId: string | null;
  isPacked: boolean;
  /** JSON, deflated where `isPacked`. */
  data: Buffer;
}

const mostFiles = 5_000;
/** Of all maps of a bundle as they are kept. */
const mostKeptBytes = 128 * 1024 * 1024;
const mostManifestBytes = 4 * 1024 * 1024;
const manifestName = 'manifest.json';
const inflate = promisify(inflateRaw) as (
  data: Buffer,
  bound: { maxOutputLength: number },
) => Promise<Buffer>;

const manifestSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      type: z.string().optional(),
      url: z.string().max(2_000).default(''),
      headers: z.record(z.string(), z.string()).default({}),
    }),
  ),
});

/** Throws `Failure('bad_request')` for what is no such bundle, `Failure('too_large')` for one with too much in it. */
export async function readBundle(bundle: Buffer): Promise<BundledMap[]> {
  const { fromBufferPromise } = await import('yauzl');
  const zip = await fromBufferPromise(bundle, { lazyEntries: true }).catch(notReadable);
  if (zip.entryCount > mostFiles)
    throw new Failure('too_large', `the bundle has more than ${mostFiles} files`);
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  } catch (error) {
    notReadable(error);
  }
  const manifestEntry = entries.get(manifestName);
  if (!manifestEntry) throw new Failure('bad_request', `the bundle has no ${manifestName}`);
  const manifest = manifestSchema.safeParse(parse(await textOf(zip, manifestEntry, mostManifestBytes)));
  if (!manifest.success) throw new Failure('bad_request', `the bundle's ${manifestName} is not understood`);
  const files = Object.entries(manifest.data.files).map(([path, { type, url, headers }]) => {
    const named = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const debugId = debugIdOf(named.get('debug-id'));
    return { path, type, url, debugId, mapUrl: named.get('sourcemap') ?? named.get('x-sourcemap') };
  });
  const maps = new Map(
    files.filter(({ type }) => type === 'source_map').map((file) => [fileNameOf(file.url), file]),
  );
  const found: BundledMap[] = [];
  let bytes = 0;
  /** Several files may name one map, and what is packed may be large: what is kept is bounded as well as what was sent. */
  const keep = (map: BundledMap) => {
    bytes += map.data.length;
    if (bytes > mostKeptBytes)
      throw new Failure('too_large', `the bundle's maps have more than ${mostKeptBytes} bytes`);
    found.push(map);
  };
  const claimed = new Set<string>();
  const add = async (file: string, debugId: string | null, entry: Entry | undefined, path: string) => {
    if (entry) keep({ file, debugId, ...(await packedOf(zip, entry, path)) });
  };
  for (const { path, type, url, debugId, mapUrl } of files) {
    if (type !== 'minified_source') continue;
    const entry = entries.get(path);
    const comment = mapUrl ?? (entry ? commentIn(await textOf(zip, entry, mostMapBytes)) : null);
    if (comment === null) continue;
    const inline = mapIn(comment);
    if (inline !== null) {
      keep({ file: url, debugId, isPacked: false, data: Buffer.from(inline) });
      continue;
    }
    const map = maps.get(nameFrom(comment, url));
    if (!map) continue;
    claimed.add(map.path);
    await add(url, debugId ?? map.debugId, entries.get(map.path), map.path);
  }
  // What nobody names is found by its debug id, or by being called as its file.
  for (const { path, url, debugId } of maps.values())
    if (!claimed.has(path)) await add(url.replace(/\.map$/, ''), debugId, entries.get(path), path);
  return found;
}

/** 32 hexadecimal digits; null for anything else. */
export function debugIdOf(text: unknown): string | null {
  const id = typeof text === 'string' ? text.replaceAll('-', '').toLowerCase() : '';
  return /^[0-9a-f]{32}$/.test(id) ? id : null;
}

/** As uploads name files: the origin is a tilde, and what stands behind `?` or `#` says nothing. */
export function fileNameOf(url: string): string {
  const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '').replace(/[?#].*$/, '');
  return path.startsWith('~') ? path : `~${path.startsWith('/') ? '' : '/'}${path}`;
}

/** The name of the map that a file at `base` refers to. Nothing is encoded: names stand in the manifest as they are. */
const nameFrom = (url: string, base: string): string =>
  /^([a-z][a-z0-9+.-]*:|[/~])/i.test(url)
    ? fileNameOf(url)
    : posix.join(posix.dirname(fileNameOf(base)), fileNameOf(url).slice(2));

/** The file as it lies in the zip: packed anew it would take time and be no smaller. */
async function packedOf(
  zip: ZipFile,
  entry: Entry,
  path: string,
): Promise<{ isPacked: boolean; data: Buffer }> {
  if (entry.uncompressedSize > mostMapBytes)
    throw new Failure(
      'too_large',
      `${path} has ${entry.uncompressedSize} bytes, and a map may have ${mostMapBytes}; leave it out with --ignore`,
    );
  const isPacked = entry.compressionMethod === 8;
  if ((!isPacked && entry.compressionMethod !== 0) || entry.isEncrypted())
    throw new Failure('bad_request', `${path} is packed in a way that is not understood`);
  const data: Buffer[] = [];
  try {
    const stream = await zip.openReadStreamPromise(entry, isPacked ? { decompress: false } : {});
    for await (const part of stream) data.push(part as Buffer);
  } catch (error) {
    notReadable(error);
  }
  return { isPacked, data: Buffer.concat(data) };
}

async function textOf(zip: ZipFile, entry: Entry, mostBytes: number): Promise<string> {
  const { isPacked, data } = await packedOf(zip, entry, entry.fileName);
  return unpackMap(data, isPacked, mostBytes).catch(notReadable);
}

/** Rejects what is longer, and what is not packed as it says. */
export async function unpackMap(data: Buffer, isPacked: boolean, mostBytes = mostMapBytes): Promise<string> {
  const text = isPacked ? await inflate(data, { maxOutputLength: mostBytes }) : data;
  return text.toString();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notReadable(error: unknown): never {
  throw new Failure('bad_request', `the bundle cannot be read: ${messageOf(error)}`, { cause: error });
}
