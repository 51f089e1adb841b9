/** The machines whose agents were here since the hub began: what those say of themselves, and the newest figures. */
import type { MachineSample } from '../../link/status.ts';
import { type Clock, isoTime } from '../../shared/clock.ts';
import { Failure } from '../../shared/failure.ts';
import type { ConnectedAgent } from './agents.ts';
import { mendProblem } from './mend.ts';
import type { Agent, Doctor, Host } from './views.ts';

export interface Machines {
  /** An agent is here; whether its machine is well it says anew. */
  greet(hello: ConnectedAgent['hello']): void;
  sample(host: string, machine: MachineSample): void;
  trouble(host: string, problems: Problem[]): void;
  /** Throws `not_found` for a machine that no agent told of. */
  mustKnow(host: string): void;
  hosts(): Host[];
  /** The same machines, for whoever wants to know how Yagura itself is. */
  agents(): Doctor['agents'];
}

type Problem = Omit<Agent['problems'][number], 'mend'>;

interface Machine {
  hello: ConnectedAgent['hello'];
  seenAt: string;
  latest: MachineSample | null;
  problems: Problem[];
  clockSkewMs: number | null;
}

export function createMachines(options: {
  clock: Clock;
  /** The hub's own machine. */
  here: string;
  isConnected: (host: string) => boolean;
  countWorkers: (host: string) => number;
}): Machines {
  const { clock, here, isConnected, countWorkers } = options;
  const machines = new Map<string, Machine>();
  return {
    greet(hello) {
      machines.set(hello.host, {
        hello,
        seenAt: isoTime(clock.now()),
        latest: machines.get(hello.host)?.latest ?? null,
        problems: [],
        clockSkewMs: null,
      });
    },
    sample(host, latest) {
      const machine = machines.get(host);
      if (!machine) return;
      const now = clock.now();
      Object.assign(machine, { latest, seenAt: isoTime(now), clockSkewMs: now - latest.time });
    },
    trouble(host, problems) {
      const machine = machines.get(host);
      if (machine) machine.problems = problems;
    },
    mustKnow(host) {
      if (!machines.has(host)) throw new Failure('not_found', `there is no host "${host}"`);
    },
    hosts: () =>
      [...machines].map(([name, machine]) => {
        const agent = agentOf(name, machine);
        return { name, agent, latest: agent.connected ? machine.latest : null, workers: countWorkers(name) };
      }),
    agents: () => [...machines].map(([host, machine]) => ({ host, ...agentOf(host, machine) })),
  };

  function agentOf(host: string, { hello, seenAt, problems, clockSkewMs }: Machine): Agent {
    const connected = isConnected(host);
    return {
      id: hello.agentId,
      pid: connected ? hello.pid : null,
      version: hello.version,
      nodeVersion: /node (\S+)/.exec(hello.platform)?.[1] ?? null,
      startedAt: hello.startedAt,
      connected,
      seenAt,
      abilities: Object.entries(hello.abilities).map(([name, value]) => ({
        name,
        able: value === true,
        reason: typeof value === 'string' ? value : null,
      })),
      problems: problems.map((problem) => ({ ...problem, mend: mendProblem(problem.code) })),
      // On the hub's own machine both clocks are one, and the difference only says how late a message was read.
      clockSkewMs: connected && host !== here ? clockSkewMs : null,
    };
  }
}
