import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { errnoOf, Failure, messageOf } from '../../shared/failure.ts';
import type { Home } from '../../shared/home.ts';

/** What may be found at the top of a home. */
const ourOwn = /^(token(\.new)?|yagura\..+|backups|own-logs|logs|agent|run|lost\+found)$/;

/** Makes the home and its folders, for this user alone; says what is wrong when it cannot be used. */
export function prepareHome(home: Home): void {
  try {
    mkdirSync(home.root, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(home.root);
    const me = process.getuid?.();
    if (me !== undefined && uid !== me && me !== 0) {
      throw new Failure(
        'forbidden',
        `the home ${home.root} belongs to another user (uid ${uid}): choose one with --home`,
      );
    }
    accessSync(home.root, constants.R_OK | constants.W_OK | constants.X_OK);
    // A folder that is for more than Yagura (`--home /tmp`) keeps its mode.
    if (uid === me && (mode & 0o077) !== 0 && readdirSync(home.root).every((name) => ourOwn.test(name)))
      chmodSync(home.root, 0o700);
    for (const dir of ['run', 'agent']) mkdirSync(join(home.root, dir), { recursive: true, mode: 0o700 });
    for (const dir of [home.runs, home.spool, home.ownLogs, home.workerLogs]) {
      mkdirSync(dir, { recursive: true, mode: 0o700 });
    }
    const probe = join(home.root, 'run', 'probe');
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (errnoOf(error) === 'ENOSPC') return;
    throw new Failure('forbidden', `the home ${home.root} cannot be written: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** This agent's id, made once per home. */
export function readAgentId(home: Home): string {
  const file = join(home.agent, 'id');
  try {
    const id = readFileSync(file, 'utf8').trim();
    if (id !== '') return id;
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
  const id = randomUUID();
  writeFileSync(`${file}.new`, `${id}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return id;
}
