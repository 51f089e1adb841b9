import type { ReactNode } from 'react';
import { Block } from '../../components/block.tsx';
import { Fact } from '../../components/facts.tsx';
import { Ago } from '../../components/figures.tsx';
import { useNow } from '../../data/use-now.ts';
import { worryBounds } from '../../data/doctor.ts';
import type { Doctor } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

/** The hub's and the database's figures, as of a few seconds ago at most. */
export function Figures({ health }: { health: Doctor }) {
  const { t, format } = useText();
  const { hub, database } = health;
  const delay = hub.eventLoopDelayMs;
  // It is measured to the millisecond.
  const atLeastOneMs = (ms: number) => format.duration(Math.max(1, ms));
  const startedAt = Date.parse(hub.startedAt);
  const uptime = useNow((now) => format.duration(Math.floor((now - startedAt) / 60_000) * 60_000));
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Block title={t('doctor.hub')} note={<Ago time={health.time} />}>
        <List>
          <Fact name={t('doctor.version')}>{hub.version}</Fact>
          <Fact name="Node.js">{hub.nodeVersion}</Fact>
          <Fact name="PID">{hub.pid}</Fact>
          <Fact name={t('workers.uptime')}>
            <span title={format.utc(hub.startedAt)}>{uptime}</span>
          </Fact>
          <Fact name={t('workers.memory')}>{format.bytes(hub.rssBytes)}</Fact>
          <Fact name={t('doctor.loopDelay')}>
            {delay === null ? (
              t('doctor.notYet')
            ) : (
              <span className={delay.p99 > worryBounds.loopDelayMs ? 'text-warn' : ''}>
                {t('doctor.loopDelayText', {
                  p50: atLeastOneMs(delay.p50),
                  p99: atLeastOneMs(delay.p99),
                })}
              </span>
            )}
          </Fact>
          <Fact name={t('doctor.clients')}>{format.count(hub.liveClients)}</Fact>
          <Fact name={t('doctor.requests')}>
            {t('doctor.perSecond', { count: Math.round(hub.requestsPerSecond * 10) / 10 })}
          </Fact>
        </List>
      </Block>
      <Block title={t('doctor.database')}>
        <List>
          <Fact name={t('doctor.size')}>{format.bytes(database.bytes)}</Fact>
          <Fact name={t('doctor.wal')}>{format.bytes(database.walBytes)}</Fact>
          <Fact name={t('doctor.events')}>{format.count(database.events)}</Fact>
          <Fact name={t('doctor.backup')}>
            {database.newestBackupAt === null ? (
              t('doctor.noBackup')
            ) : (
              <>
                {format.clock(database.newestBackupAt)}{' '}
                <span className="text-ink-faint">
                  (<Ago time={database.newestBackupAt} />)
                </span>
              </>
            )}
          </Fact>
        </List>
      </Block>
    </div>
  );
}

function List({ children }: { children: ReactNode }) {
  return (
    <dl className="figures grid grid-cols-[152px_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">{children}</dl>
  );
}
