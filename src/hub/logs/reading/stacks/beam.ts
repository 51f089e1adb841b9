/** Elixir and Erlang: exceptions with their stack traces, and the reports of processes that ended. */
import type { Exception, Frame, Level } from '../../record.ts';
import { inApp } from './in-app.ts';
import {
  type Belongs,
  isBlank,
  isIndented,
  type Language,
  mostExceptions,
  mostFrames,
  numberOf,
} from './language.ts';

const raised = /^(\s{0,40})\*\* \(([^()\n]{1,200})\) ?(.{0,8000})$/;
const report = /^=[A-Z]{4,12} REPORT====|^\*\* (?:Generic server|State machine|Task) \S/;
const initEnd = /^(?:\{"init terminating in |Runtime terminating during boot |Kernel pid terminated )/;
const frameLine =
  /^\s{2,40}(?:(\([a-z]\w{0,60}(?: [^()\n]{0,60})?\)) )?(\S[^:\n]{0,300}):(\d{1,7}): (\S.{0,400})$/;
const bareFrame =
  /^\s{4,40}(?:(\([a-z]\w{0,60}(?: [^()\n]{0,60})?\)) )?(:?[\w."!?]{1,100}\.[\w!?"<>/-]{1,200})(?:\/\d{1,3}|\([^\n]{0,2000}\))$/;
const detail =
  /^(?:Last message|State|Client |Function|Args|Initial Call|Ancestors|Message Queue|Messages|Links|Dictionary|Trapping Exits|Status|Heap Size|Stack Size|Reductions|Neighbours|Process Label|Label|Pid|Start Call|Restart|Shutdown|Type|Crash dump is being written)/;
const erlangFrame =
  /\{'?([\w.]{1,100})'?,\s{0,80}'?([\w/-]{1,200})'?,\s{0,80}(?:\d{1,3}|\[[^\][]{0,200}\]),\s{0,80}\[\{file,\s{0,80}"([^"\n]{1,300})"\},\s{0,80}\{line,\s{0,80}(\d{1,7})\}\]\}/g;
const erlangReason = /(?:^|\n)\*\* Reason for termination ==?\s{0,40}\n?\*\* \{?'?(\w{1,80})/;
const erlangException = /exception (error|exit|throw): ?(.{1,1000})/;

export const beam: Language = {
  openings: '*=SRKT{',
  followings: '*',
  opens: (line) =>
    line.startsWith('** ') ? raised.test(line) || report.test(line) : report.test(line) || initEnd.test(line),
  follows: (line) => raised.test(line),
  continues,
  parse,
  level,
};

function continues(line: string, last: string): Belongs {
  if (isBlank(line)) return 'maybe';
  if (isIndented(line) || line.startsWith('** ') || detail.test(line)) return 'part';
  // Further lines of a message, until its frames begin.
  return raised.test(last) ? 'maybe' : 'no';
}

/** What no logger printed ended the whole program: a script, or a node at its start. */
function level(lines: readonly string[]): Level {
  return initEnd.test(lines[0] ?? '') || raised.test(lines[0] ?? '') ? 'fatal' : 'error';
}

function parse(lines: readonly string[]): Exception[] {
  const found: Exception[] = [];
  let ended = false;
  for (const line of lines) {
    const head = raised.exec(line);
    const open = found[0];
    if (head && found.length < mostExceptions && !(ended && !isIndented(line))) {
      found.unshift({ type: head[2] ?? '', message: head[3] ?? '', frames: [] });
      continue;
    }
    if (!open || ended) continue;
    const frame = readFrame(line);
    if (frame) {
      if (open.frames.length < mostFrames) open.frames.push(frame);
    } else if (isBlank(line) || detail.test(line)) ended = open.frames.length > 0;
    else if (open.frames.length === 0) open.message = `${open.message}\n${line.trim()}`;
  }
  return found.length > 0 ? found : parseErlang(lines.join('\n'));
}

function readFrame(line: string): Frame | null {
  const placed = frameLine.exec(line);
  if (placed) {
    const [, application = '', file = '', at, name = ''] = placed;
    return { function: name, file, line: numberOf(at), column: null, inApp: inApp.beam(application, name) };
  }
  const bare = bareFrame.exec(line);
  if (!bare) return null;
  const [, application = '', name = ''] = bare;
  return { function: name, file: null, line: null, column: null, inApp: inApp.beam(application, name) };
}

function parseErlang(text: string): Exception[] {
  const frames = [...text.matchAll(erlangFrame)]
    .slice(0, mostFrames)
    .map(([, module = '', name = '', file = '', line]): Frame => {
      const full = `${module}:${name}`;
      return { function: full, file, line: numberOf(line), column: null, inApp: inApp.beam('', full) };
    });
  const exception = erlangException.exec(text);
  const type = erlangReason.exec(text)?.[1] ?? exception?.[1] ?? (frames.length > 0 ? 'error' : null);
  return type === null ? [] : [{ type, message: exception?.[2] ?? text.split('\n', 1)[0] ?? '', frames }];
}
