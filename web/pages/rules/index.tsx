import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { AlertTabs } from '../../components/alert-tabs.tsx';
import { Empty, Loading, Problem } from '../../components/block.tsx';
import { Button } from '../../components/button.tsx';
import { EndlessList } from '../../components/endless-list.tsx';
import { inputBox } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { allows } from '../../data/access.ts';
import { meQuery } from '../../data/queries.ts';
import {
  longestRuleText,
  ruleOrigins,
  ruleSearch,
  type RuleSearch,
  ruleStates,
} from '../../data/rule-search.ts';
import { rulesQuery } from '../../data/rules.ts';
import type { Change } from '../../data/time-range.ts';
import { useText } from '../../i18n/index.ts';
import { RuleRow } from './rule-row.tsx';

/** What is looked for, each rule with how it is now. */
export function Rules() {
  const { t } = useText();
  const search = useSearch({ from: '/shell/rules' });
  const navigate = useNavigate({ from: '/rules' });
  const { data: me } = useQuery(meQuery);
  const query = useInfiniteQuery(rulesQuery(search));
  const rules = query.data?.pages.flatMap((page) => page.rules);
  const go = (change: Change<RuleSearch>, replace = false) =>
    void navigate({ search: ruleSearch({ ...search, ...change }), replace, resetScroll: false });
  return (
    <>
      <PageHead
        title={t('rules.title')}
        text={t('rules.text')}
        actions={
          <>
            <a
              href="/api/v1/rules.yaml?origin=page"
              download="rules.yaml"
              title={t('rules.exportText')}
              className="inline-flex h-10 items-center gap-1.5 whitespace-nowrap rounded-sm border border-line-strong bg-raised px-3 font-medium text-ink text-sm hover:bg-hover sm:h-8"
            >
              <Icon name="download" size={14} />
              {t('rules.export')}
            </a>
            {allows(me?.role, 'operator') && (
              <Button icon="plus" look="main" onClick={() => void navigate({ to: '/new-rule' })}>
                {t('rules.new')}
              </Button>
            )}
          </>
        }
      />
      <AlertTabs />
      <section aria-label={t('rules.title')} className="card min-w-0">
        <div className="flex flex-wrap items-center gap-2 px-4 py-3">
          <select
            aria-label={t('rules.state')}
            value={search.state ?? ''}
            onChange={({ target }) => go({ state: ruleStates.find((each) => each === target.value) })}
            className={`${inputBox} w-auto!`}
          >
            <option value="">{t('rules.anyState')}</option>
            {ruleStates.map((each) => (
              <option key={each} value={each}>
                {t(`rules.states.${each}`)}
              </option>
            ))}
          </select>
          <select
            aria-label={t('rules.origin')}
            value={search.origin ?? ''}
            onChange={({ target }) => go({ origin: ruleOrigins.find((each) => each === target.value) })}
            className={`${inputBox} w-auto!`}
          >
            <option value="">{t('rules.anyOrigin')}</option>
            {ruleOrigins.map((each) => (
              <option key={each} value={each}>
                {t(`rules.origins.${each}`)}
              </option>
            ))}
          </select>
          <div className="min-w-56 flex-1">
            <SearchField
              label={t('rules.find')}
              isMain
              value={search.q ?? ''}
              maxLength={longestRuleText}
              onSearch={(q) => go({ q }, true)}
            />
          </div>
        </div>
        {!rules ? (
          query.isError ? (
            <Problem error={query.error} retry={() => void query.refetch()} />
          ) : (
            <Loading lines={6} />
          )
        ) : rules.length === 0 ? (
          <div className="border-line border-t">
            <Empty>
              {t(Object.keys(search).length > 0 ? 'rules.noneMatches' : 'rules.none')}{' '}
              {Object.keys(search).length > 0 && (
                <Link to="/rules" search={{}} className="text-accent underline underline-offset-2">
                  {t('range.clear')}
                </Link>
              )}
            </Empty>
          </div>
        ) : (
          <EndlessList
            label={t('rules.title')}
            items={rules}
            keyOf={(rule) => rule.name}
            rowHeight={64}
            pages={query}
            end={t('alerts.end')}
          >
            {(rule) => <RuleRow rule={rule} />}
          </EndlessList>
        )}
      </section>
    </>
  );
}
