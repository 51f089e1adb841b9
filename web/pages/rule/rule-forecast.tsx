import { useQuery } from '@tanstack/react-query';
import { Block } from '../../components/block.tsx';
import { Icon } from '../../components/icon.tsx';
import { allows } from '../../data/access.ts';
import { labelsShown } from '../../data/alerts.ts';
import { ApiProblem } from '../../data/api.ts';
import { problemText } from '../../data/problem-text.ts';
import { meQuery } from '../../data/queries.ts';
import { backtestQuery, checkQuery } from '../../data/rules.ts';
import type { RuleBacktest, RuleBody } from '../../data/types.ts';
import { useCalm } from '../../data/use-calm.ts';
import { useText } from '../../i18n/index.ts';
import { LimitCharts } from './limit-chart.tsx';

/** Looking through a week is work; nobody wants it of each word that is typed. */
const lookedBackAfterMs = 1_200;
const mostEpisodes = 5;

interface Remark {
  path: string;
  message: string;
}

/** What would come of a rule: what is wrong with it, its curves with their limits, and when it would have fired. */
export function RuleForecast({ rule }: { rule: RuleBody['rule'] | null }) {
  const text = useText();
  const { t } = text;
  const { data: me } = useQuery(meQuery);
  const check = useQuery(checkQuery(rule));
  const refused = check.error instanceof ApiProblem ? check.error : null;
  const known = check.isError || rule === null ? undefined : check.data;
  const mistakes: Remark[] =
    refused === null
      ? (known?.mistakes ?? [])
      : refused.errors.length > 0
        ? refused.errors.map(({ path, message }) => ({
            path: path.replace(/^(body\.)?rule\.?/, ''),
            message,
          }))
        : [{ path: '', message: problemText(text, refused) }];
  const isSound = known !== undefined && mistakes.length === 0 && !check.isPlaceholderData;
  const calm = useCalm(rule, lookedBackAfterMs);
  const lookedBack = useQuery({
    ...backtestQuery(calm),
    enabled: isSound && calm === rule && rule !== null && allows(me?.role, 'operator'),
  });
  return (
    <Block title={t('rules.forecast.title')} className="lg:sticky lg:top-17">
      {rule === null ? (
        <p className="text-ink-faint text-sm">{t('rules.forecast.nothing')}</p>
      ) : (
        <div className="flex min-w-0 flex-col gap-4">
          <div aria-live="polite" className="flex flex-col gap-1 text-sm">
            {mistakes.map((remark) => (
              <RemarkLine key={remark.path + remark.message} remark={remark} isMistake />
            ))}
            {known?.warnings.map((remark) => (
              <RemarkLine key={remark.path + remark.message} remark={remark} />
            ))}
            {isSound && known.warnings.length === 0 && (
              <p className="inline-flex items-center gap-1.5 text-well">
                <Icon name="check" />
                {t('rules.forecast.sound')}
              </p>
            )}
          </div>
          {isSound && (
            <p aria-live="polite" className="figures rounded-sm bg-sunken px-3 py-2 text-sm">
              {lookedBack.isError ? (
                <span className="text-bad">{problemText(text, lookedBack.error)}</span>
              ) : lookedBack.data && calm === rule ? (
                <LookedBack found={lookedBack.data} />
              ) : (
                <span className="text-ink-faint">{t('rules.forecast.looking')}</span>
              )}
            </p>
          )}
          {known?.preview && mistakes.length === 0 && <LimitCharts preview={known.preview} />}
        </div>
      )}
    </Block>
  );
}

function RemarkLine({ remark, isMistake = false }: { remark: Remark; isMistake?: boolean }) {
  const { t, say } = useText();
  return (
    <p className={`flex items-start gap-1.5 ${isMistake ? 'text-bad' : 'text-warn'}`}>
      <span className="mt-0.5">
        <Icon name={isMistake ? 'cross' : 'errors'} />
      </span>
      <span className="sr-only">{t(isMistake ? 'rules.forecast.mistake' : 'rules.forecast.odd')}</span>
      <span className="min-w-0 break-words">
        {remark.path !== '' && <code className="font-mono text-xs">{remark.path}: </code>}
        {say(remark.message)}
      </span>
    </p>
  );
}

function LookedBack({ found }: { found: RuleBacktest }) {
  const { t, format, say } = useText();
  return (
    <>
      <span className="block font-medium">
        {found.fired === null
          ? t('rules.forecast.unknown')
          : found.fired === 0
            ? t('rules.forecast.firedNever')
            : t('rules.forecast.fired', { count: found.fired })}
        {found.fired !== null && found.fired > 0 && (
          <span className="ml-2 font-normal text-ink-soft">
            {t('rules.forecast.together', { length: format.duration(found.firingMs) })}
          </span>
        )}
      </span>
      {found.episodes.slice(0, mostEpisodes).map(({ labels, from, to }, at) => (
        <span key={at} className="flex flex-wrap gap-x-3 text-ink-soft text-xs leading-5">
          <span>{format.clock(from)}</span>
          <span>
            {to === null ? t('rules.forecast.still') : format.duration(Date.parse(to) - Date.parse(from))}
          </span>
          <span className="min-w-0 truncate text-ink-faint">
            {labelsShown(labels)
              .map(([name, value]) => `${name}=${value}`)
              .join(', ')}
          </span>
        </span>
      ))}
      {found.note !== null && <span className="block text-ink-faint text-xs">{say(found.note)}</span>}
      {found.stepMs !== null && (
        <span className="block text-ink-faint text-xs">
          {t('rules.forecast.steps', { step: format.duration(found.stepMs) })}
        </span>
      )}
    </>
  );
}
