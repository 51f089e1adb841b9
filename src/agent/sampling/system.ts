/** What this kernel measures in, asked once. */
import { execFileSync } from 'node:child_process';

let asked: { pageBytes: number; ticksPerSecond: number } | null = null;

export function kernelUnits(): { pageBytes: number; ticksPerSecond: number } {
  asked ??= { pageBytes: ask('PAGESIZE', 4_096), ticksPerSecond: ask('CLK_TCK', 100) };
  return asked;
}

function ask(name: string, usual: number): number {
  try {
    const value = Number(execFileSync('getconf', [name], { encoding: 'utf8', timeout: 2_000 }));
    return value > 0 ? value : usual;
  } catch {
    return usual; // no getconf here, as in some small containers
  }
}
