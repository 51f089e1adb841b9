import { createServer } from 'node:net';
import type { Host, Part, System } from '../../../hub/fleet/index.ts';
import { errnoOf, messageOf } from '../../../shared/failure.ts';
import type { Home } from '../../../shared/home.ts';
import type { GlobalOptions } from '../../call.ts';
import { createHub, findHub, type Hub, Refused } from '../../client/index.ts';
import { livingHolder } from '../../holder.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** The agent and the hub: do they live, do they answer, and what do they complain about. */
export async function checkPrograms(
  home: Home,
  asked: GlobalOptions,
  env: NodeJS.ProcessEnv,
): Promise<Finding[]> {
  const agent = livingHolder(home.agentHolder);
  const hub = livingHolder(home.hubHolder);
  const findings: Finding[] = [];
  if (agent) findings.push(ok('agent', `process ${agent.pid} holds this home since ${agent.since}`));
  if (!agent && !hub) {
    findings.push(ok('agent and hub', 'not running'));
    findings.push(
      await checkPort(
        asked.host ?? env['YAGURA_HOST'] ?? '127.0.0.1',
        Number(asked.port ?? env['YAGURA_PORT'] ?? 8910),
      ),
    );
    return findings;
  }
  if (!agent)
    findings.push(
      fail(
        'agent',
        'it is not running, though the hub is',
        'The hub brings it back; if it does not: yagura down, then yagura up',
      ),
    );
  if (!hub)
    findings.push(
      fail(
        'hub',
        'it is not running, though the agent is',
        `The agent brings it back; if it does not, see ${home.ownLogs}/hub.log`,
      ),
    );
  else findings.push(ok('hub', `process ${hub.pid} since ${hub.since}`));
  if (hub) findings.push(...(await askHub(home, asked)));
  return findings;
}

async function askHub(home: Home, asked: GlobalOptions): Promise<Finding[]> {
  let hub: Hub;
  try {
    hub = createHub(findHub(home, asked));
  } catch (error) {
    return [fail('hub', messageOf(error), `See ${home.ownLogs}/hub.log`)];
  }
  try {
    const [system, { hosts }] = await Promise.all([
      hub.get<System>('/system'),
      hub.get<{ hosts: Host[] }>('/hosts'),
    ]);
    return [
      ok('page', hub.address.url.origin),
      ...system.parts.map((part) => partFinding(part, home)),
      ...hosts.flatMap((host) => hostFindings(host, home)),
    ];
  } catch (error) {
    const cure =
      error instanceof Refused && error.code === 'unauthorized'
        ? `Is ${home.token} the token of this home? Remove it and restart Yagura to get a new one.`
        : `Nothing to do if it was just started; otherwise see ${home.ownLogs}/hub.log`;
    return [fail('hub', messageOf(error), cure)];
  }
}

function partFinding({ name, state, detail }: Part, home: Home): Finding {
  if (state === 'well') return ok(name, detail || 'well');
  const cure = `Mend what it names; more may be in ${home.ownLogs}`;
  return state === 'down' ? fail(name, detail || 'down', cure) : warn(name, detail || 'troubled', cure);
}

/** Trouble lasts as long as its cause, so there is nothing to go and look up. */
function cureOf(code: string, home: Home): string {
  if (code === 'log_pattern_slow') return 'Write a simpler pattern in yagura.yaml, then: yagura apply';
  if (code.startsWith('disk_')) return 'Make room on this disk';
  return `Mend what it names; more may be in ${home.ownLogs}`;
}

function hostFindings({ name, problems }: Host, home: Home): Finding[] {
  return problems.map(({ code, detail }) => warn(name, `${code}: ${detail}`, cureOf(code, home)));
}

async function checkPort(host: string, port: number): Promise<Finding> {
  const code = await new Promise<string | null>((resolve) => {
    const probe = createServer();
    probe.on('error', (error) => resolve(errnoOf(error) ?? error.message));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(null)));
  });
  if (code === null) return ok('port', `${host}:${port} is free`);
  const what = code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used: ${code}`;
  return fail('port', `${host}:${port} ${what}`, 'Choose another one: yagura up --port PORT');
}
