/** What was understood of output: one record for one line, or for the lines that belong together. */

export const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type Level = (typeof levels)[number];

export interface Frame {
  /** As printed: `Object.send`, `handle_message`, `com.shop.Mailer.send`. Null where the trace gives none. */
  function: string | null;
  /** Path of the file, module or class as printed. */
  file: string | null;
  /** From one; null where the trace gives none. */
  line: number | null;
  column: number | null;
  /** The program's own code, not its runtime's or a library's. */
  inApp: boolean;
  /** The line's text and a few around it, where somebody knows them. */
  source?: { before: readonly string[]; line: string; after: readonly string[] };
}

export interface Exception {
  /** As printed: `TypeError`, `java.net.ConnectException`, `panic`, `SIGSEGV`. */
  type: string;
  message: string;
  /** The newest call first, whatever order the language prints. */
  frames: Frame[];
}

export interface LogRecord {
  /** Milliseconds since 1970, UTC: when the line was printed, not what the text says. */
  time: number;
  /** Null where the text gives none: never guessed. */
  level: Level | null;
  /** What was said, without time, level and logger in front: the first line of a plain text. */
  message: string;
  /** All of it as it was printed, lines parted by `\n`, without colours. */
  text: string;
  /** The error that was thrown first, then what it caused (`Caused by`, `cause`), outermost last; empty where there is none. */
  exceptions: Exception[];
  traceId: string | null;
  /** The other values of a structured line, flat (`http.status` → 503), bounded. */
  fields: Readonly<Record<string, string | number | boolean | null>>;
}
