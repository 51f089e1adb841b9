import { createServer } from 'node:net';
import type { Doctor } from '../../../hub/fleet/index.ts';
import { errnoOf, messageOf } from '../../../shared/failure.ts';
import type { Home } from '../../../shared/home.ts';
import type { GlobalOptions } from '../../call.ts';
import { createHub, findHub, type Hub, Refused } from '../../client/index.ts';
import { livingHolder } from '../../holder.ts';
import { bytes } from '../../text/index.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const mostSkewMs = 2_000;
const mostDelayMs = 250;
const mostBackupHours = 26;

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
    const { hub: self, parts, agents, database, time } = await hub.get<Doctor>('/doctor');
    return [
      ok('page', hub.address.url.origin),
      ...parts.map((part) => partFinding(part, home)),
      ...agents.flatMap((agent) => agentFindings(agent, home)),
      loadFinding(self),
      backupFinding(database, Date.parse(time)),
    ];
  } catch (error) {
    const cure =
      error instanceof Refused && error.code === 'unauthorized'
        ? `Is ${home.token} the token of this home? Remove it and restart Yagura to get a new one.`
        : `Nothing to do if it was just started; otherwise see ${home.ownLogs}/hub.log`;
    return [fail('hub', messageOf(error), cure)];
  }
}

function partFinding({ name, state, detail, mend }: Doctor['parts'][number], home: Home): Finding {
  if (state === 'well') return ok(name, detail || 'well');
  const cure = mend ?? seeLogs(home);
  return state === 'down' ? fail(name, detail || 'down', cure) : warn(name, detail || 'troubled', cure);
}

const seeLogs = (home: Home) => `Mend what it names; more may be in ${home.ownLogs}`;

/** Trouble lasts as long as its cause, so there is nothing to go and look up. */
function agentFindings({ host, problems, clockSkewMs }: Doctor['agents'][number], home: Home): Finding[] {
  const findings = problems.map(({ code, detail, mend }) =>
    warn(host, `${code}: ${detail}`, mend ?? seeLogs(home)),
  );
  if (clockSkewMs !== null && Math.abs(clockSkewMs) > mostSkewMs)
    findings.push(
      warn(
        host,
        `its clock and the hub's differ by ${Math.round(clockSkewMs / 1_000)} s`,
        'Let NTP keep both clocks (timedatectl set-ntp true).',
      ),
    );
  return findings;
}

export function loadFinding({ rssBytes, eventLoopDelayMs }: Doctor['hub']): Finding {
  const memory = `${bytes(rssBytes)} of memory`;
  if (!eventLoopDelayMs) return ok('load', memory);
  const { p99 } = eventLoopDelayMs;
  const what = `${memory}; 99 of 100 looks at the event loop were at most ${p99} ms late`;
  return p99 > mostDelayMs
    ? warn('load', what, 'The hub waits for the processor: give this machine more of it, or less to do.')
    : ok('load', what);
}

export function backupFinding({ newestBackupAt }: Doctor['database'], now: number): Finding {
  if (newestBackupAt === null) return ok('backup', 'none yet: the first is made within a day');
  const hours = Math.round((now - Date.parse(newestBackupAt)) / 3_600_000);
  const what = `the newest is ${hours} h old`;
  return hours > mostBackupHours
    ? warn('backup', what, 'One is made each day; see in the log of the hub why it could not be.')
    : ok('backup', what);
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
