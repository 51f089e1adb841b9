/** Prints what was measured as a table that can go into docs/benchmarks.md as it is. */
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';

export interface Row {
  what: string;
  ours: string;
  /** By the peer's name. */
  peers?: Record<string, string>;
  target?: string;
  /** Left out where nothing was promised. */
  met?: boolean;
}

/** Says how the measured one did; a missed promise makes the bench fail. */
export function report(title: string, rows: readonly Row[], notes: readonly string[] = []): void {
  const peers = [...new Set(rows.flatMap((row) => Object.keys(row.peers ?? {})))];
  const cells = [
    [title, 'Yagura', ...peers, 'promised', 'met'],
    ...rows.map((row) => [
      row.what,
      row.ours,
      ...peers.map((peer) => row.peers?.[peer] ?? '–'),
      row.target ?? '–',
      row.met === undefined ? '' : row.met ? 'yes' : '**no**',
    ]),
  ];
  const widths =
    cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  const ruler = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  console.log(['', line(head), ruler, ...body.map(line), ''].join('\n'));
  for (const note of notes) console.log(note);
  console.log(machine());
  if (rows.some((row) => row.met === false)) process.exitCode = 1;
}

function machine(): string {
  const [cpu] = cpus();
  const system =
    /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? process.platform;
  const load = loadavg().map((value) => value.toFixed(1));
  return `${new Date().toISOString()}, Node ${process.versions.node}, ${cpus().length} × ${cpu?.model.trim()}, ${system}, Linux ${release()}, load ${load.join(' ')}`;
}
