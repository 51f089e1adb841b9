import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { createPaint, type Paint, speaksUtf8, toAscii, wantsColour } from './text/index.ts';

/** Where a command reads and writes, and what the other side can show. */
export interface Io {
  readonly env: NodeJS.ProcessEnv;
  readonly input: Streams['stdin'];
  readonly width: number;
  readonly coloured: boolean;
  readonly paint: Paint;
  readonly isTerminal: boolean;
  /** A line for people on standard output. */
  line(text?: string): void;
  /** Data as it is: JSON, log lines. Waits while the reader is slow. */
  write(text: string): Promise<void>;
  json(value: unknown): void;
  /** A line on standard error: something aside, not the answer. */
  note(text: string): void;
  /** What went wrong, on standard error. */
  complain(text: string): void;
  /** Shows what is going on after a second, where somebody looks on; the answer ends it. */
  progress(text: () => string): () => void;
  /** Asks yes or no; null when there is nobody to ask. */
  confirm(question: string): Promise<boolean | null>;
  /** Aborted by Ctrl-C or when the reader of standard output is gone. */
  readonly interrupted: AbortSignal;
}

export interface Streams {
  env: NodeJS.ProcessEnv;
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean; columns?: number };
  stderr: Writable & { isTTY?: boolean };
  interrupted?: AbortSignal;
}

const widthWithoutTerminal = 200;

export function createIo({ env, stdin, stdout, stderr, interrupted }: Streams): Io {
  const fit = speaksUtf8(env) ? (text: string) => text : toAscii;
  const coloured = wantsColour(env, stdout.isTTY === true);
  const colouredErrors = wantsColour(env, stderr.isTTY === true);
  const readerGone = new AbortController();
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      readerGone.abort();
    });
  }
  const columns = Number(env['COLUMNS']) || stdout.columns || 0;
  return {
    env,
    input: stdin,
    width: stdout.isTTY || env['COLUMNS'] ? Math.max(40, columns || 80) : widthWithoutTerminal,
    coloured,
    paint: createPaint(coloured),
    isTerminal: stdout.isTTY === true,
    line: (text = '') => void stdout.write(`${fit(text)}\n`),
    write: (text) =>
      new Promise((resolve) => {
        if (stdout.write(text) || readerGone.signal.aborted) resolve();
        else {
          stdout.once('drain', resolve);
          readerGone.signal.addEventListener('abort', () => resolve(), { once: true });
        }
      }),
    json: (value) => void stdout.write(`${JSON.stringify(value, null, 2)}\n`),
    note: (text) => void stderr.write(`${fit(text)}\n`),
    complain: (text) => void stderr.write(`${fit(createPaint(colouredErrors)('red', text))}\n`),
    progress(text) {
      if (stderr.isTTY !== true) return () => {};
      let shown = false;
      const timer = setInterval(() => {
        stderr.write(`\r\x1b[2K${fit(text())}`);
        shown = true;
      }, 1000);
      return () => {
        clearInterval(timer);
        if (shown) stderr.write('\r\x1b[2K');
      };
    },
    async confirm(question) {
      if (!stdin.isTTY || !stdout.isTTY) return null;
      const reader = createInterface({ input: stdin, output: stdout });
      try {
        const answer = await reader.question(fit(`${question} [y/N] `), {
          signal: anyOf(interrupted, readerGone.signal),
        });
        return /^\s*(y|yes|はい)\s*$/i.test(answer);
      } catch {
        return false;
      } finally {
        reader.close();
      }
    },
    interrupted: anyOf(interrupted, readerGone.signal),
  };
}

function anyOf(...signals: (AbortSignal | undefined)[]): AbortSignal {
  return AbortSignal.any(signals.filter((signal) => signal !== undefined));
}

/** Ends a command with a message for people and an exit code of the contract. */
export class CommandFailure extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}
