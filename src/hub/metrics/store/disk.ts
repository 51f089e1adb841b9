/**
 * What is to be written, and the file it goes to. Writes wait here for the next flush, and longer while the disk is full or the file cannot
 * be opened: a bounded number of bytes, the oldest are dropped beyond. A broken file is moved aside and begun anew.
 */
import type { Clock } from '../../../shared/clock.ts';
import { messageOf } from '../../../shared/failure.ts';
import { moveAside, storageTrouble } from '../../store/index.ts';
import { type JournalRow, type MetricsFile, openMetricsFile } from './metrics-file.ts';
import type { SeriesRow } from './series-index.ts';
import type { Segment } from './shelf.ts';

export interface DiskHealth {
  state: 'well' | 'troubled';
  detail: string;
}

export interface Disk {
  /** Opens the file, as a later flush does when it cannot be opened yet. */
  open(): Promise<void>;
  /** Null while there is none that can be used. */
  file: () => MetricsFile | null;
  addSeries(row: SeriesRow): void;
  addJournal(data: Uint8Array, generation: number): void;
  addSegment(segment: Segment): void;
  /** Number of the newest row of the journal. */
  readonly journalId: number;
  /** Rows up to this are in segments that were added; they go when those are written. */
  sealJournal(throughId: number): void;
  /** Writes all that waits in one transaction. */
  flush(): void;
  /** Does something with the file; null when there is none or it failed, which is told by the health. */
  attempt<Result>(work: (file: MetricsFile) => Result): Result | null;
  /** Takes note of what went wrong with the file; anything else is thrown again. */
  fail: (error: unknown) => void;
  health: () => DiskHealth;
  onHealth: (listener: (health: DiskHealth) => void) => () => void;
  /** Bytes that wait in memory, and of the journal on disk. */
  readonly waitingBytes: number;
  readonly journalBytes: number;
  /** Samples that were dropped. */
  readonly dropped: number;
  close(): void;
}

const reopenEveryMs = 5_000;
/** After a repair, the health says so for this long. */
const repairedForMs = 3_600_000;

export function createDisk(options: {
  path: string;
  clock: Clock;
  log: (text: string) => void;
  bounds: { waitingBytes: number; waitingJournalBytes: number };
  onDrop: (segment: Segment) => void;
  /** The file is open for the first time; `journal` is what its journal holds. */
  onOpen: (file: MetricsFile, journal: readonly JournalRow[]) => void;
  /** Nothing of before is on disk any more; answers what series there are. */
  onAnew: () => SeriesRow[];
}): Disk {
  const { path, clock, log, bounds, onDrop, onOpen, onAnew } = options;
  const listeners = new Set<(health: DiskHealth) => void>();
  let file: MetricsFile | null = null;
  let health: DiskHealth = { state: 'well', detail: '' };
  let repairedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let opening = false;
  let wasOpen = false;
  let series: SeriesRow[] = [];
  let journal: JournalRow[] = [];
  let segments: Segment[] = [];
  let journalBytes = 0;
  let segmentBytes = 0;
  let journalId = 0;
  let sealedId = 0;
  let dropped = 0;
  /** Sizes of the journal's rows on disk. */
  const onDisk = new Map<number, number>();

  function setHealth(next: DiskHealth): void {
    if (health.state === next.state && health.detail === next.detail) return;
    health = next;
    for (const listener of listeners) listener(next);
  }

  async function open(): Promise<void> {
    opening = true;
    triedAt = clock.monotonic();
    try {
      const opened = await openMetricsFile(path, clock.now());
      if (opened.moved) tellRepair(brokenText(opened.moved.damage, opened.moved.to));
      file = opened;
      if (!wasOpen) load(opened);
      wasOpen = true;
    } catch (error) {
      fail(error);
    } finally {
      opening = false;
    }
  }

  function load(from: MetricsFile): void {
    const rows = from.journal();
    for (const { id, data } of rows) {
      onDisk.set(id, data.length);
      journalId = id;
    }
    onOpen(from, rows);
  }

  function tellRepair(detail: string): void {
    repairedAt = clock.monotonic();
    log(detail);
    setHealth({ state: 'troubled', detail });
  }

  function beginAnew(): void {
    try {
      file?.close();
    } catch {
      // It is left as it is.
    }
    file = null;
    triedAt = Number.NEGATIVE_INFINITY;
    onDisk.clear();
    series = onAnew();
  }

  function fail(error: unknown): void {
    const trouble = storageTrouble(error);
    if (trouble === null) throw error;
    const detail = messageOf(error);
    if (trouble === 'unwritable')
      return setHealth({ state: 'troubled', detail: `figures cannot be written: ${detail}` });
    beginAnew();
    tellRepair(brokenText(detail, moveAside(path, clock.now())));
  }

  function attempt<Result>(work: (file: MetricsFile) => Result): Result | null {
    if (!file) return null;
    try {
      return work(file);
    } catch (error) {
      fail(error);
      return null;
    }
  }

  function write(to: MetricsFile): void {
    const rows = journal.filter(({ id }) => id > sealedId);
    if (series.length + rows.length + segments.length === 0) return;
    to.transaction(() => {
      for (const row of series) to.addSeries(row);
      for (const row of rows) to.addJournal(row);
      for (const segment of segments) if (segment.data) to.addSegment(segment, segment.data);
      to.dropJournal(sealedId);
    });
    for (const segment of segments) segment.data = null;
    for (const { id, data } of rows) onDisk.set(id, data.length);
    for (const id of onDisk.keys()) if (id <= sealedId) onDisk.delete(id);
    series = [];
    journal = [];
    segments = [];
    journalBytes = 0;
    segmentBytes = 0;
    if (clock.monotonic() - repairedAt >= repairedForMs) setHealth({ state: 'well', detail: '' });
  }

  function keepWithinBounds(): void {
    while (journalBytes > bounds.waitingJournalBytes) journalBytes -= journal.shift()?.data.length ?? 0;
    while (segmentBytes > bounds.waitingBytes) {
      const segment = segments.shift() as Segment;
      if (dropped === 0) log('figures are lost: the disk takes none, and memory must stay bounded');
      segmentBytes -= segment.data?.length ?? 0;
      dropped += segment.samples;
      onDrop(segment);
    }
  }

  return {
    open,
    file: () => file,
    addSeries: (row) => void series.push(row),
    addJournal(data, generation) {
      journalId += 1;
      journal.push({ id: journalId, generation, data });
      journalBytes += data.length;
    },
    addSegment(segment) {
      segments.push(segment);
      segmentBytes += segment.data?.length ?? 0;
    },
    get journalId() {
      return journalId;
    },
    sealJournal(throughId) {
      sealedId = throughId;
    },
    flush() {
      if (file && !file.isThere()) {
        beginAnew();
        tellRepair('the file of the figures was deleted while it was in use; it was begun anew');
      }
      attempt(write);
      keepWithinBounds();
      if (!file && !opening && clock.monotonic() - triedAt >= reopenEveryMs) void open();
    },
    attempt,
    fail,
    health: () => health,
    onHealth(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get waitingBytes() {
      return segmentBytes + journalBytes;
    },
    get journalBytes() {
      return [...onDisk.values()].reduce((sum, bytes) => sum + bytes, 0);
    },
    get dropped() {
      return dropped;
    },
    close() {
      attempt((opened) => opened.close());
      file = null;
    },
  };
}

function brokenText(damage: string, movedTo: string | null): string {
  return `the file of the figures was broken (${damage}); it was moved to ${movedTo} and begun anew`;
}
