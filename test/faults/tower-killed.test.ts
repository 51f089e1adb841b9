/** `kill -9` of the agent, the hub or both, at any moment, again and again: the workers do not notice, and nothing is lost. */
import { randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { readStat } from '../../src/agent/proc.ts';
import type { Host } from '../../src/hub/fleet/index.ts';
import { living } from '../fixtures/pid.ts';
import { startTower, type Tower } from '../fixtures/tower.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

/** What is random here has its fifty rounds on one Node, and fewer on the others: `TEST_ROUNDS`. */
const rounds = Number(process.env['TEST_ROUNDS'] ?? 50);
const names = Array.from({ length: 10 }, (_, index) => `counter-${index}`);
const exitCodeAsked = 7;
/** Prints numbered lines, and keeps its own book of how far it came. */
const script = `
trap 'exit ${exitCodeAsked}' USR1
n=0
while :; do
  n=$((n + 1))
  echo "line $$ $n"
  echo "$n" >>"$1.$$"
  sleep 0.1
done`;

let tower: Tower;
beforeAll(async () => {
  tower = await startTower({ config: configOf(0) });
});
afterAll(() => tower?.cleanUp());

/** `edition` changes something that restarts nobody. */
function configOf(edition: number) {
  const restart = { initial: '50ms', max: '200ms', reset_after: '1s' };
  // In a config `$$` is a plain `$`.
  const inConfig = script.replaceAll('$$', () => '$$$$');
  const workers = names.map((name) => [
    name,
    { command: ['sh', '-c', inConfig, 'sh', name], restart, labels: { edition: String(edition) } },
  ]);
  return { workers: Object.fromEntries(workers) as Record<string, unknown> };
}

/** Seen from outside: the workers' processes by name. Each leads its session, unlike what it forks. */
function countersOf({ processes }: Tower): Map<string, number[]> {
  const found = new Map<string, number[]>(names.map((name) => [name, []]));
  for (const pid of processes()) {
    const command = readCommand(pid);
    if (command[0] === 'sh' && command[2] === script && readStat(pid)?.session === pid)
      found.get(command[4] ?? '')?.push(pid);
  }
  return found;
}

function readCommand(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

function killNow(pid: number | null): void {
  if (pid === null) throw new Error('there is nobody to kill');
  process.kill(pid, 'SIGKILL');
}

/** The hub is held still meanwhile, or it might bring the agent back before it dies itself. */
function killBoth({ agentPid, hubPid }: Tower): void {
  const [agent, hub] = [agentPid(), hubPid()];
  for (const [pid, signal] of [
    [hub, 'SIGSTOP'],
    [agent, 'SIGKILL'],
    [hub, 'SIGKILL'],
  ] as const) {
    try {
      if (pid !== null) process.kill(pid, signal);
    } catch {
      // It was quicker.
    }
  }
}

/** Both halves of the tower live, and speak with each other. */
async function isWhole({ agentPid, hubPid, api }: Tower): Promise<boolean> {
  if (agentPid() === null || hubPid() === null) return false;
  const { hosts } = await api<{ hosts: Host[] }>('/hosts');
  return hosts.some(({ agent }) => agent.connected && agent.pid === agentPid());
}

/** All ten run, each once, and the tower knows it; answers their pids. */
async function tenOfTen(of: Tower): Promise<Map<string, number>> {
  let seen = '';
  let twice: string | null = null;
  const pids = await waitUntil('ten of ten run, as the tower says', async () => {
    const pids = new Map<string, number>();
    for (const [name, found] of countersOf(of)) {
      // One may have died since, and the other be its successor.
      if (found.filter((pid) => readCommand(pid).length > 1).length > 1) twice = name;
      if (found[0] !== undefined) pids.set(name, found[0]);
    }
    const told = await of.workers();
    seen = told.map(({ name, state, pid }) => `${name} ${state} ${pid}, seen ${pids.get(name)}`).join('\n');
    const agreed = told.every(
      ({ name, state, pid, fresh }) => fresh && state === 'running' && pid === pids.get(name),
    );
    return pids.size === names.length && told.length === names.length && agreed ? pids : null;
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${seen}`);
  });
  expect(twice, 'runs twice at the same time').toBeNull();
  return pids;
}

const percentile = (values: number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN;

const pick = <T>(values: readonly T[]): T => {
  const chosen = values[randomInt(values.length)];
  if (chosen === undefined) throw new Error('nothing to choose from');
  return chosen;
};

interface End {
  pid: number;
  code: number | null;
  signal: string | null;
}

test(`ten for ten after each of ${rounds} deaths of the agent, the hub or both`, async () => {
  const ends: End[] = [];
  const backMs = { agent: [] as number[], hub: [] as number[] };
  let edition = 0;
  let pids = await tenOfTen(tower);
  for (let round = 0; round < rounds; round++) {
    const whom = (['agent', 'hub', 'agent', 'hub', 'both'] as const)[round % 5] ?? 'both';
    const moment = pick(['in peace', 'while it starts', 'while a worker stops', 'while a config is applied']);
    const story = `round ${round}: ${whom}, ${moment}`;
    const victims = names.filter(() => randomInt(6) === 0).slice(0, 2);
    const stopped =
      moment === 'while a worker stops' ? pick(names.filter((n) => !victims.includes(n))) : null;

    // What is asked for may be cut off in the middle; then the asker hears of it.
    let asked: Promise<unknown> = Promise.resolve();
    if (stopped !== null) asked = tower.api(`/workers/${stopped}/restart`, { method: 'POST' });
    if (moment === 'while a config is applied') {
      tower.writeConfig(configOf(++edition));
      asked = tower.api('/config/apply', { method: 'POST' });
    }
    asked = asked.catch(() => {});
    if (moment !== 'in peace') await new Promise((resolve) => setTimeout(resolve, randomInt(50)));

    const before = { agent: tower.agentPid(), hub: tower.hubPid() };
    let killedAt = performance.now();
    const kill = (name: string) => {
      const pid = living(pids.get(name));
      const byCode = randomInt(2) === 0;
      process.kill(pid, byCode ? 'SIGUSR1' : 'SIGKILL');
      ends.push({ pid, code: byCode ? exitCodeAsked : null, signal: byCode ? null : 'SIGKILL' });
    };
    const [first, second] = victims;
    if (first !== undefined) kill(first);
    if (whom === 'both') killBoth(tower);
    else killNow(before[whom]);
    if (second !== undefined) kill(second);

    if (whom === 'both') {
      await waitUntil('both are dead', () => tower.agentPid() === null && tower.hubPid() === null);
      await tower.up();
    } else if (moment === 'while it starts') {
      // Once more, in the first moments of the one that was brought back.
      const pidOf = whom === 'agent' ? tower.agentPid : tower.hubPid;
      const next = await waitUntil(`the ${whom} is brought back`, () => pidOf() !== before[whom] && pidOf(), {
        everyMs: 5,
      });
      await new Promise((resolve) => setTimeout(resolve, randomInt(50)));
      killedAt = performance.now();
      killNow(next);
    }
    await asked;
    await waitUntil(`both are back (${story})`, async () => {
      const replaced =
        (whom === 'hub' || tower.agentPid() !== before.agent) &&
        (whom === 'agent' || tower.hubPid() !== before.hub);
      return replaced && (await isWhole(tower));
    });
    if (whom !== 'both') backMs[whom].push(performance.now() - killedAt);

    const after = await tenOfTen(tower).catch((error: unknown) => {
      throw new Error(`${story}: ${String(error)}\n${tower.output().slice(-2_000)}`);
    });
    for (const name of names) {
      const isSame = after.get(name) === pids.get(name);
      if (name !== stopped && isSame === victims.includes(name)) {
        const told = (await tower.events(`&worker=${name}`)).slice(-12).map((event) => JSON.stringify(event));
        throw new Error(
          `${story}: ${name} was ${pids.get(name)}, is ${after.get(name)}, victims ${victims.join(' ')}\n${told.join('\n')}`,
        );
      }
    }
    pids = after;
  }

  for (const [who, times] of Object.entries(backMs)) {
    const [median, p95] = [0.5, 0.95].map((share) => Math.round(percentile(times, share)));
    console.log(
      `${who} killed ${times.length} times: both back after ${median} ms (median), ${p95} ms (p95)`,
    );
    expect(median, `${who}: median`).toBeLessThan(5_000);
  }

  // Every end is known, once, as it was.
  const exits = await waitUntil('every end is told', async () => {
    const events = await tower.events('&type=worker.exited');
    const told = new Set(events.map(({ data }) => data['pid']));
    return ends.every(({ pid }) => told.has(pid)) ? events : null;
  });
  let repeated = 0;
  for (const end of ends) {
    const told = exits.filter(({ data }) => data['pid'] === end.pid).map(({ data }) => data);
    // One that died in the moment after telling it leaves that to be told once more.
    expect(told.length, `tellings of pid ${end.pid}`).toBeGreaterThan(0);
    for (const each of told) expect(each).toMatchObject({ ...end, run: told[0]?.['run'] });
    repeated += told.length - 1;
  }
  console.log(
    `${ends.length} workers ended meanwhile; every exit code is known, ${repeated} were told twice`,
  );

  // No line is lost or doubled, of whichever run.
  let lines = 0;
  for (const name of names) {
    const last = new Map<string, number>();
    for (const text of await readAll(name)) {
      const [, run = '', number = ''] = /^line (\d+) (\d+)$/.exec(text) ?? [];
      expect(Number(number), `${name}: "${text}" follows ${last.get(run)}`).toBe((last.get(run) ?? 0) + 1);
      last.set(run, Number(number));
      lines++;
    }
    for (const [run, seen] of last) {
      const file = join(tower.folder, `${name}.${run}`);
      const book = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0;
      // A run that was killed may have printed a line that it had no time to book; one that goes on has printed more since.
      if (run === String(pids.get(name))) expect(seen).toBeGreaterThan(1);
      else expect(seen - book, `${name}, run ${run}`).toSatisfy((more: number) => more === 0 || more === 1);
    }
  }
  console.log(`${lines} numbered lines: none lost, none doubled`);
});

/** The whole log of a worker, oldest first. */
async function readAll(name: string): Promise<string[]> {
  const pages: string[][] = [];
  for (let before = ''; ; ) {
    const query = `limit=1000${before === '' ? '' : `&before=${before}`}`;
    const page = await tower.api<{ lines: { id: string; text: string }[] }>(`/workers/${name}/logs?${query}`);
    const oldest = page.lines[0];
    if (!oldest) return pages.toReversed().flat();
    pages.push(page.lines.map(({ text }) => text));
    before = oldest.id;
  }
}

test('killed while it stops its workers: the next `up` begins with what is left, and all ten run once', async () => {
  for (let round = 0; round < 3; round++) {
    await tenOfTen(tower);
    process.kill(tower.agentPid() as number, 'SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, randomInt(80)));
    killBoth(tower);
    await waitUntil('both are gone', () => tower.agentPid() === null && tower.hubPid() === null);
    await tower.up();
    await waitUntil('both are back', () => isWhole(tower));
  }
  await tenOfTen(tower);
});

test('killed in the first moments of a start: the next `up` runs each worker once', async () => {
  const fresh = await startTower({ config: configOf(0), waitForReady: false });
  onTestFinished(() => fresh.cleanUp());
  for (let round = 0; round < 5; round++) {
    const startedAt = performance.now();
    const killAfterMs = 50 + randomInt(400);
    await waitUntil('it is time', () => performance.now() - startedAt > killAfterMs, { everyMs: 5 });
    await waitUntil('"yagura up" is dead', () => {
      killBoth(fresh);
      return fresh.exitCode() !== null;
    });
    await fresh.up({ waitForReady: false });
  }
  // A hub that was not seen in time may have brought an agent back before the last `up`, which then leaves the home to it.
  await waitUntil('there is a whole tower', () => isWhole(fresh));
  await tenOfTen(fresh);
});
