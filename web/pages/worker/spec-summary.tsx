import type { ReactNode } from 'react';
import { CopyButton } from '../../components/copy-button.tsx';
import type { HealthCheckSpec, WorkerDetail } from '../../data/types.ts';
import { type Text, useText } from '../../i18n/index.ts';

/** What was asked for: the spec that this worker runs by. Values that look secret come masked from the server. */
export function SpecSummary({ detail }: { detail: WorkerDetail }) {
  const text = useText();
  const { t, format } = text;
  const { spec } = detail;
  const { restart, limits } = spec;
  const ms = (key: string) => (typeof restart[key] === 'number' ? format.duration(restart[key]) : '–');
  return (
    <dl className="text-sm">
      {spec.command.length > 0 && (
        <Fact name={t('spec.command')}>
          <code className="font-mono text-xs">{spec.command.join(' ')}</code>
        </Fact>
      )}
      {spec.cwd !== '' && detail.kind !== 'external' && (
        <Fact name={t('spec.cwd')}>
          <code className="font-mono text-xs">{spec.cwd}</code>
        </Fact>
      )}
      {spec.user !== null && <Fact name={t('spec.user')}>{spec.user}</Fact>}
      {spec.schedule && (
        <Fact name={t('spec.schedule')}>
          <code className="font-mono text-xs">{spec.schedule.cron}</code> {spec.schedule.timezone}
        </Fact>
      )}
      {spec.dependsOn.length > 0 && (
        <Fact name={t('spec.dependsOn')}>
          {format.list(spec.dependsOn.map((dependency) => `${dependency.worker} (${dependency.until})`))}
        </Fact>
      )}
      {detail.kind === 'process' && (
        <Fact name={t('spec.restart')}>
          {t('spec.restartText', {
            policy: t(`spec.policies.${restart['policy'] as 'always' | 'on-failure' | 'never'}`),
            initial: ms('initialMs'),
            max: ms('maxMs'),
          })}
        </Fact>
      )}
      {detail.kind === 'process' && (
        <Fact name={t('spec.stop')}>
          {t('spec.stopText', { signal: spec.stop.signal, timeout: format.duration(spec.stop.timeoutMs) })}
        </Fact>
      )}
      {spec.health.length > 0 && (
        <Fact name={t('spec.health')}>
          {spec.health.map((check) => (
            <div key={check.name}>{checkText(text, check)}</div>
          ))}
        </Fact>
      )}
      {(limits.memoryBytes !== null || limits.cpuCores !== null || limits.pids !== null) && (
        <Fact name={t('spec.limits')}>
          {[
            limits.memoryBytes === null ? '' : `${t('workers.memory')} ${format.bytes(limits.memoryBytes)}`,
            limits.cpuCores === null ? '' : t('spec.cores', { count: limits.cpuCores }),
            limits.pids === null ? '' : t('spec.pids', { count: limits.pids }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Fact>
      )}
      {Object.keys(spec.env).length > 0 && (
        <Fact name={t('spec.env')}>
          <ul className="font-mono text-xs leading-5">
            {Object.entries(spec.env).map(([key, value]) => (
              <li key={key}>
                <span className="text-ink-soft">{key}=</span>
                {value === '***' ? <span title={t('spec.masked')}>{value}</span> : value}
              </li>
            ))}
          </ul>
        </Fact>
      )}
      {detail.metrics && (
        <Fact name={t('spec.metrics')}>
          <code className="break-all font-mono text-xs">{detail.metrics.url}</code>
          <p className="figures text-ink-soft">{scrapeText(text, detail.metrics)}</p>
        </Fact>
      )}
      {detail.pingUrl !== null && (
        <Fact name={t('spec.ping')}>
          <ul>
            {pingLines(text, detail.pingUrl).map(({ what, line }) => (
              <li key={line} className="flex items-center gap-1">
                <div className="min-w-0 flex-1 py-1">
                  <p className="text-ink-faint text-xs">{what}</p>
                  <code className="select-all break-all font-mono text-xs">{line}</code>
                </div>
                <CopyButton text={() => line} iconOnly>
                  {t('logs.copy')}
                </CopyButton>
              </li>
            ))}
          </ul>
        </Fact>
      )}
    </dl>
  );
}

function scrapeText(
  { t, format }: Text,
  { lastScrapeAt, samples, error }: NonNullable<WorkerDetail['metrics']>,
): string {
  if (lastScrapeAt === null) return t('worker.scrape.notYet');
  const time = format.time(lastScrapeAt);
  return error ? t('worker.scrape.failed', { time }) : t('worker.scrape.last', { time, count: samples });
}

/** Lines for a script: signs of life as Healthchecks knows them, and progress. */
function pingLines({ t }: Text, url: string): { what: string; line: string }[] {
  return [
    { what: t('spec.pings.well'), line: `curl -fsS ${url}` },
    { what: t('spec.pings.start'), line: `curl -fsS ${url}/start` },
    { what: t('spec.pings.end'), line: `curl -fsS ${url}/$?` },
    { what: t('spec.pings.progress'), line: `curl -fsS "${url}/progress?counter=done&add=1"` },
  ];
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[96px_minmax(0,1fr)] gap-3 border-line border-t px-4 py-2 first:border-t-0">
      <dt className="text-ink-faint">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

/** What it looks at and how often; how it counts is told with its results. */
function checkText({ t, format }: Text, check: HealthCheckSpec): string {
  const { name } = check;
  if ('withinMs' in check) return t('spec.checkWithin', { name, time: format.duration(check.withinMs) });
  const every = format.duration(check.everyMs);
  const target =
    'url' in check ? check.url : 'port' in check ? `${check.host}:${check.port}` : check.command.join(' ');
  return t('spec.check', { name, target, every });
}
