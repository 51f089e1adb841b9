import type { ReactNode } from 'react';
import { Block } from '../../components/block.tsx';
import { Fact } from '../../components/facts.tsx';
import { Ago } from '../../components/figures.tsx';
import { useNow } from '../../data/use-now.ts';
import { StateIcon } from '../../components/icon.tsx';
import { notTaken, worryBounds } from '../../data/doctor.ts';
import type { Doctor } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

/** The figures of the hub and of what it keeps, as of a few seconds ago at most. */
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
      <Block title={t('doctor.files')}>
        <List>
          {health.retention
            .filter(({ what }) => ['searchable-logs', 'errors', 'source-maps'].includes(what))
            .map(({ what, bytes, takesBytes }) => (
              <Fact key={what} name={t(`retention.what.${what}`)}>
                {t('doctor.takes', { takes: format.bytes(takesBytes ?? 0), most: format.bytes(bytes ?? 0) })}
              </Fact>
            ))}
        </List>
      </Block>
      <StoreOfFigures figures={health.figures} />
    </div>
  );
}

function StoreOfFigures({ figures }: { figures: Doctor['figures'] }) {
  const { t, format } = useText();
  const missing = notTaken(figures);
  const senders = figures.refusedFrom.map(({ source, samples }) => t('doctor.sender', { source, samples }));
  return (
    <Block title={t('doctor.figures')}>
      <List>
        <Fact name={t('doctor.series')}>{format.count(figures.series)}</Fact>
        <Fact name={t('doctor.taken')}>
          {t('doctor.perSecond', { count: Math.round(figures.samplesPerSecond) })}
        </Fact>
        <Fact name={t('doctor.size')}>{format.bytes(figures.bytes)}</Fact>
        <Fact name={t('doctor.wal')}>{format.bytes(figures.walBytes)}</Fact>
        <Fact name={t('doctor.waiting')}>{format.bytes(figures.waitingBytes)}</Fact>
        <Fact name={t('doctor.oldest')}>
          {figures.oldestAt === null ? (
            t('doctor.nothingKept')
          ) : (
            <span title={format.utc(figures.oldestAt)}>{format.clock(figures.oldestAt)}</span>
          )}
        </Fact>
      </List>
      {missing.length > 0 && (
        <div className="mt-3 border-line border-t pt-3 text-sm">
          <h3 className="font-medium">{t('doctor.notTaken')}</h3>
          <ul className="mt-1 flex flex-col gap-1">
            {missing.map(({ what, count }) => (
              <li key={what} className="flex gap-2 text-pretty">
                <span className="mt-0.5 text-warn">
                  <StateIcon state="degraded" size={14} />
                </span>
                {t(`doctor.refused.${what}`, { count })}
              </li>
            ))}
          </ul>
          {senders.length > 0 && (
            <p className="mt-2 break-words text-ink-soft">
              {t('doctor.refusedFrom', { list: format.list(senders) })}
            </p>
          )}
        </div>
      )}
    </Block>
  );
}

function List({ children }: { children: ReactNode }) {
  return (
    <dl className="figures grid grid-cols-[152px_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">{children}</dl>
  );
}
