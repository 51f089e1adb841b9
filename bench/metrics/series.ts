/** Real series for the benches of figures: this machine's own /proc, recorded once a second, and the Numenta Anomaly Benchmark. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface RealSeries {
  labels: Record<string, string>;
  /** ms */
  times: number[];
  values: number[];
}

const longestSeconds = 3_600;

/** The file that `--recording=FILE` names, or two minutes recorded now. */
export function procSeries(folder: string): RealSeries[] {
  const given = process.argv.find((argument) => argument.startsWith('--recording='))?.split('=')[1];
  const file = given ?? join(folder, 'proc.jsonl');
  if (given === undefined) {
    console.log('Recording /proc for two minutes …');
    const recorder = fileURLToPath(new URL('record-proc.ts', import.meta.url));
    spawnSync(process.execPath, ['--import', 'tsx', recorder, file, '120'], { stdio: 'inherit' });
  }
  const series: RealSeries[] = [];
  let seconds = 0;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue;
    const parsed = JSON.parse(line) as (number | null)[] | { labels: Record<string, string>[] };
    if (!Array.isArray(parsed)) {
      for (const labels of parsed.labels) series.push({ labels, times: [], values: [] });
      continue;
    }
    seconds += 1;
    if (seconds > longestSeconds) break;
    const [time, ...values] = parsed;
    values.forEach((value, index) => {
      if (value === null) return;
      series[index]?.times.push(time ?? 0);
      series[index]?.values.push(value);
    });
  }
  return series;
}

/** The values of each file of NAB as if they had come once a second up to `endMs`; null where it is not there. */
export function nabSeries(endMs: number): RealSeries[] | null {
  const data = fileURLToPath(new URL('../../../shared/data/nab/data', import.meta.url));
  if (!existsSync(data)) return null;
  return readdirSync(data, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.csv'))
    .map((file) => {
      const lines = readFileSync(join(data, file), 'utf8').trim().split('\n').slice(1);
      const values = lines.map((line) => Number(line.split(',')[1]));
      const times = values.map((_, at) => endMs - (values.length - at) * 1_000);
      return { labels: { __name__: 'nab', file: file.replaceAll(/\W+/g, '_') }, times, values };
    });
}

export const countOf = (series: readonly RealSeries[]) =>
  series.reduce((sum, { times }) => sum + times.length, 0);

/** In the order in which they came: each second's samples of all series together. */
export function* seconds(
  series: readonly RealSeries[],
): Generator<{ timeMs: number; of: { index: number; value: number }[] }> {
  const next = new Uint32Array(series.length);
  const times = [...new Set(series.flatMap((each) => each.times))].sort((a, b) => a - b);
  for (const timeMs of times) {
    const of: { index: number; value: number }[] = [];
    series.forEach((each, index) => {
      const at = next[index] as number;
      if (each.times[at] !== timeMs) return;
      of.push({ index, value: each.values[at] as number });
      next[index] = at + 1;
    });
    yield { timeMs, of };
  }
}
