import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { openClassifier } from '../../hub/errors/classification/index.ts';
import { createMiner } from '../../hub/errors/templates/index.ts';
import { type LogRecord, readText } from '../../hub/logs/index.ts';
import type { Command } from '../call.ts';

interface Options {
  follow?: boolean;
}

/** Lines and characters that are held until their groups are final. */
const held = { lines: 100_000, characters: 64 * 1024 * 1024 };
/** What comes after so many characters of a line is left out. */
const longestLine = 1024 * 1024;
const longestWord = 40;

/** Reads lines from standard input and tells of each how it would be grouped and classified. Needs no hub. */
export const tryErrors: Command<Options> = async ({ io, options }) => {
  const miner = createMiner();
  const classifier = await openClassifier(null);
  const tell = (line: string) => {
    const record = readText(line, 0);
    const { id, template, parameters, why } = miner.read(wordingOf(record));
    const { level, message, exceptions, fields } = record;
    const classification = classifier.classify({
      time: 0,
      worker: '',
      source: 'output',
      level: level ?? 'error',
      message,
      exceptions,
      exit: null,
      fields,
    });
    return io.write(
      `${JSON.stringify({ line, group: id, template, parameters, why, level, ...classification })}\n`,
    );
  };

  let waiting: string[] | null = options.follow || io.input.isTTY ? null : [];
  let characters = 0;
  const release = async () => {
    const lines = waiting ?? [];
    waiting = null;
    for (const line of lines) if (!io.interrupted.aborted) await tell(line);
  };
  for await (const line of linesOf(io.input)) {
    if (io.interrupted.aborted) break;
    if (waiting === null) {
      await tell(line);
      continue;
    }
    // Groups become one as more is seen, so each line is told once all were.
    miner.read(wordingOf(readText(line, 0)));
    waiting.push(line);
    characters += line.length;
    if (waiting.length < held.lines && characters < held.characters) continue;
    io.note(`After ${waiting.length} lines each is grouped by what was seen until then, as with --follow.`);
    await release();
  }
  await release();
  return 0;
};

/** What is grouped: the message, with a lone word such as `warning:` before it, which the program may have said itself. */
function wordingOf({ message, text }: LogRecord): string {
  const before = text.endsWith(message) ? text.slice(0, text.length - message.length) : '';
  return /^\W*[a-z]+\W*$/i.test(before.slice(0, longestWord)) ? text : message;
}

async function* linesOf(input: Readable): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let open = '';
  for await (const chunk of input) {
    const lines = (open + decoder.write(chunk as Buffer)).split('\n');
    open = (lines.pop() ?? '').slice(0, longestLine);
    for (const line of lines) yield line.replace(/\r$/, '').slice(0, longestLine);
  }
  open += decoder.end();
  if (open !== '') yield open;
}
