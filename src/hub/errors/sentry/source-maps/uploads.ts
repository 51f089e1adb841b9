import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import type { Clock, Timer } from '../../../../shared/clock.ts';
import { Failure, messageOf } from '../../../../shared/failure.ts';
import { fileNameOf, readBundle, unpackMap } from './artifact-bundle.ts';
import type { FoundMap } from './tracer.ts';
import {
  type BundleUse,
  type MapsRetention,
  openUploadsFile,
  type StoredMap,
  type UploadsFile,
} from './uploads-file.ts';

/** What somebody wants put together from chunks that were sent before. */
export interface BundleOrder extends BundleUse {
  /** SHA-1 of each part, in order; `checksum` is that of the whole. */
  chunks: readonly string[];
}

/** In the words of sentry-cli. */
export type Assembly =
  | { state: 'ok'; missingChunks: [] }
  | { state: 'not_found'; missingChunks: string[] }
  | { state: 'error'; missingChunks: []; detail: string };

/** Source maps that people uploaded. What the disk refuses is `storage_unavailable`. */
export interface Uploads {
  /** Keeps a part of a bundle for a while. Throws `bad_request` where it is not what its name says. */
  addChunk(sha1: string, data: Buffer): Promise<void>;
  /** Keeps the bundle, once all of it is there. */
  assemble(order: BundleOrder): Promise<Assembly>;
  byDebugId(debugId: string): Promise<FoundMap | null>;
  /** Of a file of a version. `dist`: empty where there is none. */
  byName(of: { project: string; release: string; dist: string; file: string }): Promise<FoundMap | null>;
  /** The version's files are no longer found by their names. */
  forgetRelease(project: string, release: string): Promise<void>;
  /** There are other maps than before. */
  onChange(listener: () => void): void;
  setRetention(retention: MapsRetention): void;
  retention(): MapsRetention;
  /** `maps`: null while nobody looked into the file. */
  size(): { bytes: number; maps: number | null };
  close(): Promise<void>;
}

export const uploadBounds = {
  chunkBytes: 1024 * 1024,
  /** Of a bundle as it is sent. */
  bundleBytes: 64 * 1024 * 1024,
};
const mostChunkBytes = 192 * 1024 * 1024;
const chunksKeptMs = 6 * 3_600_000;
const mostMaps = 50_000;
const mostUses = 20_000;
const upkeepEveryMs = 3_600_000;

/** The file is opened when there is something in it, or when something comes: most towers never see a map. */
export function createUploads(options: {
  path: string;
  clock: Clock;
  log: (text: string) => void;
  retention: MapsRetention;
}): Uploads {
  const { path, clock, log } = options;
  let { retention } = options;
  let opening: Promise<UploadsFile> | null = null;
  let opened: UploadsFile | null = null;
  let timer: Timer | undefined;
  let isClosed = false;
  const listeners = new Set<() => void>();

  async function open(): Promise<UploadsFile> {
    // Somebody deleted it, or put another one in its place.
    if (opened && !opened.isThere()) {
      opened.close();
      opened = opening = null;
    }
    if (isClosed) throw new Failure('storage_unavailable', 'Yagura is ending');
    opening ??= openUploadsFile(path, clock.now()).then((file) => {
      if (file.moved) log(`the file of source maps was broken (${file.moved.damage}); it begins anew`);
      opened = file;
      keepUpLater();
      return file;
    });
    try {
      return await opening;
    } catch (error) {
      opening = null;
      throw error;
    }
  }

  function keepUpLater(): void {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(() => {
      try {
        if (opened) keepUp(opened);
      } catch (error) {
        log(`source maps cannot be tidied up: ${messageOf(error)}`);
      }
      keepUpLater();
    }, upkeepEveryMs);
  }

  function keepUp(file: UploadsFile): void {
    file.dropChunksBefore(clock.now() - chunksKeptMs);
    file.keepWithin(retention, { maps: mostMaps, uses: mostUses }, clock.now());
  }

  /** One bundle in memory at a time. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = turn.then(work);
    turn = mine.catch(() => {});
    return mine;
  };

  async function assemble(order: BundleOrder): Promise<Assembly> {
    const file = await open();
    const { checksum, chunks } = order;
    if (file.hasBundle(checksum)) {
      file.keep(order, null, clock.now());
      changed();
      return { state: 'ok', missingChunks: [] };
    }
    const missing = file.missing(chunks);
    if (missing.length > 0) return { state: 'not_found', missingChunks: missing };
    try {
      if (file.chunkBytesOf(chunks) > uploadBounds.bundleBytes)
        throw new Failure('too_large', `the bundle has more than ${uploadBounds.bundleBytes} bytes`);
      const whole = Buffer.concat(chunks.map((sha1) => file.chunk(sha1) ?? Buffer.alloc(0)));
      if (sha1Of(whole) !== checksum)
        throw new Failure('bad_request', 'the chunks together are not what the checksum says');
      file.keep(order, await readBundle(whole), clock.now());
    } catch (error) {
      if (!(error instanceof Failure) || error.code === 'storage_unavailable') throw error;
      // Another try with the same parts would end the same way.
      file.dropChunks(chunks);
      return { state: 'error', missingChunks: [], detail: error.message };
    }
    file.dropChunks(chunks);
    keepUp(file);
    changed();
    return { state: 'ok', missingChunks: [] };
  }

  function changed(): void {
    for (const listener of listeners) listener();
  }

  async function find(look: (file: UploadsFile) => StoredMap | null): Promise<FoundMap | null> {
    if (!opened && !existsSync(path)) return null;
    const map = look(await open());
    return map && { text: await unpackMap(map.data, map.isPacked), folder: null };
  }

  return {
    async addChunk(sha1, data) {
      if (data.length > uploadBounds.chunkBytes)
        throw new Failure('too_large', `a chunk has at most ${uploadBounds.chunkBytes} bytes`);
      if (sha1Of(data) !== sha1)
        throw new Failure('bad_request', `the chunk ${sha1} is not what its name says`);
      const file = await open();
      file.addChunk(sha1, data, clock.now());
      while (file.chunkBytes() > mostChunkBytes && file.dropOldestChunk() > 0);
    },
    assemble: (order) => inTurn(() => assemble(order)),
    byDebugId: (debugId) => find((file) => file.byDebugId(debugId, clock.now())),
    byName: ({ file: name, ...of }) =>
      find((file) => file.byName(of, [name.replace(/[?#].*$/, ''), fileNameOf(name)], clock.now())),
    async forgetRelease(project, release) {
      if (!opened && !existsSync(path)) return;
      (await open()).forgetRelease(project, release);
      changed();
    },
    onChange: (listener) => void listeners.add(listener),
    setRetention(next) {
      retention = next;
      if (opened) keepUp(opened);
    },
    retention: () => retention,
    size() {
      if (!opened) return { bytes: statSync(path, { throwIfNoEntry: false })?.size ?? 0, maps: null };
      const { bytes, walBytes, maps } = opened.size();
      return { bytes: bytes + walBytes, maps };
    },
    async close() {
      isClosed = true;
      clock.clearTimeout(timer);
      await turn;
      await opening?.catch(() => {});
      opened?.close();
    },
  };
}

function sha1Of(data: Buffer): string {
  return createHash('sha1').update(data).digest('hex');
}
