/** The programs that fault and browser tests run for real: installed on Debian as root, named elsewhere. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Program, or a file of it → Debian package. */
const needed = {
  'chromium-headless-shell': 'chromium-headless-shell',
  'redis-server': 'redis-server',
  nginx: 'nginx',
  faketime: 'faketime',
  prometheus: 'prometheus',
  promtool: 'prometheus',
  'prometheus-alertmanager': 'prometheus-alertmanager',
  amtool: 'prometheus-alertmanager',
  'prometheus-node-exporter': 'prometheus-node-exporter',
  'victoria-metrics': 'victoria-metrics',
  fallocate: 'util-linux',
  openssl: 'openssl',
  ps: 'procps',
  '/usr/lib/python3/dist-packages/sentry_sdk': 'python3-sentry-sdk',
  apprise: 'apprise',
  'notify-send': 'libnotify-bin',
  'dbus-daemon': 'dbus-daemon',
  '/usr/lib/python3/dist-packages/dbusmock': 'python3-dbusmock',
};

/** @returns {boolean} whether everything is there now */
export function installSystemPackages() {
  const missing = () => Object.keys(needed).filter((program) => !isOnPath(program));
  if (missing().length === 0) return true;
  const packages = [...new Set(missing().map((program) => needed[program]))];
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) {
    console.error(
      `The tests run these programs, which are missing here: ${missing().join(', ')}.\n` +
        `Install them first; on Debian or Ubuntu: sudo apt-get install ${packages.join(' ')}`,
    );
    return false;
  }
  console.log(`Installing Debian packages for the tests: ${packages.join(' ')} …`);
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    // Their services are not started: the tests start their own, on their own ports.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  };
  const apt = (...args) => spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], options);
  apt('update');
  apt('install', '-y', '--no-install-recommends', ...packages);
  if (missing().length === 0) return true;
  console.error(`Still missing after apt-get: ${missing().join(', ')}.`);
  return false;
}

function isOnPath(program) {
  if (program.startsWith('/')) return existsSync(program);
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'];
  return folders.some((folder) => existsSync(`${folder}/${program}`));
}
