import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { memo, type ReactNode, useState } from 'react';
import { Loading, Problem } from '../../components/block.tsx';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Icon, StateIcon } from '../../components/icon.tsx';
import { contextQuery } from '../../data/log-feed.ts';
import { marksIn } from '../../data/log-search.ts';
import { plainText } from '../../data/log-text.ts';
import type { LogRecord } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

/** Of a stack trace, so many lines are shown until somebody wants to see all. */
const linesFolded = 3;
const contextAtFirst = 6;
const contextMore = 30;

const looks: Record<NonNullable<LogRecord['level']>, string> = {
  fatal: 'text-bad font-semibold',
  error: 'text-bad',
  warn: 'text-warn',
  info: 'text-ink',
  debug: 'text-ink-faint',
  trace: 'text-ink-faint',
};

interface RecordRowProps {
  record: LogRecord;
  marks: readonly string[];
  /** Shows only this worker. */
  onWorker: (worker: string) => void;
  /** Shows only what has this wording. */
  onTemplate: (template: string) => void;
}

/** A hit: when, who, and what it says; what stands around it on demand. */
export const RecordRow = memo(function RecordRow({ record, marks, onWorker, onTemplate }: RecordRowProps) {
  const { t, format } = useText();
  const [open, setOpen] = useState(false);
  const { id, time, worker } = record;
  return (
    <div className={open ? 'bg-hover' : ''}>
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 px-2 py-1 hover:bg-hover sm:px-4 md:grid-cols-[auto_max-content_minmax(80px,160px)_minmax(0,1fr)] md:gap-x-3">
        <button
          type="button"
          data-row=""
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="row-span-2 inline-flex size-10 items-center justify-center self-start rounded-sm text-ink-faint hover:text-ink md:row-span-1 md:size-6"
        >
          <span className="sr-only">{t('logSearch.context', { time: format.time(time), worker })}</span>
          <span className={`transition-transform duration-(--quick) ${open ? 'rotate-90' : ''}`}>
            <Icon name="right" size={12} />
          </span>
        </button>
        <div className="flex min-w-0 items-center gap-2 text-xs md:contents">
          <time
            dateTime={time}
            title={format.utc(time)}
            className="figures whitespace-nowrap text-ink-faint text-xs leading-6"
          >
            {format.time(time)}
          </time>
          <button
            type="button"
            title={t('logSearch.only', { worker })}
            onClick={() => onWorker(worker)}
            className="min-w-0 self-start truncate text-left text-accent text-xs leading-6 underline-offset-2 hover:underline max-md:min-h-6"
          >
            <bdi>{worker}</bdi>
          </button>
          <LevelSign level={record.level} className="md:hidden" />
        </div>
        <div className="flex min-w-0 items-start gap-2 max-md:col-start-2">
          <LevelSign level={record.level} className="max-md:hidden" />
          <RecordText record={record} marks={marks} whole={open} />
        </div>
      </div>
      {open && <Context id={id} record={record} marks={marks} onTemplate={onTemplate} />}
    </div>
  );
});

/** How grave, as a shape and a word for those who see no colour; what is usual has none. */
function LevelSign({ level, className }: { level: LogRecord['level']; className: string }) {
  const { t } = useText();
  const isBad = level === 'error' || level === 'fatal';
  if (!isBad && level !== 'warn') return <span className={`w-3.5 shrink-0 ${className}`} />;
  return (
    <span
      title={t(`errors.levels.${level}`)}
      className={`mt-1.5 shrink-0 ${isBad ? 'text-bad' : 'text-warn'} ${className}`}
    >
      <StateIcon state={isBad ? 'failed' : 'degraded'} size={14} />
      <span className="sr-only">{t(`errors.levels.${level}`)}</span>
    </span>
  );
}

interface RecordTextProps {
  record: LogRecord;
  marks: readonly string[];
  whole: boolean;
}

/** Some hold a megabyte. */
const longestShown = 20_000;

function RecordText({ record: { text, level, structured }, marks, whole }: RecordTextProps) {
  const { t } = useText();
  const lines = (structured?.message ?? text).split('\n');
  const shown = (whole ? lines : lines.slice(0, linesFolded))
    .map(plainText)
    .join('\n')
    .slice(0, longestShown);
  const more = lines.length - linesFolded;
  return (
    <div className="min-w-0 flex-1">
      <p
        dir="auto"
        className={`isolate whitespace-pre-wrap break-words text-left font-mono text-xs leading-6 [unicode-bidi:isolate] ${whole ? '' : 'line-clamp-6'} ${level === null ? 'text-ink' : looks[level]}`}
      >
        <Marked text={shown} marks={marks} />
        {structured && !whole && <Values fields={structured.fields} marks={marks} />}
      </p>
      {structured && whole && <ValueList fields={structured.fields} marks={marks} />}
      {!whole && more > 0 && (
        <p className="figures text-ink-faint text-xs">{t('logSearch.moreLines', { count: more })}</p>
      )}
    </div>
  );
}

type Fields = NonNullable<LogRecord['structured']>['fields'];

/** Behind a message, so many. */
const mostValues = 12;
const longestValue = 120;

function textOfValue(value: Fields[string]): string {
  return plainText(String(value));
}

/** What a structured line says beside its message, in the same paragraph. */
function Values({ fields, marks }: { fields: Fields; marks: readonly string[] }) {
  const { t } = useText();
  const all = Object.entries(fields);
  return (
    <span className="font-normal text-ink-faint">
      {all.slice(0, mostValues).map(([name, value]) => {
        const text = textOfValue(value);
        return (
          <span key={name}>
            {'  '}
            {name}=
            <span className="text-ink-soft">
              <Marked
                text={text.length > longestValue ? `${text.slice(0, longestValue)}…` : text}
                marks={marks}
              />
            </span>
          </span>
        );
      })}
      {all.length > mostValues && ` ${t('logSearch.moreValues', { count: all.length - mostValues })}`}
    </span>
  );
}

function ValueList({ fields, marks }: { fields: Fields; marks: readonly string[] }) {
  const all = Object.entries(fields);
  if (all.length === 0) return null;
  return (
    <dl className="mt-1 mb-2 grid grid-cols-[minmax(64px,max-content)_minmax(0,1fr)] gap-x-4 font-mono text-xs leading-5">
      {all.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="max-w-60 break-words text-ink-faint">{name}</dt>
          <dd className="whitespace-pre-wrap break-words">
            <Marked text={textOfValue(value).slice(0, longestShown)} marks={marks} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Marked({ text, marks }: { text: string; marks: readonly string[] }): ReactNode {
  const found = marksIn(text, marks);
  if (found.length === 0) return text;
  const ends = [0, ...found.map(([, to]) => to)];
  return (
    <>
      {found.map(([from, to], at) => (
        <span key={from}>
          {text.slice(ends[at], from)}
          <mark className="rounded-sm bg-accent text-on-accent">{text.slice(from, to)}</mark>
        </span>
      ))}
      {text.slice(ends.at(-1))}
    </>
  );
}

interface ContextProps {
  id: string;
  record: LogRecord;
  marks: readonly string[];
  onTemplate: (template: string) => void;
}

/** As it was printed, between what the same worker printed before and after. */
function Context({ id, record, marks, onTemplate }: ContextProps) {
  const { t, format } = useText();
  const [around, setAround] = useState(contextAtFirst);
  const { data, isError, error, refetch } = useQuery(contextQuery(id, around));
  const line = (each: LogRecord, isIt: boolean) => (
    <li
      key={each.id}
      aria-current={isIt || undefined}
      className={`flex gap-3 border-l-2 px-3 ${isIt ? 'border-accent bg-accent-soft' : 'border-transparent'}`}
    >
      <time dateTime={each.time} className="figures shrink-0 text-ink-faint max-sm:hidden">
        {format.time(each.time)}
      </time>
      <span
        className={`min-w-0 whitespace-pre-wrap break-words ${each.level === null ? 'text-ink' : looks[each.level]}`}
      >
        <Marked
          text={each.text.split('\n').map(plainText).join('\n').slice(0, longestShown)}
          marks={isIt ? marks : []}
        />
      </span>
    </li>
  );
  return (
    <div className="px-2 pb-3 sm:pr-4 sm:pl-13">
      {!data ? (
        isError ? (
          <Problem error={error} retry={() => void refetch()} />
        ) : (
          <Loading lines={6} />
        )
      ) : (
        <ol
          aria-label={t('logSearch.around', { worker: record.worker })}
          className="max-h-[60dvh] overflow-y-auto rounded-sm border border-line bg-ground py-1 font-mono text-xs leading-5"
        >
          {data.before.map((each) => line(each, false))}
          {line(data.record, true)}
          {data.after.map((each) => line(each, false))}
        </ol>
      )}
      <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1">
        {data && (
          <Button look="quiet" icon="filter" onClick={() => onTemplate(data.template)}>
            {t('logSearch.alike')}
          </Button>
        )}
        <CopyButton text={() => plainText(record.text)}>{t('logSearch.copy')}</CopyButton>
        {around < contextMore && (
          <Button look="quiet" icon="plus" onClick={() => setAround(contextMore)}>
            {t('logSearch.moreContext')}
          </Button>
        )}
        <Link
          to="/workers/$name"
          params={{ name: record.worker }}
          search={{ at: record.time }}
          hash="log-block"
          className="inline-flex min-h-10 items-center gap-1.5 text-accent text-sm underline-offset-2 hover:underline sm:min-h-8"
        >
          <Icon name="log" size={14} />
          {t('logSearch.toWorker', { worker: record.worker })}
        </Link>
      </div>
    </div>
  );
}
