import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Block, Loading, Problem } from '../../components/block.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Ago } from '../../components/figures.tsx';
import { StateIcon } from '../../components/icon.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { doctorQuery, reportOf, type Worry, worriesOf } from '../../data/doctor.ts';
import type { Doctor as Health } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';
import { Agents } from './agents.tsx';
import { Figures } from './figures.tsx';
import { Parts } from './parts.tsx';

/** Yagura's own health, apart from the workers': what is wrong, since when, and how to mend it. */
export function Doctor() {
  const { t } = useText();
  const query = useQuery(doctorQuery);
  const health = query.data;
  return (
    <>
      <PageHead
        title={t('doctor.title')}
        text={t('doctor.text')}
        actions={
          health && (
            <CopyButton text={() => reportOf(health, navigator.userAgent)}>{t('doctor.copy')}</CopyButton>
          )
        }
      />
      {!health ? (
        <section className="card">
          {query.isError ? (
            <Problem error={query.error} retry={() => void query.refetch()} />
          ) : (
            <Loading lines={8} />
          )}
        </section>
      ) : (
        <div className="flex flex-col gap-4">
          {query.isError && (
            <p role="alert" className="rounded-md bg-warn-soft px-4 py-2 text-sm text-warn">
              {t('doctor.old')} <Ago time={health.time} />
            </p>
          )}
          <Verdict health={health} />
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            <div className="flex min-w-0 flex-col gap-4">
              <Block title={t('doctor.parts')} flush>
                <Parts parts={health.parts} />
              </Block>
              <Block title={t('doctor.agents')} flush>
                <Agents agents={health.agents} />
              </Block>
            </div>
            <Figures health={health} />
          </div>
          <p className="text-ink-faint text-xs">
            <Link
              to="/components"
              className="inline-flex min-h-10 items-center text-accent underline-offset-2 hover:underline sm:min-h-8"
            >
              {t('doctor.toComponents')}
            </Link>
          </p>
        </div>
      )}
    </>
  );
}

const worryTexts = {
  'slow-hub': 'doctor.worries.slow-hub',
  'clock-skew': 'doctor.worries.clock-skew',
  'old-backup': 'doctor.worries.old-backup',
  'figures-refused': 'doctor.worries.figures-refused',
  'figures-lost': 'doctor.worries.figures-lost',
} as const satisfies Record<Worry, string>;

/** All of it in one sentence, and what is about to become trouble. */
function Verdict({ health }: { health: Health }) {
  const { t } = useText();
  const sick = health.parts.filter((part) => part.state !== 'well');
  const isDown = sick.some((part) => part.state === 'down');
  const worries = worriesOf(health);
  const looks =
    sick.length === 0
      ? { tone: 'text-well', shape: 'running' as const }
      : isDown
        ? { tone: 'text-bad', shape: 'failed' as const }
        : { tone: 'text-warn', shape: 'degraded' as const };
  return (
    <section aria-label={t('doctor.verdict')} className="card px-4 py-4">
      <p role="status" className="flex items-start gap-3 font-semibold text-lg">
        <span className={`mt-0.5 ${looks.tone}`}>
          <StateIcon state={looks.shape} size={22} />
        </span>
        <span>
          {sick.length === 0 ? t('doctor.well') : t('doctor.sick', { count: sick.length })}
          {sick.some((part) => part.name !== 'config') && t('doctor.incomplete')}
        </span>
      </p>
      {worries.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1 pl-8.5 text-sm text-warn">
          {worries.map((worry) => (
            <li key={worry}>{t(worryTexts[worry])}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
