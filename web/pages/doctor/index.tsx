import { Loading } from '../../components/block.tsx';
import { StateIcon } from '../../components/icon.tsx';
import { PageHead } from '../../components/page-head.tsx';
import type { Part, WorkerState } from '../../data/types.ts';
import { useSystem } from '../../data/use-fleet.ts';
import { useText } from '../../i18n/index.ts';

const looks: Record<Part['state'], { tone: string; like: WorkerState }> = {
  well: { tone: 'text-well', like: 'running' },
  troubled: { tone: 'text-warn', like: 'degraded' },
  down: { tone: 'text-bad', like: 'failed' },
};

/** Yagura's own health, apart from the workers'. */
export function Doctor() {
  const { t, format, say } = useText();
  const system = useSystem();
  return (
    <>
      <PageHead title={t('doctor.title')} text={t('doctor.text')} />
      <section aria-label={t('doctor.parts')} className="card min-w-0">
        {!system ? (
          <Loading lines={5} />
        ) : (
          <ul>
            {system.parts.map((part) => (
              <li key={part.name} className="flex gap-3 border-line border-t px-4 py-3 first:border-t-0">
                <span className={`mt-0.5 ${looks[part.state].tone}`}>
                  <StateIcon state={looks[part.state].like} />
                </span>
                <div className="min-w-0 flex-1">
                  <p className="flex flex-wrap items-baseline gap-x-2">
                    <span className="font-medium">{part.name}</span>
                    <span className={`text-sm ${looks[part.state].tone}`}>
                      {t(`own.state.${part.state}`)}
                    </span>
                    {part.since !== null && (
                      <span className="figures text-ink-faint text-xs" title={format.utc(part.since)}>
                        {t('common.since', { time: format.clock(part.since) })}
                      </span>
                    )}
                  </p>
                  {part.detail !== '' && <p className="text-ink-soft text-sm">{say(part.detail)}</p>}
                </div>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}
