import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import { Block, Empty } from '../../components/block.tsx';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { DataFacts } from '../../components/facts.tsx';
import { Icon } from '../../components/icon.tsx';
import { occurrencesQuery } from '../../data/errors.ts';
import { plainText } from '../../data/log-text.ts';
import type { ErrorGroupDetail, ErrorOccurrence } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';
import type en from '../../i18n/en/index.ts';
import { Stack } from './stack.tsx';

type ExitReason = keyof typeof en.error.exits;

/** `at`: so many before the newest. */
type Shown = { which: 'typical' } | { which: 'newest'; at: number };

/** One time that it happened, in full: the newest, one like most, or any that is kept. */
export function Occurrences({ group }: { group: ErrorGroupDetail }) {
  const { t } = useText();
  const [shown, setShown] = useState<Shown>({ which: 'newest', at: 0 });
  const query = useInfiniteQuery(occurrencesQuery(group.id));
  const kept = useMemo(() => query.data?.pages.flatMap(({ occurrences }) => occurrences) ?? [], [query.data]);
  const at = shown.which === 'newest' ? shown.at : kept.findIndex(({ id }) => id === group.typical?.id);
  const occurrence =
    shown.which === 'typical' ? group.typical : at === 0 ? group.newest : (kept[at] ?? group.newest);
  const goTo = (next: number) => {
    if (next >= kept.length - 2 && query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    if (next >= 0 && next < kept.length) setShown({ which: 'newest', at: next });
  };
  return (
    <Block
      title={t('error.occurrence')}
      actions={
        <>
          <Choice
            label={t('error.which')}
            value={shown.which}
            options={[
              { value: 'newest', text: t('error.newest') },
              { value: 'typical', text: t('error.typical') },
            ]}
            onChoose={(which) => setShown(which === 'typical' ? { which } : { which, at: 0 })}
          />
          <Button
            look="quiet"
            icon="left"
            iconOnly
            disabled={at < 0 || at + 1 >= kept.length}
            onClick={() => goTo(at + 1)}
          >
            {t('error.older')}
          </Button>
          <Button look="quiet" icon="right" iconOnly disabled={at <= 0} onClick={() => goTo(at - 1)}>
            {t('error.newer')}
          </Button>
        </>
      }
    >
      {occurrence ? (
        <Told key={occurrence.id} group={group.id} occurrence={occurrence} />
      ) : (
        <Empty>{t('error.notKept')}</Empty>
      )}
    </Block>
  );
}

/** So long before and after it. */
const aroundMs = 60_000;

function around(time: string): { from: string; to: string } {
  const at = Date.parse(time);
  return { from: new Date(at - aroundMs).toISOString(), to: new Date(at + aroundMs).toISOString() };
}

function Told({ group, occurrence }: { group: number; occurrence: ErrorOccurrence }) {
  const { t, format, say } = useText();
  const { time, worker, source, message, exceptions, exit, fields, breadcrumbs, parameters, attachments } =
    occurrence;
  return (
    <div className="flex flex-col gap-5">
      <p className="figures flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
        <time dateTime={time} title={format.utc(time)} className="font-medium">
          {format.time(time)}
        </time>
        <Link
          to="/workers/$name"
          params={{ name: worker }}
          className="inline-flex min-h-8 items-center text-accent underline-offset-2 hover:underline max-sm:min-h-10"
        >
          {worker}
        </Link>
        <span className="text-ink-faint">{t(`error.sources.${source}`)}</span>
        <Link
          to="/workers/$name"
          params={{ name: worker }}
          search={{ at: time }}
          hash="log-block"
          className="inline-flex min-h-8 items-center gap-1.5 text-accent underline-offset-2 hover:underline max-sm:min-h-10"
        >
          <Icon name="log" size={14} />
          {t('error.toLog')}
        </Link>
        <Link
          to="/logs"
          search={around(time)}
          className="inline-flex min-h-8 items-center text-accent underline-offset-2 hover:underline max-sm:min-h-10"
        >
          {t('error.toAllLogs')}
        </Link>
      </p>
      {exit && (
        <p className="text-sm">
          {t(`error.exits.${exit.reason as ExitReason}`, { defaultValue: exit.reason })}
          <span className="text-ink-faint">
            {exit.signal !== null && ` · ${exit.signal}`}
            {exit.code !== null && ` · ${t('exit.exit', { code: exit.code })}`}
          </span>
        </p>
      )}
      {exceptions.length > 0 && <Stack exceptions={exceptions} />}
      <Part
        title={t(exit ? 'error.said' : 'error.raw')}
        action={
          <CopyButton iconOnly text={() => plainText(message)}>
            {t('error.copy')}
          </CopyButton>
        }
      >
        <pre className="max-h-96 overflow-auto whitespace-pre-wrap rounded-sm bg-sunken px-3 py-2 font-mono text-xs leading-5">
          {exit ? say(message) : message.split('\n').map(plainText).join('\n')}
        </pre>
      </Part>
      {parameters.length > 0 && (
        <Part title={t('error.parameters')}>
          <p className="flex flex-wrap gap-2">
            {parameters.map((value, place) => (
              // oxlint-disable-next-line react/no-array-index-key -- a value is its place
              <code key={place} className="rounded-sm bg-sunken px-1.5 py-0.5 font-mono text-xs">
                {value}
              </code>
            ))}
          </p>
        </Part>
      )}
      {breadcrumbs.length > 0 && (
        <Part title={t('error.breadcrumbs')}>
          <Breadcrumbs occurrence={occurrence} />
        </Part>
      )}
      {attachments.length > 0 && (
        <Part title={t('error.attachments')}>
          <Attachments group={group} attachments={attachments} />
        </Part>
      )}
      {Object.keys(fields).length > 0 && (
        <Part title={t('error.fields')}>
          <dl className="grid grid-cols-[minmax(80px,max-content)_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
            <DataFacts data={fields} />
          </dl>
        </Part>
      )}
    </div>
  );
}

function Part({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section>
      <div className="mb-1 flex min-h-8 items-center justify-between gap-2">
        <h3 className="font-medium text-ink-soft text-sm">{title}</h3>
        {action}
      </div>
      {children}
    </section>
  );
}

/** To be saved, never shown: nobody knows what is in them. */
function Attachments({ group, attachments }: { group: number; attachments: ErrorOccurrence['attachments'] }) {
  const { t, format } = useText();
  return (
    <ul className="text-sm">
      {attachments.map(({ id, name, type, bytes, isKept }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-3">
          {isKept ? (
            <a
              href={`/api/v1/errors/${group}/attachments/${id}`}
              download={name}
              className="inline-flex min-h-8 min-w-0 items-center gap-1.5 text-accent underline-offset-2 hover:underline max-sm:min-h-10"
            >
              <Icon name="download" size={14} />
              <span className="break-all">{name}</span>
            </a>
          ) : (
            <span className="inline-flex min-h-8 items-center break-all max-sm:min-h-10">{name}</span>
          )}
          <span className="figures text-ink-faint">
            {format.bytes(bytes)}
            {type !== '' && ` · ${type}`}
            {!isKept && ` · ${t('error.attachmentGone')}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What the program did before, oldest first, each by how long before it was. */
function Breadcrumbs({ occurrence: { time, breadcrumbs } }: { occurrence: ErrorOccurrence }) {
  const { t, format } = useText();
  const end = Date.parse(time);
  return (
    <ol className="border-line border-l-2">
      {breadcrumbs.map((crumb, at) => (
        <li
          // oxlint-disable-next-line react/no-array-index-key -- a breadcrumb is its place
          key={at}
          className="relative grid grid-cols-[72px_minmax(0,1fr)] gap-x-3 py-1 pl-4 text-xs before:absolute before:top-2.5 before:-left-[5px] before:size-2 before:rounded-full before:bg-ink-faint"
        >
          <span
            className="figures text-right text-ink-faint"
            title={crumb.time === null ? undefined : format.utc(crumb.time)}
          >
            {crumb.time !== null &&
              t('error.before', { time: format.duration(Math.max(0, end - Date.parse(crumb.time))) })}
          </span>
          <span className="min-w-0">
            <span className="font-medium">{crumb.category}</span>{' '}
            <span className="whitespace-pre-wrap">{crumb.message}</span>
            {Object.keys(crumb.data).length > 0 && (
              <span className="block break-all font-mono text-ink-faint">
                {Object.entries(crumb.data)
                  .map(([key, value]) => `${key}=${String(value)}`)
                  .join(' ')}
              </span>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
