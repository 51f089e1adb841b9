import { useId } from 'react';
import { Icon, StateIcon } from '../../components/icon.tsx';
import { highRatio, LevelBar } from '../../components/level-bar.tsx';
import { diskRatio, fullestDisk, memoryRatio } from '../../data/hosts.ts';
import type { Host } from '../../data/types.ts';
import { useMachine } from '../../data/use-fleet.ts';
import { useText } from '../../i18n/index.ts';

interface HostRowProps {
  host: Host;
  open: boolean;
  onToggle: () => void;
}

/** One of many machines in a line: how it is, and how full. */
export function HostRow({ host, open, onToggle }: HostRowProps) {
  const { t, format } = useText();
  const live = useMachine(host.name);
  const machine = host.agent.connected ? (live ?? host.latest) : null;
  const disk = machine && fullestDisk(machine);
  const id = useId();
  return (
    <button
      type="button"
      id={id}
      aria-expanded={open}
      onClick={onToggle}
      className="grid w-full grid-cols-[minmax(0,1fr)_auto] items-center gap-x-5 gap-y-2 px-4 py-3 text-left hover:bg-hover lg:grid-cols-[minmax(220px,1.4fr)_repeat(3,minmax(110px,1fr))_104px_16px]"
    >
      <span className="flex min-w-0 flex-wrap items-center gap-x-3 max-lg:col-span-1">
        <HostName host={host} />
      </span>
      <span className="grid grid-cols-3 gap-4 max-lg:col-span-2 lg:contents">
        <Level name="CPU" ratio={machine?.cpuRatio ?? null} note="" />
        <Level
          name={t('hosts.memory')}
          ratio={machine ? memoryRatio(machine) : null}
          note={machine ? format.bytes(machine.memory.totalBytes) : ''}
        />
        <Level
          name={disk ? t('hosts.diskAt', { mount: disk.mount }) : t('hosts.disk')}
          ratio={disk ? diskRatio(disk) : null}
          note={disk ? t('hosts.free', { free: format.bytes(disk.availableBytes) }) : ''}
        />
      </span>
      <span className="figures text-right text-ink-soft text-sm max-lg:col-start-1 max-lg:text-left">
        {t('hosts.workers', { count: host.workers })}
        <Marks host={host} />
      </span>
      <span
        className={`text-ink-faint transition-transform duration-(--quick) max-lg:col-start-2 max-lg:row-start-1 ${open ? 'rotate-180' : ''}`}
      >
        <Icon name="down" />
      </span>
    </button>
  );
}

function Marks({ host }: { host: Host }) {
  const { t } = useText();
  if (host.agent.problems.length === 0) return null;
  return (
    <span className="block text-xs">
      <span className="inline-flex items-center gap-1 text-warn">
        <StateIcon state="degraded" size={12} />
        {t('hosts.problems', { count: host.agent.problems.length })}
      </span>
    </span>
  );
}

function Level({ name, ratio, note }: { name: string; ratio: number | null; note: string }) {
  const { format } = useText();
  return (
    <span className="block min-w-0">
      <span className="figures mb-1 flex items-baseline gap-2 text-xs">
        <span className="min-w-0 truncate text-ink-faint">{name}</span>
        <span
          className={`ml-auto inline-flex items-center gap-1 whitespace-nowrap font-medium text-sm ${ratio !== null && ratio >= highRatio ? 'text-bad' : ''}`}
        >
          {ratio !== null && ratio >= highRatio && <StateIcon state="degraded" size={12} />}
          {ratio === null ? '–' : format.ratio(ratio)}
        </span>
        {note !== '' && <span className="whitespace-nowrap text-ink-faint max-lg:hidden">{note}</span>}
      </span>
      <LevelBar label={name} ratio={ratio} />
    </span>
  );
}

/** The machine's name and whether its agent is here, in shape, word and colour. */
export function HostName({ host, level }: { host: Host; level?: 2 }) {
  const { t, format } = useText();
  const ailing = host.agent.problems.length > 0;
  const tone = !host.agent.connected ? 'text-bad' : ailing ? 'text-warn' : 'text-well';
  const shape = !host.agent.connected ? 'lost' : ailing ? 'degraded' : 'running';
  const Name = level === 2 ? 'h2' : 'span';
  return (
    <>
      <span className={tone}>
        <StateIcon state={shape} size={level === 2 ? 18 : 16} />
      </span>
      <Name className={`min-w-0 font-semibold ${level === 2 ? 'text-lg' : 'truncate text-base'}`}>
        {host.name}
      </Name>
      <span
        className={`figures text-sm ${tone}`}
        title={host.agent.seenAt === null ? undefined : format.utc(host.agent.seenAt)}
      >
        {host.agent.connected
          ? t('hosts.connected')
          : host.agent.seenAt === null
            ? t('hosts.neverSeen')
            : t('hosts.lostSince', { time: format.clock(host.agent.seenAt) })}
      </span>
    </>
  );
}
