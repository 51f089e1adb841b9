import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Finding, fail, ok, warn } from './finding.ts';
import { loadSqlite } from './load-sqlite.ts';

const leastNode = [20, 19] as const;
/** Before this day no clock is right: it is older than this program. */
const builtAfter = Date.UTC(2026, 0, 1);

/** Node, the clock, and the programs of the system that Yagura works with. */
export async function checkMachine(): Promise<Finding[]> {
  return [
    checkNode(process.versions.node),
    checkClock(Date.now()),
    await checkDatabaseEngine(),
    ...checkSystem(),
  ];
}

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
  if (enough) return ok('Node.js', `v${version}`);
  return fail('Node.js', `v${version} is too old`, `Install Node.js ${leastNode.join('.')} or newer.`);
}

export function checkClock(now: number): Finding {
  if (now < builtAfter)
    return fail(
      'clock',
      `it says ${new Date(now).toISOString()}`,
      'Set the clock, and let NTP keep it (timedatectl set-ntp true).',
    );
  return ok('clock', new Date(now).toISOString());
}

async function checkDatabaseEngine(): Promise<Finding> {
  try {
    return ok('SQLite', (await loadSqlite()).name);
  } catch (error) {
    return fail('SQLite', `it cannot be loaded: ${String(error)}`, 'Install again: npm install');
  }
}

function checkSystem(): Finding[] {
  if (process.platform !== 'linux')
    return [
      warn(
        'system',
        `${process.platform}: no figures of workers, no limits`,
        'Run Yagura on Linux for all it can do.',
      ),
    ];
  const findings: Finding[] = [];
  const missing = ['setsid', 'env', 'fallocate'].filter((program) => !isOnPath(program));
  findings.push(
    missing.length === 0
      ? ok('system programs', 'setsid, env and fallocate are there')
      : warn(
          'system programs',
          `missing: ${missing.join(', ')}`,
          'Install util-linux and coreutils: apt-get install util-linux coreutils',
        ),
  );
  const cgroups = [
    '/sys/fs/cgroup/cgroup.subtree_control',
    '/sys/fs/cgroup/memory',
    '/sys/fs/cgroup/pids',
  ].filter(canWrite);
  findings.push(
    cgroups.length > 0
      ? ok('limits', 'control groups can be used')
      : warn(
          'limits',
          'control groups cannot be written: memory is limited by watching, CPU and process counts are not limited',
          'Run as root, or delegate a control group to this user (systemd: Delegate=yes).',
        ),
  );
  return findings;
}

function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

function canWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
