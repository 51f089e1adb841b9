/** Lines as real services print them: some thirty templates with values that vary, a few of them rare, from a fixed seed. */

export interface MadeLine {
  worker: string;
  level: 'debug' | 'info' | 'warn' | 'error';
  text: string;
}

export const workers = Array.from({ length: 50 }, (_, at) => `worker-${at}`);

/** A small generator of numbers (mulberry32), so that every run has the same lines. */
export function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

type Template = [
  share: number,
  level: MadeLine['level'],
  make: (random: (below: number) => number) => string,
];

const users = 5_000;
const ip = (random: (below: number) => number) => `10.${random(4)}.${random(256)}.${random(256)}`;
const hex = (random: (below: number) => number, length: number) =>
  Array.from({ length }, () => random(16).toString(16)).join('');

const templates: readonly [Template, ...Template[]] = [
  [300, 'info', (r) => `GET /api/orders/${r(1e6)} 200 ${r(400)}ms user=u${r(users)} ip=${ip(r)}`],
  [200, 'info', (r) => `POST /api/orders 201 ${r(900)}ms user=u${r(users)} request_id=${hex(r, 16)}`],
  [150, 'debug', (r) => `cache hit key=session:${hex(r, 12)} ttl=${r(3600)}s`],
  [
    100,
    'debug',
    (r) => `query finished in ${r(200)} ms: SELECT * FROM orders WHERE customer = ${r(1e5)} LIMIT 50`,
  ],
  [80, 'info', (r) => `message consumed from queue orders.created delivery_tag=${r(1e7)} in ${r(80)} ms`],
  [60, 'info', (r) => `mail sent to customer ${r(1e5)} template=receipt id=<${hex(r, 20)}@shop>`],
  [40, 'info', (r) => `job cleanup finished: ${r(500)} rows removed, ${r(60)} seconds`],
  [
    20,
    'warn',
    (r) => `slow query took ${1000 + r(9000)} ms: UPDATE stock SET amount = amount - 1 WHERE id = ${r(1e4)}`,
  ],
  [10, 'warn', (r) => `retry ${r(5)} of 5 for payment ${hex(r, 8)}: upstream timeout after 30000 ms`],
  [6, 'error', (r) => `connect ECONNREFUSED ${ip(r)}:5432 while opening pool connection ${r(20)}`],
  [5, 'error', (r) => `payment ${hex(r, 8)} declined: insufficient funds (customer ${r(1e5)})`],
  [4, 'error', (r) => `サーバーへの接続に失敗しました: ${ip(r)} 試行 ${r(5)} 回目`],
  [20, 'info', (r) => `ユーザー u${r(users)} がログインしました`],
  [4, 'info', () => 'health check ok'],
];
const total = templates.reduce((sum, [share]) => sum + share, 0);

export function makeLine(random: (below: number) => number): MadeLine {
  let at = random(total);
  const [, level, make] = templates.find(([share]) => (at -= share) < 0) ?? templates[0];
  return { worker: workers[random(workers.length)] ?? '', level, text: make(random) };
}
