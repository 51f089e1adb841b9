/** What is wrong with a configuration and where: one entry per mistake, written for people. */
import { Failure } from '../../../shared/failure.ts';

export interface Mistake {
  /** Name of the file, without its folder. */
  file: string;
  line: number;
  column: number;
  /** `workers.mailer.restart.max`; empty when the whole file is meant. */
  path: string;
  message: string;
}

export type Path = readonly (string | number)[];

const mostShown = 50;

/** `workers.mailer.health[0].http` */
export function formatPath(path: Path): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}

/**
 * In the order of the file and not endlessly many. One for each path: what was said first about a value often makes it wrong in
 * other ways too.
 */
export function configFailure(configPath: string, mistakes: readonly Mistake[]): Failure {
  const byPlace = new Map<string, Mistake>();
  for (const mistake of mistakes) {
    const { file, line, column, path } = mistake;
    const key = JSON.stringify([file, path === '' ? [line, column] : path]);
    if (!byPlace.has(key)) byPlace.set(key, mistake);
  }
  const different = [...byPlace.values()].sort(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column,
  );
  const errors = different.slice(0, mostShown).map(({ file, line, column, path, message }) => ({
    path: `${file}:${line}:${column}${path && ` ${path}`}`,
    message,
  }));
  if (different.length > mostShown) {
    errors.push({ path: configPath, message: `and ${different.length - mostShown} more` });
  }
  const count = different.length === 1 ? 'a mistake' : `${different.length} mistakes`;
  return new Failure('config_invalid', `${configPath} has ${count}`, { errors });
}

/** One line for a terminal: `yagura.yaml:12:7  workers.mailer.restart.max: got 30, expected …`. */
export function formatMistake(error: { path: string; message: string }): string {
  const [, place, path] = /^(.*?:\d+:\d+) (.+)$/.exec(error.path) ?? [];
  return place ? `${place}  ${path}: ${error.message}` : `${error.path}  ${error.message}`;
}
