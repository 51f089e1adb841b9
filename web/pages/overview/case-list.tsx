import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { StateIcon } from '../../components/icon.tsx';
import { ShortName } from '../../components/short-name.tsx';
import { toneGround, toneText } from '../../components/state.tsx';
import { allows } from '../../data/access.ts';
import { useNow } from '../../data/use-now.ts';
import { plainText } from '../../data/log-text.ts';
import { lastErrorQuery, meQuery } from '../../data/queries.ts';
import { lookOf } from '../../data/standing.ts';
import {
  type Case,
  endsLately,
  followCases,
  helpOf,
  isAbout,
  latelyMs,
  remedyOf,
  troubleKind,
  turnOf,
} from '../../data/trouble.ts';
import type { Worker } from '../../data/types.ts';
import { useAct } from '../../data/use-act.ts';
import { useRecentEvents, useSummary, useWorker, useWorkers } from '../../data/use-fleet.ts';
import { type Text, useText } from '../../i18n/index.ts';
import { PanelLink } from './panel-link.tsx';

interface CaseListProps {
  /** More than these are a matter for the list of workers. */
  most?: number;
  /** Nobody can press a button on a screen in the room. */
  onlyLook?: boolean;
  className?: string;
}

/** What is wrong now, worst first: since when, why, what is being done about it, and what helps. Nothing when all is well. */
export function CaseList({ most = 5, onlyLook = false, className = '' }: CaseListProps) {
  const { t, format } = useText();
  const cases = useCases();
  if (cases.length === 0) return null;
  const open = cases.filter(({ healedAt }) => healedAt === null).length;
  const shown = cases.slice(0, most);
  const more = cases.length - shown.length;
  return (
    <section
      aria-label={t(open > 0 ? 'cases.title' : 'cases.healed')}
      className={`card overflow-hidden ${open > 0 ? 'border-bad' : 'border-well'} ${className}`}
    >
      {open > 0 && (
        <h2 className="flex items-center gap-2 bg-bad-soft px-4 py-2 font-semibold text-bad text-base">
          <StateIcon state="degraded" />
          {t('cases.title')}
          <span className="figures ml-auto">{format.count(open)}</span>
        </h2>
      )}
      <ul>
        {shown.map(({ worker, healedAt }) => (
          <CaseItem key={worker} name={worker} healedAt={healedAt} onlyLook={onlyLook} />
        ))}
      </ul>
      {more > 0 && (
        <Link
          to="/workers"
          search={{ q: 'is:trouble' }}
          className="flex h-10 items-center border-line border-t px-4 font-medium text-accent text-sm hover:bg-hover"
        >
          {t('cases.more', { count: more })}
        </Link>
      )}
    </section>
  );
}

/** Those that are over stay for a moment, so that one sees what came of them. */
function useCases(): readonly Case[] {
  const workers = useWorkers();
  const summary = useSummary();
  const now = useNow((time) => time);
  const [cases, setCases] = useState<readonly Case[]>([]);
  if (!summary || !workers) return cases;
  const next = followCases(cases, summary.troubled, (name) => turnOf(workers.get(name)), now);
  if (next !== cases) setCases(next);
  return next;
}

interface CaseItemProps {
  name: string;
  healedAt: number | null;
  onlyLook: boolean;
}

function CaseItem({ name, healedAt, onlyLook }: CaseItemProps) {
  const worker = useWorker(name);
  if (!worker) return null;
  return (
    <li className="flex gap-3 border-line border-t px-4 py-3 first:border-t-0">
      {healedAt === null ? (
        <OpenCase worker={worker} onlyLook={onlyLook} />
      ) : (
        <ClosedCase worker={worker} onlyLook={onlyLook} />
      )}
    </li>
  );
}

interface CaseProps {
  worker: Worker;
  onlyLook: boolean;
}

/** As high as an open one, so that nothing moves when it opens again. */
function ClosedCase({ worker, onlyLook }: CaseProps) {
  const { t, say } = useText();
  const place = onlyLook ? places.wall : places.near;
  return (
    <>
      <span className="mt-0.5 text-well">
        <StateIcon state="running" size={onlyLook ? 26 : 18} />
      </span>
      <div className="min-w-0 flex-1 text-sm">
        <p className={`flex items-baseline gap-x-2 ${onlyLook ? 'text-lg' : ''}`}>
          <WorkerLink name={worker.name} />
          <span className="shrink-0 font-medium text-well">{t('cases.healed')}</span>
        </p>
        <Since worker={worker} />
        <p className={`${place.words} text-ink-soft`}>{worker.lastExit && say(worker.lastExit.detail)}</p>
        <div className={place.remedy} />
      </div>
    </>
  );
}

/** Each part has its place, whether there is anything to say in it or not: a reason and two lines of what the worker wrote, or one. */
const places = {
  near: {
    words: 'mt-1 h-[calc(var(--line-sm)+2*var(--line-xs)+2px)] overflow-hidden text-pretty',
    remedy: 'mt-1.5 flex h-10 items-center justify-between gap-x-3',
  },
  wall: {
    words: 'mt-1 h-[calc(var(--line-sm)+var(--line-xs)+2px)] overflow-hidden',
    remedy: 'mt-1.5 flex h-[calc(var(--line-sm)+8px)]',
  },
};

function OpenCase({ worker, onlyLook }: CaseProps) {
  const text = useText();
  const { t, say } = text;
  const { state, tone } = lookOf(worker);
  const isComing = turnOf(worker) === 'under-way';
  const remedy = useNow((now) => remedyText(text, worker, now));
  const place = onlyLook ? places.wall : places.near;
  // Between its crashes one that keeps crashing says of what it died last.
  const why = worker.reason === '' ? (worker.lastExit?.detail ?? '') : worker.reason;
  return (
    <>
      <span className={`mt-0.5 ${toneText[tone]}`}>
        <StateIcon state={state} size={onlyLook ? 26 : 18} />
      </span>
      <div className="min-w-0 flex-1 text-sm">
        <p className={`flex items-baseline gap-x-2 ${onlyLook ? 'text-lg' : ''}`}>
          <WorkerLink name={worker.name} />
          <span className={`shrink-0 font-medium ${toneText[tone]}`}>
            {isComing ? t(`state.${state}`) : t(`cases.kind.${troubleKind(worker)}`)}
          </span>
        </p>
        <Since worker={worker} />
        <div className={place.words}>
          <p className={`text-ink ${onlyLook ? 'truncate' : 'line-clamp-2'}`} title={say(why)}>
            {say(why)}
          </p>
          <LastError worker={worker} why={why} onlyLook={onlyLook} />
        </div>
        <div className={place.remedy}>
          <p
            className={`figures flex min-w-0 flex-1 items-center self-stretch rounded-sm px-2 py-1 font-medium ${onlyLook ? 'text-sm' : 'text-xs'} ${toneText[tone]} ${toneGround[tone]}`}
          >
            <span className={onlyLook ? 'truncate' : ''}>{remedy}</span>
          </p>
          {!onlyLook && !isComing && <Help worker={worker} />}
        </div>
      </div>
    </>
  );
}

function Since({ worker }: { worker: Worker }) {
  const { t, format } = useText();
  const events = useRecentEvents() ?? [];
  const age = useNow((now) =>
    format.duration(Math.max(0, Math.floor((now - Date.parse(worker.since)) / 1000) * 1000)),
  );
  const ends = useNow((now) => endsLately(events, worker.name, now) ?? 0);
  return (
    <p className="figures truncate text-ink-faint text-xs" title={format.utc(worker.since)}>
      {t('cases.since', { time: format.clock(worker.since), age })}
      {ends > 1 && (
        <>
          {' · '}
          {t('cases.times', { count: ends, ordinal: true, minutes: latelyMs / 60_000 })}
        </>
      )}
    </p>
  );
}

/** The one button that helps. */
function Help({ worker }: { worker: Worker }) {
  const { t } = useText();
  const act = useAct();
  const { data: me } = useQuery(meQuery);
  const action = helpOf(worker);
  if (action === null) {
    return (
      <Link
        to="/workers/$name"
        params={{ name: worker.name }}
        className="inline-flex h-10 items-center rounded-sm border border-line-strong bg-raised px-3 font-medium text-sm hover:bg-hover sm:h-8"
      >
        {t('cases.open')}
      </Link>
    );
  }
  const allowed = allows(me?.role, 'operator');
  return (
    <Button
      icon={action}
      look={action === 'start' ? 'main' : 'plain'}
      disabled={!allowed}
      onClick={() => act(worker.name, action)}
      {...(allowed ? {} : { title: t('actions.viewer') })}
    >
      {t(`actions.${action}`)}
    </Button>
  );
}

function WorkerLink({ name }: { name: string }) {
  return (
    <PanelLink
      name={name}
      className="flex min-w-0 font-semibold text-ink underline-offset-2 hover:underline"
      title={name}
    >
      <ShortName name={name} />
    </PanelLink>
  );
}

/** What it wrote itself about it. */
function LastError({ worker, why, onlyLook }: CaseProps & { why: string }) {
  const { data: newest } = useQuery(lastErrorQuery(worker));
  const text = newest && isAbout(worker, newest) ? plainText(newest.text).trim() : '';
  // The reason may hold it already.
  const isNews = text !== '' && !why.includes(text);
  return (
    <p
      translate="no"
      title={text}
      className={`mt-0.5 font-mono text-ink-soft text-xs ${onlyLook ? 'truncate' : 'line-clamp-2'}`}
    >
      {isNews && text}
    </p>
  );
}

/** What is being done, and when the next step comes. */
function remedyText({ t, format }: Text, worker: Worker, now: number): string {
  if (turnOf(worker) === 'under-way') return t('cases.remedy.restart-now');
  const remedy = remedyOf(worker);
  if (remedy !== 'restart-due') return t(`cases.remedy.${remedy}`);
  const waitMs = worker.nextStartAt === null ? 0 : Date.parse(worker.nextStartAt) - now;
  return waitMs > 999
    ? t('cases.remedy.restart-in', { wait: format.duration(Math.ceil(waitMs / 1000) * 1000) })
    : t('cases.remedy.restart-now');
}
