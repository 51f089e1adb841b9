/**
 * Events on disk until the hub has them. Each segment is a file of JSON lines named after its first sequence number, so the numbers go on
 * after any death: a new segment is begun on opening, and the newest one is never deleted, not even when it is empty. A line that a death
 * tore is left out. Nothing here throws when the disk is full; events then wait in memory.
 */
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { AgentEvent, Trouble } from '../../link/messages.ts';
import { isoTime } from '../../shared/clock.ts';
import type { Clock } from '../../shared/clock.ts';
import { messageOf } from '../../shared/failure.ts';

export interface Spool {
  append(type: string, worker: string | null, data: Record<string, unknown>): AgentEvent;
  /** Events after a sequence number that the hub does not have yet, oldest first. */
  after(seq: number, limit: number): AgentEvent[];
  /** The hub has everything up to here. */
  acknowledge(seq: number): void;
  /** The hub knows numbers of this agent that the disk forgot: go on above them. */
  continueAfter(seq: number): void;
  readonly lastSeq: number;
  /** Tries again to write what is only in memory. */
  retry(): void;
  trouble(): Trouble[];
  close(): void;
}

export interface SpoolBounds {
  segmentBytes: number;
  totalBytes: number;
  /** Events kept in memory: the newest for sending, and those that the disk would not take. */
  inMemory: number;
}

const usualBounds: SpoolBounds = {
  segmentBytes: 1024 * 1024,
  totalBytes: 32 * 1024 * 1024,
  inMemory: 2_000,
};

interface Segment {
  file: string;
  firstSeq: number;
  bytes: number;
}

const segmentName = /^(\d{15})\.jsonl$/;

/** `onFound` is told the newest events that are there, whether the hub has them or not: about as many as one segment takes. */
export function openSpool(
  dir: string,
  clock: Clock,
  {
    bounds = usualBounds,
    onFound,
  }: { bounds?: SpoolBounds | undefined; onFound?: (events: readonly AgentEvent[]) => void } = {},
): Spool {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const segments = listSegments(dir);
  const found = newestOf(segments);
  onFound?.(found);
  let lastSeq = Math.max(0, ...segments.map(({ firstSeq }) => firstSeq - 1), found.at(-1)?.seq ?? 0);
  let fd: number | null = null;
  let diskTrouble: string | null = null;
  /** The newest events, oldest first; all after `savedSeq` are nowhere else. */
  let recent: AgentEvent[] = [];
  let savedSeq = lastSeq;
  let acknowledged = 0;
  let lost = 0;
  beginSegment();

  function beginSegment(): void {
    closeSegment();
    const firstSeq = savedSeq + 1;
    const file = join(dir, `${String(firstSeq).padStart(15, '0')}.jsonl`);
    try {
      fd = openSync(file, 'a', 0o600);
      const newest = segments.at(-1);
      if (newest?.file === file) newest.bytes = statSync(file).size;
      else segments.push({ file, firstSeq, bytes: 0 });
      diskTrouble = null;
    } catch (error) {
      diskTrouble = messageOf(error);
    }
  }

  function closeSegment(): void {
    if (fd !== null) closeSync(fd);
    fd = null;
  }

  function save(event: AgentEvent): boolean {
    const line = Buffer.from(`${JSON.stringify(event)}\n`);
    const full = segments.at(-1);
    if (fd === null || (full && full.bytes > 0 && full.bytes + line.length > bounds.segmentBytes))
      beginSegment();
    const segment = segments.at(-1);
    if (fd === null || !segment) return false;
    try {
      if (writeSync(fd, line) !== line.length) throw new Error('the disk is full');
      segment.bytes += line.length;
      savedSeq = event.seq;
      diskTrouble = null;
      return true;
    } catch (error) {
      diskTrouble = messageOf(error);
      try {
        ftruncateSync(fd, segment.bytes);
      } catch {
        closeSegment();
      }
      return false;
    }
  }

  function saveWaiting(): void {
    for (const event of recent) {
      if (event.seq > savedSeq && !save(event)) return;
    }
  }

  function dropBeyondBounds(): void {
    let bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
    while (bytes > bounds.totalBytes && segments.length > 1) {
      const oldest = segments.shift();
      if (!oldest) return;
      bytes -= oldest.bytes;
      rmSync(oldest.file, { force: true });
      const next = segments[0]?.firstSeq ?? oldest.firstSeq;
      lost += Math.max(0, next - Math.max(oldest.firstSeq, acknowledged + 1));
    }
    if (recent.length <= bounds.inMemory) return;
    const dropped = recent.splice(0, recent.length - bounds.inMemory);
    lost += dropped.filter((event) => event.seq > savedSeq && event.seq > acknowledged).length;
  }

  function add(type: string, worker: string | null, data: Record<string, unknown>): AgentEvent {
    const event: AgentEvent = { seq: ++lastSeq, time: isoTime(clock.now()), type, worker, data };
    recent.push(event);
    saveWaiting();
    dropBeyondBounds();
    return event;
  }

  return {
    append(type, worker, data) {
      const event = add(type, worker, data);
      if (lost > 0 && segments.length > 0 && type !== 'spool.dropped') {
        const count = lost;
        lost = 0;
        add('spool.dropped', null, { count });
      }
      return event;
    },
    after(fromSeq, limit) {
      const seq = Math.max(fromSeq, acknowledged);
      const first = recent[0];
      if (first && first.seq <= seq + 1) return recent.filter((event) => event.seq > seq).slice(0, limit);
      const found: AgentEvent[] = [];
      for (const [index, segment] of segments.entries()) {
        const next = segments[index + 1];
        if (next && next.firstSeq <= seq + 1) continue;
        for (const event of readSegment(segment.file)) if (event.seq > seq) found.push(event);
        if (found.length >= limit) break;
      }
      const lastFound = found.at(-1)?.seq ?? seq;
      for (const event of recent) if (event.seq > lastFound && event.seq > seq) found.push(event);
      return found.slice(0, limit);
    },
    acknowledge(seq) {
      acknowledged = Math.max(acknowledged, seq);
      for (let next = segments[1]; next && next.firstSeq <= acknowledged + 1; next = segments[1]) {
        const done = segments.shift();
        if (done) rmSync(done.file, { force: true });
      }
      recent = recent.filter((event) => event.seq > acknowledged);
      savedSeq = Math.max(savedSeq, acknowledged);
    },
    continueAfter(seq) {
      if (seq <= lastSeq) return;
      lastSeq = seq;
      savedSeq = seq;
      beginSegment();
    },
    get lastSeq() {
      return lastSeq;
    },
    retry() {
      saveWaiting();
      if (diskTrouble !== null && savedSeq === lastSeq) beginSegment();
    },
    trouble: () =>
      diskTrouble === null
        ? []
        : [{ code: 'spool.unwritable', detail: `events wait in memory: ${diskTrouble}` }],
    close: closeSegment,
  };
}

function listSegments(dir: string): Segment[] {
  return readdirSync(dir)
    .filter((name) => segmentName.test(name))
    .sort()
    .map((name) => {
      const file = join(dir, name);
      return { file, firstSeq: Number(name.slice(0, 15)), bytes: statSync(file).size };
    });
}

function newestOf(segments: readonly Segment[]): AgentEvent[] {
  const newest = segments.findLast(({ bytes }) => bytes > 0);
  return newest ? readSegment(newest.file) : [];
}

function readSegment(file: string): AgentEvent[] {
  if (!existsSync(file)) return [];
  const events: AgentEvent[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue;
    try {
      const event = JSON.parse(line) as AgentEvent;
      if (Number.isSafeInteger(event.seq)) events.push(event);
    } catch {
      // Torn by a death in the middle of writing; what follows stands on lines of its own.
    }
  }
  return events;
}
