/** Gives disk blocks back to, or reserves them from, the filesystem: Linux's fallocate(2) by way of util-linux's command. */
import { spawn } from 'node:child_process';

export interface DiskOperation {
  /** `punch` frees the blocks of a range; `reserve` claims blocks for it without changing the file's length. */
  do: 'punch' | 'reserve';
  fd: number;
  offset: number;
  length: number;
}

export type DiskResult = 'done' | 'full' | 'unsupported' | 'failed';

/** File descriptors that one batch may hand to its shell. */
const largestBatch = 48;
const timeoutMs = 20_000;

// One shell for a whole batch, so that the agent forks once. The files come as inherited descriptors: paths may have changed.
const script = `
while [ $# -gt 0 ]; do
  said=$(fallocate "$1" --offset "$3" --length "$4" "/dev/fd/$2" 2>&1)
  echo "$? $said"
  shift 4
done`;

/** Runs operations one batch at a time, gathering what is asked for meanwhile into the next one. */
export class BlockQueue {
  private readonly waiting: { operations: DiskOperation[]; resolve: (results: DiskResult[]) => void }[] = [];
  private running = false;

  /** Runs at most a batch's worth of operations right after each other. Never rejects. */
  async run(operations: DiskOperation[]): Promise<DiskResult[]> {
    if (operations.length === 0) return [];
    return await new Promise((resolve) => {
      this.waiting.push({ operations, resolve });
      queueMicrotask(() => void this.drain());
    });
  }

  private async drain(): Promise<void> {
    if (this.running) return;
    this.running = true;
    while (this.waiting.length > 0) {
      const batch = [];
      for (
        let size = 0;
        this.waiting[0] && (size === 0 || size + this.waiting[0].operations.length <= largestBatch);
      ) {
        size += this.waiting[0].operations.length;
        batch.push(...this.waiting.splice(0, 1));
      }
      const results = await changeBlocks(batch.flatMap(({ operations }) => operations));
      for (const { operations, resolve } of batch) resolve(results.splice(0, operations.length));
    }
    this.running = false;
  }
}

/** Runs the operations in order. Never rejects; an operation whose result is unknown has `failed`. */
function changeBlocks(operations: readonly DiskOperation[]): Promise<DiskResult[]> {
  const args = operations.flatMap((operation, i) => [
    operation.do === 'punch' ? '--punch-hole' : '--keep-size',
    String(3 + i),
    String(operation.offset),
    String(operation.length),
  ]);
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', script, 'sh', ...args], {
      stdio: ['ignore', 'pipe', 'ignore', ...operations.map(({ fd }) => fd)],
      env: { PATH: process.env['PATH'] ?? '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
      timeout: timeoutMs,
    });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const finish = () => {
      const results = output.trimEnd().split('\n');
      resolve(operations.map((_, i) => readResult(results[i] ?? '')));
    };
    child.on('error', finish);
    child.on('close', finish);
  });
}

export function readResult(line: string): DiskResult {
  if (line.startsWith('0')) return 'done';
  if (/no space left|quota/i.test(line)) return 'full';
  return /^127 |unsupported|not supported|not implemented|unrecognized|invalid option|permitted/i.test(line)
    ? 'unsupported'
    : 'failed';
}
