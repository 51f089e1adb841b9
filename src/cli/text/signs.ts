import type { WorkerState } from '../../link/status.ts';
import type { Colour } from './paint.ts';

/** Shape and colour of each state: the shapes alone tell them apart. */
export const stateSigns: Record<WorkerState, { sign: string; plain: string; colour: Colour }> = {
  running: { sign: '●', plain: '+', colour: 'green' },
  starting: { sign: '◔', plain: '~', colour: 'cyan' },
  degraded: { sign: '◑', plain: '!', colour: 'yellow' },
  unhealthy: { sign: '▲', plain: '!', colour: 'red' },
  backoff: { sign: '↻', plain: '*', colour: 'yellow' },
  stopping: { sign: '◌', plain: '~', colour: 'cyan' },
  stopped: { sign: '○', plain: '-', colour: 'dim' },
  failed: { sign: '✗', plain: 'x', colour: 'red' },
  lost: { sign: '✗', plain: 'x', colour: 'red' },
  unknown: { sign: '?', plain: '?', colour: 'yellow' },
};

/** Whether the terminal can show more than ASCII, by the variables that setlocale(3) reads, in their order. */
export function speaksUtf8(env: NodeJS.ProcessEnv): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  // Most containers set no locale at all and show UTF-8 well; C and POSIX are a choice.
  return locale === '' || /utf-?8/i.test(locale);
}

const replacements: Record<string, string> = {
  '…': '...',
  '→': '->',
  '–': '-',
  '├': '|',
  '└': '`',
  '─': '-',
  '│': '|',
  '✓': 'ok',
  '✗': 'x',
  '·': '-',
};

/** Our own signs in ASCII; other characters become `?`. */
export function toAscii(text: string): string {
  return text.replace(/[^\x00-\x7f]/gu, (character) => replacements[character] ?? '?'); // oxlint-disable-line no-control-regex -- the range of ASCII
}
