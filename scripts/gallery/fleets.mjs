/** Fleets to be photographed: what `yagura.yaml` holds, real commands in them, and the pages that look different with each. */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../install.mjs';

const everyPage = {
  overview: '/',
  panel: '/?worker=WORKER',
  wall: '/?wall=true',
  workers: '/workers',
  worker: '/workers/WORKER',
  errors: '/errors',
  error: '/errors/1',
  incidents: '/incidents',
  incident: '/incidents/1',
  alerts: '/alerts',
  rules: '/rules',
  channels: '/channels',
  silences: '/silences',
  logs: '/logs',
  heat: '/heat?figure=cpu&range=15m',
  events: '/events',
  hosts: '/hosts',
  explore: `/explore?range=15m&q=${encodeURIComponent('topk(5, avg_over_time(yagura_worker_cpu_ratio[30s]))')}`,
  audit: '/audit',
  settings: '/settings',
  doctor: '/doctor',
  components: '/components',
  login: '/login',
};
const some = (...names) => Object.fromEntries(names.map((name) => [name, everyPage[name]]));

/** A job that prints a line now and then and computes a little. */
const steady = (what, everySeconds, work = 4_000) => ({
  command: `n=0; while :; do n=$((n + 1)); i=0; while [ $i -lt ${work} ]; do i=$((i + 1)); done; echo "INFO ${what} total=$n"; sleep ${everySeconds}; done`,
});
const team = (name) => ({ labels: { team: name } });

function sickWorkers() {
  const workers = {
    'order-intake': { ...steady('order stored', 1), ...team('shop') },
    'cart-cleanup': { ...steady('expired carts removed', 4), ...team('shop') },
    'stock-sync': {
      // Prints as ever, but its total does not move any more.
      command: 'echo "INFO synced=1204"; while :; do echo "INFO waiting for the warehouse"; sleep 2; done',
      health: [{ progress: { pattern: 'synced=(\\d+)', within: '20s' } }],
      ...team('shop'),
    },
    'price-import': {
      command:
        'echo "INFO reading prices.csv"; sleep 0.3; echo "ERROR connect ECONNREFUSED 127.0.0.1:5432" >&2; exit 1',
      ...team('shop'),
    },
    mailer: { ...steady('mail sent', 0.7), instances: 6, ...team('post') },
    'mail-bounces': {
      ...steady('bounce filed', 5),
      // Two of its checks disagree.
      health: [{ exec: 'exit 1', every: '2s', failures: 2 }, { log_silence: '30s' }],
      restart: { policy: 'never' },
      ...team('post'),
    },
    'invoice-export': {
      command:
        'echo "INFO exporting"; sleep 1; echo "FATAL template invoice-2026.odt is missing" >&2; exit 3',
      restart: { policy: 'never' },
      ...team('finance'),
    },
    'ledger-close': { command: 'sleep 5', schedule: '0 2 * * *', ...team('finance') },
    'payment-webhook': { ...steady('webhook answered', 1.5), instances: 3, ...team('finance') },
    ocr: { ...steady('page read', 2, 30_000), instances: 4, ...team('documents') },
    thumbnailer: { ...steady('thumbnail made', 1, 20_000), instances: 4, ...team('documents') },
    'partner-feed': { kind: 'external', heartbeat: { every: '5s', grace: '2s' }, ...team('partners') },
    'search-index': { ...steady('document indexed', 1), instances: 4, ...team('search') },
    'search-suggest': { ...steady('suggestion kept', 3), instances: 2, ...team('search') },
    'agent-research': { ...steady('step done', 3, 9_000), instances: 5, ...team('agents') },
    'agent-review': { ...steady('review written', 6), instances: 3, ...team('agents') },
  };
  return { workers };
}

function manyWorkers(count, each) {
  const teams = ['shop', 'post', 'finance', 'documents', 'search', 'agents', 'platform', 'partners'];
  const jobs = ['intake', 'consumer', 'export', 'sync', 'index', 'cleanup'];
  const workers = {};
  for (let i = 0; i < count; i++) {
    const group = teams[Math.floor((i * teams.length) / count)];
    const job = jobs[i % jobs.length];
    workers[`${group}-${job}-${i}`] = { ...each(i), ...team(group) };
  }
  return { workers };
}

/**
 * `prepare` writes what the fleet needs into `folder` and answers the path of its config. `worker` is the one that is shown alone, `runsMs` how
 * long the fleet lives before the first picture.
 */
export const fleets = {
  /** The demo, which is well most of the time. */
  demo: {
    worker: 'thumbnailer',
    runsMs: 45_000,
    pages: everyPage,
    prepare(folder) {
      // A copy, so that the pictures show no path of whoever takes them.
      cpSync(`${root}examples/demo`, folder, { recursive: true });
      return join(folder, 'yagura.yaml');
    },
  },
  /** Forty workers, of which some crash, hang, lie or are lost. */
  sick: {
    worker: 'price-import',
    runsMs: 60_000,
    pages: some(
      'overview',
      'panel',
      'wall',
      'workers',
      'worker',
      'errors',
      'error',
      'logs',
      'heat',
      'events',
      'doctor',
    ),
    prepare: (folder) => writeConfig(folder, sickWorkers()),
    /** One sign of life, so that its silence is a loss. */
    signs: ['partner-feed'],
  },
  five: {
    worker: 'shop-intake-0',
    runsMs: 20_000,
    pages: some('overview', 'workers'),
    prepare: (folder) =>
      writeConfig(
        folder,
        manyWorkers(5, () => steady('done', 1)),
      ),
  },
  thousand: {
    worker: 'shop-intake-0',
    runsMs: 90_000,
    pages: some('overview', 'wall', 'workers', 'heat', 'explore'),
    prepare: (folder) =>
      writeConfig(
        folder,
        manyWorkers(1_000, (i) =>
          i % 211 === 100 ? { command: 'sleep 2; exit 1' } : { command: 'sleep 1000000' },
        ),
      ),
  },
};

function writeConfig(folder, config) {
  const path = join(folder, 'yagura.yaml');
  writeFileSync(path, JSON.stringify(config));
  return path;
}
