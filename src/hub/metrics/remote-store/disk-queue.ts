import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../../shared/failure.ts';

export interface Block {
  /** What is sent as it stands. */
  body: Buffer;
  samples: number;
}

/**
 * First in, first out, on disk: a file for each block, whole or not at all, so that whoever comes after a crash goes on with it. Takes a block
 * for the length of a write; never throws. What the disk does not take waits in memory, within bounds; past all bounds the oldest goes.
 */
export interface DiskQueue {
  push(block: Block): void;
  /** The one that is next; null when there is none. */
  next(): (Block & { id: number }) | null;
  remove(id: number): void;
  stats(): QueueStats;
}

export interface QueueStats {
  blocks: number;
  samples: number;
  bytes: number;
  /** Samples of blocks that had to go. */
  dropped: number;
  /** Why the disk took the newest block not. */
  trouble: string | null;
}

interface Entry {
  id: number;
  samples: number;
  bytes: number;
  /** Null: it is on disk. */
  body: Buffer | null;
}

const mostBytesInMemory = 32 * 1024 * 1024;
const nameOf = /^(\d{12})-(\d+)\.block$/;

export function openDiskQueue(dir: string, mostBytes: number): DiskQueue {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const entries: Entry[] = [];
  for (const name of readdirSync(dir).sort()) {
    const [, id, samples] = nameOf.exec(name) ?? [];
    if (id === undefined) rmSync(join(dir, name), { force: true, recursive: true });
    else
      entries.push({
        id: Number(id),
        samples: Number(samples),
        bytes: statSync(join(dir, name)).size,
        body: null,
      });
  }
  const sum = (of: 'samples' | 'bytes') => entries.reduce((total, entry) => total + entry[of], 0);
  const stats = { samples: sum('samples'), bytes: sum('bytes'), bytesInMemory: 0, dropped: 0 };
  let trouble: string | null = null;
  let lastId = entries.at(-1)?.id ?? 0;
  const fileOf = ({ id, samples }: Entry) => join(dir, `${String(id).padStart(12, '0')}-${samples}.block`);

  function forget(entry: Entry): void {
    entries.splice(entries.indexOf(entry), 1);
    stats.samples -= entry.samples;
    stats.bytes -= entry.bytes;
    if (entry.body) stats.bytesInMemory -= entry.bytes;
    else rmSync(fileOf(entry), { force: true });
  }

  function makeRoom(): void {
    for (;;) {
      const tooMuch =
        stats.bytesInMemory > mostBytesInMemory ? entries.find(({ body }) => body !== null) : undefined;
      const oldest = tooMuch ?? (stats.bytes > mostBytes ? entries[0] : undefined);
      if (!oldest) return;
      stats.dropped += oldest.samples;
      forget(oldest);
    }
  }

  return {
    push({ body, samples }) {
      const entry: Entry = { id: ++lastId, samples, bytes: body.length, body: null };
      try {
        const file = fileOf(entry);
        writeFileSync(`${file}.part`, body, { mode: 0o600 });
        renameSync(`${file}.part`, file);
        trouble = null;
      } catch (error) {
        trouble = messageOf(error);
        entry.body = body;
        stats.bytesInMemory += body.length;
      }
      entries.push(entry);
      stats.samples += samples;
      stats.bytes += body.length;
      makeRoom();
    },
    next() {
      for (;;) {
        const entry = entries[0];
        if (!entry) return null;
        try {
          return { id: entry.id, samples: entry.samples, body: entry.body ?? readFileSync(fileOf(entry)) };
        } catch {
          // Somebody took the file away; what was in it is lost.
          stats.dropped += entry.samples;
          forget(entry);
        }
      }
    },
    remove(id) {
      const entry = entries.find((each) => each.id === id);
      if (entry) forget(entry);
    },
    stats: () => ({
      blocks: entries.length,
      samples: stats.samples,
      bytes: stats.bytes,
      dropped: stats.dropped,
      trouble,
    }),
  };
}
