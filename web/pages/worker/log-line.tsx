import { memo } from 'react';
import { levelOf, type LogLevel } from '../../data/log-level.ts';
import { type AnsiColour, type Look, markPieces, occurrences, piecesOf } from '../../data/log-text.ts';
import type { LogLine } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

interface LineProps {
  line: LogLine;
  wrap: boolean;
  search: string;
  /** The one of the lines found that was gone to. */
  current: boolean;
  time: string;
}

const levels: Record<LogLevel, string> = {
  fatal: 'font-semibold text-bad',
  error: 'text-bad',
  warn: 'text-warn',
  info: 'text-ink',
  debug: 'text-ink-faint',
};

/** A terminal's colours as those of this page that can be read on its ground, light or dark. */
const colours: Record<AnsiColour, string> = {
  black: 'text-ink-faint',
  red: 'text-bad',
  green: 'text-well',
  yellow: 'text-warn',
  blue: 'text-busy',
  magenta: 'text-accent',
  cyan: 'text-accent',
  white: 'text-ink',
};

/** One line: when it was printed, and what it says in its own colours, else in that of its level. */
export const LogLineRow = memo(function LogLineRow({ line, wrap, search, current, time }: LineProps) {
  const { t, format } = useText();
  const pieces = piecesOf(line.text);
  const isColoured = pieces.some(({ look }) => look.colour !== null);
  const plain = pieces.map(({ text }) => text).join('');
  const level = isColoured ? null : levelOf(plain);
  const isError = line.stream === 'stderr';
  return (
    <div
      className={`flex gap-3 border-l-2 pr-4 pl-3.5 ${isError ? 'border-warn' : 'border-transparent'} ${current ? 'bg-accent-soft' : 'hover:bg-hover'}`}
    >
      <time
        dateTime={line.time}
        title={format.utc(line.time)}
        className="figures shrink-0 select-none text-ink-faint"
      >
        {time}
      </time>
      <span
        dir="auto"
        className={`isolate min-w-0 text-left [unicode-bidi:isolate] ${wrap ? 'whitespace-pre-wrap break-all' : 'whitespace-pre'} ${level === null ? 'text-ink' : levels[level]}`}
      >
        {isError && <span className="sr-only">{t('logs.stderr')} </span>}
        {markPieces(pieces, occurrences(plain, search)).map(({ text, look, marked }, at) =>
          marked ? (
            <mark key={at} className="rounded-sm bg-accent text-on-accent">
              {text}
            </mark>
          ) : (
            <span key={at} className={lookText(look)}>
              {text}
            </span>
          ),
        )}
        {line.truncated && <span className="font-sans text-ink-faint"> {t('logs.truncated')}</span>}
      </span>
    </div>
  );
});

function lookText({ colour, bold, dim, italic, underline }: Look): string {
  return [
    colour ? colours[colour] : dim ? 'text-ink-faint' : '',
    bold ? 'font-semibold' : '',
    italic ? 'italic' : '',
    underline ? 'underline' : '',
  ]
    .filter(Boolean)
    .join(' ');
}
