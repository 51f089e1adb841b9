import { Link } from '@tanstack/react-router';
import { Empty } from '../../components/block.tsx';
import { Fact } from '../../components/facts.tsx';
import { StateIcon } from '../../components/icon.tsx';
import { worryBounds } from '../../data/doctor.ts';
import type { Doctor } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

type Agent = Doctor['agents'][number];

/** Each machine's agent: what it is, how it is, and what it cannot do there. */
export function Agents({ agents }: { agents: readonly Agent[] }) {
  const { t } = useText();
  if (agents.length === 0) return <Empty>{t('hosts.empty')}</Empty>;
  return (
    <ul>
      {agents.map((agent) => (
        <li key={agent.host} className="border-line border-t px-4 py-3 text-sm first:border-t-0">
          <OneAgent agent={agent} />
        </li>
      ))}
    </ul>
  );
}

function OneAgent({ agent }: { agent: Agent }) {
  const { t, format, say } = useText();
  const missing = agent.abilities.filter(({ able }) => !able).length;
  const skewed = agent.clockSkewMs !== null && Math.abs(agent.clockSkewMs) > worryBounds.clockSkewMs;
  return (
    <>
      <p className="mb-2 flex flex-wrap items-center gap-x-2.5">
        <span className={agent.connected ? 'text-well' : 'text-bad'}>
          <StateIcon state={agent.connected ? 'running' : 'lost'} />
        </span>
        <Link
          to="/hosts"
          search={{ host: agent.host }}
          className="font-semibold underline-offset-2 hover:underline"
        >
          {agent.host}
        </Link>
        <span
          className={`figures ${agent.connected ? 'text-well' : 'text-bad'}`}
          title={agent.connected || agent.seenAt === null ? undefined : format.utc(agent.seenAt)}
        >
          {agent.connected
            ? t('hosts.connected')
            : agent.seenAt === null
              ? t('hosts.neverSeen')
              : t('hosts.lostSince', { time: format.clock(agent.seenAt) })}
        </span>
      </p>
      <dl className="figures grid grid-cols-[152px_minmax(0,1fr)] gap-x-4 gap-y-1.5">
        <Fact name={t('doctor.version')}>{agent.version ?? '–'}</Fact>
        <Fact name="Node.js">{agent.nodeVersion ?? '–'}</Fact>
        <Fact name="PID">{agent.pid ?? '–'}</Fact>
        <Fact name={t('doctor.started')}>
          {agent.startedAt === null ? (
            '–'
          ) : (
            <span title={format.utc(agent.startedAt)}>{format.time(agent.startedAt)}</span>
          )}
        </Fact>
        <Fact name={t('doctor.skew')}>
          <span className={skewed ? 'text-warn' : ''}>
            {agent.clockSkewMs === null ? '–' : format.duration(Math.abs(agent.clockSkewMs))}
          </span>
        </Fact>
        <Fact name={t('doctor.abilities')}>
          {agent.abilities.length === 0
            ? '–'
            : missing === 0
              ? t('doctor.allThere', { count: agent.abilities.length })
              : t('doctor.missing', { count: missing, total: agent.abilities.length })}
        </Fact>
      </dl>
      {agent.problems.map((problem) => (
        <div key={problem.code} className="mt-2 flex gap-2.5 text-warn">
          <span className="mt-0.5">
            <StateIcon state="degraded" size={14} />
          </span>
          <div className="min-w-0">
            <p>{say(problem.detail)}</p>
            {problem.mend !== null && (
              <p className="text-ink-soft">
                <span className="font-medium">{t('doctor.mend')}</span> {say(problem.mend)}
              </p>
            )}
          </div>
        </div>
      ))}
    </>
  );
}
