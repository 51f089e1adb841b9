import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { StateIcon } from '../../components/icon.tsx';
import { highRatio, LevelBar } from '../../components/level-bar.tsx';
import { TrendNotes } from '../../components/trend.tsx';
import { useNow } from '../../data/use-now.ts';
import { diskRatio, missingOf } from '../../data/hosts.ts';
import type { PeriodSearch } from '../../data/period.ts';
import type { Change } from '../../data/time-range.ts';
import type { Host, MachineSample } from '../../data/types.ts';
import { useMachine } from '../../data/use-fleet.ts';
import { useText } from '../../i18n/index.ts';
import type en from '../../i18n/en/index.ts';
import { HostCharts } from './host-charts.tsx';

/** All that is known of one machine. */
export function HostDetail({
  host,
  search,
  onChange,
}: {
  host: Host;
  search: PeriodSearch;
  onChange: (change: Change<PeriodSearch>) => void;
}) {
  const { t } = useText();
  const live = useMachine(host.name);
  const machine = host.agent.connected ? (live ?? host.latest) : null;
  return (
    <div className="border-line border-t">
      <Facts host={host} machine={machine} />
      {host.agent.problems.length > 0 && (
        <Part title={t('hosts.problemsTitle')}>
          <Problems host={host} />
        </Part>
      )}
      <Part title={t('hosts.curves')}>
        <TrendNotes of={{ host: host.name }} />
        <HostCharts host={host.name} machine={machine} search={search} onChange={onChange} />
      </Part>
      <div className="grid lg:grid-cols-2">
        <Part title={t('hosts.disks')}>
          {machine ? (
            <Disks disks={machine.disks} />
          ) : (
            <p className="text-ink-faint">{t('hosts.notKnown')}</p>
          )}
        </Part>
        <Part title={t('hosts.abilitiesTitle')}>
          <Abilities host={host} />
        </Part>
      </div>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="min-w-0 border-line border-t px-4 py-4 text-sm">
      <h3 className="mb-3 font-semibold text-base">{title}</h3>
      {children}
    </section>
  );
}

function Facts({ host, machine }: { host: Host; machine: MachineSample | null }) {
  const { t, format } = useText();
  return (
    <dl className="grid grid-cols-2 overflow-hidden sm:grid-cols-3 lg:grid-cols-6">
      <Fact name={t('hosts.uptime')}>{machine ? <Uptime machine={machine} /> : '–'}</Fact>
      <Fact name={t('hosts.cores')}>{machine ? format.count(machine.cores) : '–'}</Fact>
      <Fact name={t('hosts.memory')}>{machine ? format.bytes(machine.memory.totalBytes) : '–'}</Fact>
      <Fact name={t('hosts.agent')}>{host.agent.version ?? '–'}</Fact>
      <Fact name={t('hosts.agentPid')}>{host.agent.pid ?? '–'}</Fact>
      <Fact name={t('hosts.ofIt')}>
        <Link
          to="/workers"
          search={{ q: `host=${host.name}` }}
          className="inline-block min-h-6 text-accent underline-offset-2 hover:underline"
        >
          {t('hosts.workers', { count: host.workers })}
        </Link>
      </Fact>
    </dl>
  );
}

/** Since the machine was started, which the sample tells in seconds that go on. */
function Uptime({ machine }: { machine: MachineSample }) {
  const { format } = useText();
  const startedAt = machine.time - machine.uptimeSeconds * 1000;
  const text = useNow((now) => format.duration(Math.floor((now - startedAt) / 60_000) * 60_000));
  return <span title={format.utc(startedAt)}>{text}</span>;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="-ml-px -mt-px min-w-0 border-line border-t border-l px-4 py-2.5">
      <dt className="text-ink-faint text-xs">{name}</dt>
      <dd className="figures truncate font-medium text-base">{children}</dd>
    </div>
  );
}

function Problems({ host }: { host: Host }) {
  const { say } = useText();
  return (
    <ul className="flex flex-col gap-2">
      {host.agent.problems.map((problem) => (
        <li
          key={problem.code}
          className="flex gap-2.5 rounded-md border border-warn bg-warn-soft px-3 py-2 text-warn"
        >
          <span className="mt-0.5">
            <StateIcon state="degraded" size={14} />
          </span>
          <span>{say(problem.detail)}</span>
        </li>
      ))}
    </ul>
  );
}

function Disks({ disks }: { disks: MachineSample['disks'] }) {
  const { t, format } = useText();
  return (
    <ul className="flex flex-col gap-3">
      {disks
        .toSorted((a, b) => diskRatio(b) - diskRatio(a))
        .map((disk) => {
          const ratio = diskRatio(disk);
          return (
            <li key={disk.mount}>
              <p className="figures mb-1 flex flex-wrap items-baseline gap-x-3">
                <code className="min-w-0 font-mono text-xs">{disk.mount}</code>
                <span
                  className={`inline-flex items-center gap-1 font-medium ${ratio >= highRatio ? 'text-bad' : ''}`}
                >
                  {ratio >= highRatio && <StateIcon state="degraded" size={12} />}
                  {format.ratio(ratio)}
                </span>
                <span className="ml-auto text-ink-faint text-xs">
                  {t('hosts.diskOf', {
                    used: format.bytes(disk.usedBytes),
                    size: format.bytes(disk.sizeBytes),
                    free: format.bytes(disk.availableBytes),
                  })}
                </span>
              </p>
              <LevelBar label={disk.mount} ratio={ratio} />
            </li>
          );
        })}
    </ul>
  );
}

type Ability = keyof typeof en.hosts.abilities;

function Abilities({ host }: { host: Host }) {
  const { t, say } = useText();
  const missing = missingOf(host.agent);
  if (host.agent.abilities.length === 0) return <p className="text-ink-faint">{t('hosts.notKnown')}</p>;
  if (missing.length === 0) {
    return (
      <p className="flex items-center gap-2 text-ink-soft">
        <span className="text-well">
          <StateIcon state="running" size={14} />
        </span>
        {t('hosts.allAbilities')}
      </p>
    );
  }
  return (
    <ul className="flex flex-col gap-3">
      {missing.map(({ name, reason }) => {
        const key = name.replaceAll('.', '-') as Ability;
        return (
          <li key={name} className="flex gap-2.5">
            <span className="mt-0.5 text-rest">
              <StateIcon state="unknown" size={14} />
            </span>
            <div className="min-w-0">
              <p className="font-medium">{t(`hosts.abilities.${key}`, { defaultValue: name })}</p>
              <p className="text-ink-soft">{t(`hosts.without.${key}`, { defaultValue: '' })}</p>
              {reason !== null && <p className="text-ink-faint text-xs">{say(reason)}</p>}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
