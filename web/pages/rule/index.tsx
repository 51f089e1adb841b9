import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Block, Empty, Loading, Problem } from '../../components/block.tsx';
import { Gone } from '../../components/gone.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Fact } from '../../components/facts.tsx';
import { Ago } from '../../components/figures.tsx';
import { Icon } from '../../components/icon.tsx';
import { RuleStateSign, watchedBy } from '../../components/rule-signs.tsx';
import { allows } from '../../data/access.ts';
import { labelsShown } from '../../data/alerts.ts';
import { ApiProblem } from '../../data/api.ts';
import { meQuery } from '../../data/queries.ts';
import { draftOf } from '../../data/rule-draft.ts';
import { checkQuery, conditionsQuery, ruleQuery } from '../../data/rules.ts';
import type { Rule, RuleCondition } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';
import { LimitCharts } from './limit-chart.tsx';
import { RuleActions } from './rule-actions.tsx';
import { RuleForm } from './rule-form.tsx';

/** One rule: how it is, what it finds now, what it compares; or the form that changes it. */
export function RulePage() {
  const { t } = useText();
  const { name } = useParams({ from: '/shell/rules/$name' });
  const { edit = false } = useSearch({ from: '/shell/rules/$name' });
  const navigate = useNavigate({ from: '/rules/$name' });
  const { data: me } = useQuery(meQuery);
  const mayAct = allows(me?.role, 'operator');
  const query = useQuery(ruleQuery(name));
  const rule = query.data;
  useEffect(() => {
    document.title = `${name} · Yagura`;
  }, [name]);
  if (query.error instanceof ApiProblem && query.error.status === 404) {
    return <Gone text={t('rules.gone')} to="/rules" list={t('rules.toList')} />;
  }
  if (!rule)
    return query.isError ? (
      <Problem error={query.error} retry={() => void query.refetch()} />
    ) : (
      <Loading lines={10} />
    );
  const isEditing = edit && mayAct;
  return (
    <>
      <header className="mb-4 flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <Link
            to="/rules"
            className="inline-flex items-center gap-1 text-ink-faint text-sm hover:text-ink max-sm:min-h-10"
          >
            <Icon name="left" size={12} />
            {t('rules.title')}
          </Link>
          <h1 className="flex flex-wrap items-center gap-x-3 break-words font-semibold text-xl tracking-tight">
            {rule.name}
            <span className="font-normal text-sm tracking-normal">
              <RuleStateSign state={rule.now.state} withText />
            </span>
          </h1>
        </div>
        {mayAct && !isEditing && <RuleActions rule={rule} />}
      </header>
      {isEditing ? (
        <>
          {rule.origin !== 'page' && (
            <p className="mb-4 max-w-[100ch] text-pretty text-ink-soft text-sm">
              {t(`rules.replacing.${rule.origin}`)}
            </p>
          )}
          <RuleForm
            key={rule.name}
            first={draftOf(rule.kind, rule.severity, rule.written)}
            changes={rule.name}
            onCancel={() => void navigate({ search: {} })}
          />
        </>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,1fr)_400px]">
          <div className="flex min-w-0 flex-col gap-4">
            {rule.kind === 'metric' && <Curves rule={rule} />}
            <Conditions name={rule.name} />
          </div>
          <Block title={t('rules.facts')}>
            <Facts rule={rule} />
          </Block>
        </div>
      )}
    </>
  );
}

function Curves({ rule }: { rule: Extract<Rule, { kind: 'metric' }> }) {
  const { t } = useText();
  const check = useQuery({ ...checkQuery(rule.written), staleTime: 60_000 });
  return (
    <Block title={t('rules.curves')}>
      {check.data?.preview ? (
        <LimitCharts preview={check.data.preview} />
      ) : check.isError ? (
        <Problem error={check.error} retry={() => void check.refetch()} />
      ) : check.data ? (
        <Empty>{t('rules.noFigures')}</Empty>
      ) : (
        <Loading lines={6} />
      )}
    </Block>
  );
}

const mostConditions = 50;

function Conditions({ name }: { name: string }) {
  const { t } = useText();
  const query = useQuery(conditionsQuery(name));
  const found = query.data?.conditions;
  return (
    <Block title={t('rules.finds')} flush>
      {!found ? (
        query.isError ? (
          <Problem error={query.error} retry={() => void query.refetch()} />
        ) : (
          <Loading lines={2} />
        )
      ) : found.length === 0 ? (
        <Empty>{t('rules.findsNothing')}</Empty>
      ) : (
        <ul aria-label={t('rules.finds')}>
          {found.slice(0, mostConditions).map((condition) => (
            <Condition key={condition.key} condition={condition} />
          ))}
          {found.length > mostConditions && (
            <li className="border-line border-t px-4 py-2 text-ink-faint text-xs">
              {t('rules.more', { count: found.length - mostConditions })}
            </li>
          )}
        </ul>
      )}
    </Block>
  );
}

function Condition({ condition }: { condition: RuleCondition }) {
  const { t, format } = useText();
  const { state, labels, annotations, value, since, test } = condition;
  return (
    <li className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-start gap-x-3 border-line border-t px-4 py-2.5 text-sm">
      <span className="mt-0.5">
        <RuleStateSign state={state} />
      </span>
      <div className="min-w-0">
        {annotations['summary'] !== undefined && <p className="break-words">{annotations['summary']}</p>}
        <p className="figures flex flex-wrap gap-x-3 text-ink-faint text-xs">
          {labelsShown(labels).map(([name, text]) => (
            <span key={name} className="max-w-56 truncate" title={`${name}=${text}`}>
              {name}={text}
            </span>
          ))}
          {value !== null && <span>{t('alerts.value', { value: format.amount(value) })}</span>}
          {test && <span>{t('alerts.test')}</span>}
        </p>
      </div>
      <span className="text-ink-faint text-xs">
        <Ago time={since} />
      </span>
    </li>
  );
}

function Facts({ rule }: { rule: Rule }) {
  const text = useText();
  const { t, format, say } = text;
  const { now, labels } = rule;
  const code = (value: string) => (
    <code className="whitespace-pre-wrap font-mono text-xs [overflow-wrap:anywhere]">{value}</code>
  );
  return (
    <dl className="figures grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 text-sm">
      {now.failure !== null && (
        <Fact name={t('rules.states.failing')}>
          <span className="break-words text-bad">{say(now.failure)}</span>
        </Fact>
      )}
      <Fact name={t('rules.watches')}>
        {rule.kind === 'metric' ? code(rule.expr) : watchedBy(rule, text)}
      </Fact>
      {rule.kind === 'metric' && rule.resolve !== null && (
        <Fact name={t('rules.form.resolve')}>{code(rule.resolve)}</Fact>
      )}
      {rule.kind === 'metric' && (
        <Fact name={t('rules.form.noData')}>{t(`rules.noData.${rule.noData}`)}</Fact>
      )}
      {rule.kind === 'event' && Object.keys(rule.match).length > 0 && (
        <Fact name={t('rules.form.match')}>{code(pairs(rule.match))}</Fact>
      )}
      {rule.kind === 'event' && rule.overAfterMs !== null && (
        <Fact name={t('rules.form.overAfter')}>{format.duration(rule.overAfterMs)}</Fact>
      )}
      {rule.kind === 'heartbeat' && (
        <>
          <Fact name={t('rules.form.grace')}>{format.duration(rule.graceMs)}</Fact>
          <Fact name={t('rules.lastPing')}>
            {rule.lastPingAt === null ? t('rules.neverPinged') : <Ago time={rule.lastPingAt} />}
          </Fact>
          {rule.pingUrl !== null && (
            <Fact name={t('rules.pingUrl')}>
              {code(rule.pingUrl)}{' '}
              <CopyButton iconOnly text={() => rule.pingUrl ?? ''}>
                {t('channels.copy')}
              </CopyButton>
            </Fact>
          )}
        </>
      )}
      <Fact name={t('alerts.filter.severity')}>{t(`alerts.severities.${rule.severity}`)}</Fact>
      {rule.forMs > 0 && <Fact name={t('rules.form.for')}>{format.duration(rule.forMs)}</Fact>}
      {rule.keepFiringForMs > 0 && (
        <Fact name={t('rules.form.keepFiringFor')}>{format.duration(rule.keepFiringForMs)}</Fact>
      )}
      {Object.keys(labels).length > 0 && <Fact name={t('rules.form.labels')}>{code(pairs(labels))}</Fact>}
      {Object.entries(rule.annotations).map(([name, value]) => (
        <Fact key={name} name={code(name)}>
          {code(value)}
        </Fact>
      ))}
      <Fact name={t('rules.lookedAt')}>
        {now.evaluatedAt === null ? t(`rules.states.${now.state}`) : <Ago time={now.evaluatedAt} />}
        {now.tookMs !== null && (
          <span className="ml-2 text-ink-faint text-xs">
            {t('rules.took', { time: format.duration(now.tookMs) })}
          </span>
        )}
      </Fact>
      <Fact name={t('rules.origin')}>
        {t(`rules.origins.${rule.origin}`)}
        {rule.replaces !== null && (
          <span className="block text-ink-faint text-xs">{t(`rules.replaces.${rule.replaces}`)}</span>
        )}
        {rule.changedAt !== null && (
          <span className="block text-ink-faint text-xs">
            {t('rules.changed', { name: rule.changedBy ?? '', time: format.clock(rule.changedAt) })}
          </span>
        )}
      </Fact>
    </dl>
  );
}

const pairs = (texts: Readonly<Record<string, string>>): string =>
  Object.entries(texts)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
