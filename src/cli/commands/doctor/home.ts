import { execFile } from 'node:child_process';
import { access, constants, mkdtemp, open, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { errnoOf, messageOf } from '../../../shared/failure.ts';
import type { Home } from '../../../shared/home.ts';
import { bytes } from '../../text/index.ts';
import { type Finding, fail, ok, warn } from './finding.ts';
import { loadSqlite } from './load-sqlite.ts';

const leastFreeBytes = 256 * 1024 * 1024;
const run = promisify(execFile);

/** The folder under which everything is kept: whose it is, whether it can be written, its disk, token and database. */
export async function checkHome(home: Home): Promise<Finding[]> {
  const stats = await stat(home.root).catch(() => null);
  if (!stats) return [await checkParent(home.root)];
  if (!stats.isDirectory())
    return [
      fail(
        'home',
        `${home.root} is not a folder`,
        'Choose another one: yagura --home FOLDER, or YAGURA_HOME.',
      ),
    ];
  const findings = [checkMode(home.root, stats.mode)];
  const uid = process.getuid?.();
  if (uid !== undefined && stats.uid !== uid)
    findings.push(
      fail(
        'home',
        `${home.root} belongs to user ${stats.uid}, this is user ${uid}`,
        `Run as that user, or: chown -R ${uid} ${home.root}`,
      ),
    );
  const unwritable = await whyUnwritable(home.root);
  findings.push(
    unwritable === null
      ? ok('home', `${home.root} can be written`)
      : fail(
          'home',
          `${home.root} cannot be written: ${unwritable}`,
          'Make it writable for this user, or choose another one: yagura --home FOLDER',
        ),
  );
  findings.push(
    await checkSpace(home.root),
    await checkToken(home.token),
    await checkDatabase(home.database),
  );
  if (unwritable === null) findings.push(await checkPunching(home.root));
  return findings;
}

async function checkParent(root: string): Promise<Finding> {
  let parent = dirname(root);
  while (!(await stat(parent).catch(() => null)) && parent !== dirname(parent)) parent = dirname(parent);
  try {
    await access(parent, constants.W_OK | constants.X_OK);
    return ok('home', `${root} will be made by the first "yagura up"`);
  } catch {
    return fail(
      'home',
      `${root} cannot be made: ${parent} is not writable`,
      'Choose another one: yagura --home FOLDER, or YAGURA_HOME.',
    );
  }
}

export function checkMode(root: string, mode: number): Finding {
  const others = mode & 0o077;
  if (others === 0) return ok('access', 'only its owner can read the home');
  return warn(
    'access',
    `others can read or enter ${root} (mode ${(mode & 0o777).toString(8)})`,
    `chmod 700 ${root}`,
  );
}

/** Tries it, since permissions alone do not tell about a read-only file system or root. */
async function whyUnwritable(root: string): Promise<string | null> {
  try {
    const probe = await mkdtemp(join(root, '.doctor-'));
    await rm(probe, { recursive: true });
    return null;
  } catch (error) {
    return errnoOf(error) ?? messageOf(error);
  }
}

async function checkSpace(root: string): Promise<Finding> {
  const { bavail, bsize, blocks } = await statfs(root);
  const free = bavail * bsize;
  const share = blocks === 0 ? 1 : bavail / blocks;
  const text = `${bytes(free)} free (${Math.round(share * 100)} %)`;
  if (free < leastFreeBytes / 4) return fail('disk', text, `Make room on the disk of ${root}.`);
  return free < leastFreeBytes ? warn('disk', text, `Make room on the disk of ${root}.`) : ok('disk', text);
}

async function checkToken(path: string): Promise<Finding> {
  const stats = await stat(path).catch(() => null);
  if (!stats) return ok('token', 'made by the first "yagura up"');
  if ((stats.mode & 0o077) !== 0)
    return fail(
      'token',
      `others can read ${path} (mode ${(stats.mode & 0o777).toString(8)})`,
      `chmod 600 ${path}, then make a new token and revoke this one: yagura token create`,
    );
  return stats.size === 0
    ? fail('token', `${path} is empty`, `Remove it; the next "yagura up" makes a new one: rm ${path}`)
    : ok('token', 'only its owner can read it');
}

/** Reads the whole database, so that it is done here and not while the hub starts. */
async function checkDatabase(path: string): Promise<Finding> {
  if (!(await stat(path).catch(() => null))) return ok('database', 'made by the first "yagura up"');
  const cure = 'Start Yagura: it moves a damaged database aside and restores the newest good backup.';
  try {
    const { module } = await loadSqlite();
    const database = new module.DatabaseSync(path, { readOnly: true });
    try {
      const row = database.prepare('PRAGMA quick_check(1)').get() as Record<string, unknown> | undefined;
      const verdict = String(Object.values(row ?? {})[0]);
      return verdict === 'ok' ? ok('database', 'sound') : fail('database', `damaged: ${verdict}`, cure);
    } finally {
      database.close();
    }
  } catch (error) {
    return fail('database', `cannot be read: ${messageOf(error)}`, cure);
  }
}

/** Logs give back their oldest part by punching holes, which not every file system can. */
async function checkPunching(root: string): Promise<Finding> {
  const probe = await mkdtemp(join(root, '.doctor-'));
  try {
    const file = join(probe, 'file');
    const handle = await open(file, 'w');
    await handle.write(Buffer.alloc(8192));
    await handle.close();
    await run('fallocate', ['--punch-hole', '--offset', '0', '--length', '4096', file]);
    return ok('logs', 'old log can be given back while a worker writes');
  } catch (error) {
    return warn(
      'logs',
      `punching holes is not possible here (${errnoOf(error) ?? 'not supported'})`,
      'Keep the home on ext4, xfs, btrfs or tmpfs; logs are rotated at restarts instead.',
    );
  } finally {
    await rm(probe, { recursive: true, force: true });
  }
}
