/** Keeps logs within their bound, and room ahead of them on a filling disk. */
import { closeSync, openSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../shared/failure.ts';
import type { Trouble } from '../../link/messages.ts';
import { BlockQueue, type DiskOperation, type DiskResult } from './fallocate.ts';
import { breakBytes, newline } from './line.ts';
import type { LogStream } from './log-stream.ts';
import {
  cutAfter,
  type DiskSpace,
  type DiskState,
  diskState,
  excessBytes,
  reserveBytes,
  sacrificeBytes,
} from './retention.ts';
import type { WorkerLog } from './worker-log.ts';

const cutBlockBytes = 64 * 1024;
const mostAtOnce = 32;
const swapPieces = 8;
const mostSnatched = 16;

export class Keeper {
  /** Whether this filesystem can; null until it was tried. */
  canPunch: boolean | null = null;
  canReserve: boolean | null = null;
  private readonly dir: string;
  private readonly blocks = new BlockQueue();
  private readonly inCare = new Set<WorkerLog>();
  private space: DiskSpace | null = null;
  private state: DiskState = 'ample';
  /** Logs on a full disk for which nothing could be reserved. */
  private readonly starved = new Set<string>();
  private emptied: string | null = null;
  private error: string | null = null;

  constructor(dir: string) {
    this.dir = dir;
  }

  /** Tries both abilities on an empty file. */
  async probe(): Promise<void> {
    const path = join(this.dir, `.probe-${process.pid}`);
    const fd = openSync(path, 'w', 0o600);
    try {
      const [punch, reserve] = await this.blocks.run([
        { do: 'punch', fd, offset: 0, length: 1 },
        { do: 'reserve', fd, offset: 0, length: 1 },
      ]);
      this.canPunch = punch !== 'unsupported';
      this.canReserve = reserve !== 'unsupported';
    } finally {
      closeSync(fd);
      rmSync(path, { force: true });
    }
  }

  /** Looks at the disk and starts what has to be done for these logs. */
  tend(logs: Iterable<WorkerLog>): void {
    this.measure();
    for (const log of logs) {
      if (log.boundBytes === null || log.isClosed || this.inCare.has(log) || this.inCare.size >= mostAtOnce)
        continue;
      if (this.excessOf(log) === 0 && !log.streams.some((stream) => this.toReserve(log, stream) > 0))
        continue;
      this.inCare.add(log);
      void this.careFor(log);
    }
  }

  private measure(): void {
    try {
      const { bsize, blocks, bavail } = statfsSync(this.dir);
      this.space = { sizeBytes: blocks * bsize, freeBytes: bavail * bsize };
      this.state = diskState(this.space);
    } catch (error) {
      this.error = messageOf(error);
    }
    if (this.state === 'ample') this.starved.clear();
  }

  private excessOf(log: WorkerLog): number {
    const bound = log.boundBytes ?? Number.POSITIVE_INFINITY;
    if (this.canPunch !== false) return excessBytes(log.retainedBytes, bound, log.bytesPerSecond);
    return Math.max(0, log.fileBytes - bound);
  }

  /** Bytes to reserve now: none while more than half of what is wanted is still ahead. */
  private toReserve(log: WorkerLog, stream: LogStream): number {
    if (!this.space || this.state === 'ample' || this.canReserve === false) return 0;
    const wanted = reserveBytes(log.rateOf(stream.stream), this.space.freeBytes);
    return stream.reservedTo - stream.fileSize < wanted / 2 ? wanted : 0;
  }

  private async careFor(log: WorkerLog): Promise<void> {
    try {
      await log.using(async () => {
        const excess = this.excessOf(log);
        if (excess > 0) await this.giveBack(log, excess);
        for (const stream of log.streams) await this.reserve(log, stream);
      });
      this.error = null;
    } catch (error) {
      this.error = messageOf(error);
    } finally {
      this.inCare.delete(log);
    }
  }

  private async giveBack(log: WorkerLog, excess: number): Promise<void> {
    if (this.canPunch === false) {
      this.giveBackFiles(log);
      return;
    }
    const ends = [log.streams[0].end, log.streams[1].end] as const;
    const cuts = cutAfter(log.index, ends, excess);
    const holes = [];
    for (const stream of log.streams) holes.push(...(await this.cut(stream, cuts[stream.stream])));
    if (log.isClosed) return;
    log.save(); // before the bytes go: whoever reads from now on begins after them
    this.learn('canPunch', await this.blocks.run(holes));
  }

  /** Lets a stream begin at the first line that starts at or after `offset`. */
  private async cut(stream: LogStream, offset: number): Promise<DiskOperation[]> {
    const start = offset <= stream.start ? stream.start : await firstLineStart(stream, offset);
    return stream.startAt(start).map((hole) => ({ do: 'punch', ...hole }));
  }

  /** Without punching, only whole files can go: those put aside first, then, far from ideal, what the current one holds. */
  private giveBackFiles(log: WorkerLog): void {
    while (log.boundBytes !== null && log.fileBytes > log.boundBytes) {
      const [first, second] = log.streams;
      const older = [first, second].find(({ oldestFileEnd }) => oldestFileEnd !== null);
      if (older) {
        older.startAt(older.oldestFileEnd ?? 0);
      } else {
        log.look();
        const larger = first.fileSize >= second.fileSize ? first : second;
        this.emptied = `${larger.fileSize} bytes of ${larger.path} were given back at once`;
        larger.empty();
      }
      log.save();
    }
  }

  /** Reserves blocks ahead of a stream; on a full disk the log's own oldest part makes room for them. */
  private async reserve(log: WorkerLog, stream: LogStream): Promise<void> {
    const wanted = this.toReserve(log, stream);
    if (wanted === 0) return;
    const to = stream.fileSize + wanted;
    let result: DiskResult = 'full';
    if (this.state !== 'full') result = await this.reserveTo(stream, to, []);
    if (result === 'full') result = await this.makeRoom(log, stream, to);
    if (result === 'done' || stream.reservedTo > stream.fileSize) this.starved.delete(log.worker);
    else this.starved.add(log.worker);
  }

  private async reserveTo(stream: LogStream, to: number, first: DiskOperation[]): Promise<DiskResult> {
    const offset = Math.max(stream.fileSize, stream.reservedTo);
    const ahead: DiskOperation = {
      do: 'reserve',
      fd: stream.currentFd,
      offset,
      length: Math.max(1, to - offset),
    };
    const result = (await this.blocks.run([...first, ahead])).at(-1) ?? 'failed';
    if (result === 'done') stream.reservedTo = to;
    if (result !== 'full') this.learn('canReserve', [result]);
    return result;
  }

  /** Swaps the log's oldest blocks for new ones in small pieces: whoever else waits for space can snatch only one at a time. */
  private async makeRoom(log: WorkerLog, stream: LogStream, to: number): Promise<DiskResult> {
    const piece = Math.ceil((to - stream.fileSize) / swapPieces);
    let snatched = 0;
    while (stream.reservedTo < to && snatched < mostSnatched) {
      const bytes = this.canPunch === false ? 0 : sacrificeBytes(log.retainedBytes, piece);
      if (bytes === 0) return 'full';
      const holes: DiskOperation[] = [];
      const cuts = cutAfter(log.index, [log.streams[0].end, log.streams[1].end], bytes);
      for (const each of log.streams) holes.push(...(await this.cut(each, cuts[each.stream])));
      if (log.isClosed) return 'failed';
      log.save();
      const from = Math.max(stream.fileSize, stream.reservedTo);
      if ((await this.reserveTo(stream, Math.min(to, from + piece), holes)) !== 'done') snatched += 1;
    }
    return stream.reservedTo >= to ? 'done' : 'full';
  }

  private learn(ability: 'canPunch' | 'canReserve', results: DiskResult[]): void {
    if (results.includes('unsupported')) this[ability] = false;
    else if (results.includes('done')) this[ability] = true;
    if (results.includes('failed')) this.error = 'fallocate failed';
  }

  trouble(): Trouble[] {
    const found: Trouble[] = [];
    if (this.space && (this.state === 'low' || this.state === 'full')) {
      found.push({
        code: `disk_${this.state}`,
        detail: `${this.describeSpace(this.space)}${this.describeStarved()}`,
      });
    }
    if (this.canPunch === false) {
      const lost = this.emptied === null ? '' : `; lately ${this.emptied}`;
      found.push({
        code: 'log_no_punch',
        detail: `The filesystem of ${this.dir} cannot free the oldest part of a file, so logs are cut whole files at a time${lost}`,
      });
    }
    if (this.error !== null) found.push({ code: 'log_upkeep', detail: `Log upkeep: ${this.error}` });
    return found;
  }

  private describeSpace({ freeBytes, sizeBytes }: DiskSpace): string {
    const mib = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
    return `${mib(freeBytes)} MiB of ${mib(sizeBytes)} MiB are free where the logs are (${this.dir})`;
  }

  private describeStarved(): string {
    if (this.starved.size === 0) return '; logs have blocks reserved ahead, workers can go on writing';
    return `; no blocks could be reserved for ${[...this.starved].slice(0, 10).join(', ')}: their next lines may be lost`;
  }
}

/** The first line start at or after `offset`; the offset itself when no line ends within reach. */
async function firstLineStart(stream: LogStream, offset: number): Promise<number> {
  const block = Buffer.allocUnsafe(cutBlockBytes);
  for (let at = offset - 1; at < Math.min(stream.end, offset + breakBytes); at += cutBlockBytes) {
    const found = block.subarray(0, await stream.read(block, at)).indexOf(newline);
    if (found >= 0) return at + found + 1;
  }
  return offset;
}
