import { useQuery } from '@tanstack/react-query';
import {
  Fragment,
  memo,
  type ReactNode,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { ask } from '../../data/api.ts';
import { type LogEntry, plainText, useLogTail } from '../../data/log-lines.ts';
import type { LogLine } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';
import { Block, Empty, Loading, Problem } from '../../components/block.tsx';
import { Button } from '../../components/button.tsx';

const pageLines = 300;

/** What the worker prints, as it prints it. Scrolling up holds it still; finding searches the whole log, not only what is here. */
export function LogTail({ worker, find }: { worker: string; find: string }) {
  const { t, format } = useText();
  const { view, change } = useLogTail(worker);
  const [wrap, setWrap] = useState(true);
  const [typed, setTyped] = useState(find);
  const [older, setOlder] = useState<'more' | 'loading' | 'none'>('more');
  const [copied, setCopied] = useState(false);
  const search = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: ['log-search', worker, search],
    queryFn: ({ signal }) =>
      ask('GET /api/v1/workers/{name}/logs', { name: worker, query: { limit: 500, q: search }, signal }),
    enabled: search !== '',
  });
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const lastTop = useRef(0);
  const shown: readonly LogEntry[] = search === '' ? view.entries : (found.data?.lines ?? []);

  // Lines get their true height only when they are first drawn, so the end moves even when no line comes.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || !content.current) return undefined;
    const stayAtEnd = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
    });
    stayAtEnd.observe(content.current);
    return () => stayAtEnd.disconnect();
  }, []);

  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);

  function onScroll(): void {
    const element = box.current;
    if (!element || search !== '') return;
    const movedUp = element.scrollTop < lastTop.current - 1;
    lastTop.current = element.scrollTop;
    const near = element.scrollHeight - element.scrollTop - element.clientHeight < 24;
    if (atEnd.current ? movedUp && !near : near) {
      atEnd.current = near;
      change({ do: near ? 'resume' : 'pause' });
    }
  }

  function follow(): void {
    atEnd.current = true;
    box.current?.scrollTo({ top: box.current.scrollHeight });
    change({ do: 'resume' });
    setTyped('');
  }

  function hold(): void {
    atEnd.current = false;
    change({ do: 'pause' });
  }

  async function loadOlder(): Promise<void> {
    const first = view.entries.find((entry): entry is LogLine => 'text' in entry);
    const element = box.current;
    if (!first || !element) return;
    setOlder('loading');
    const fromEnd = element.scrollHeight - element.scrollTop;
    try {
      const page = await ask('GET /api/v1/workers/{name}/logs', {
        name: worker,
        query: { limit: pageLines, before: first.id },
      });
      change({ do: 'older', lines: page.lines });
      setOlder(page.lines.length === 0 ? 'none' : 'more');
      requestAnimationFrame(() => {
        element.scrollTop = element.scrollHeight - fromEnd;
      });
    } catch {
      setOlder('more');
    }
  }

  async function copy(): Promise<void> {
    const lines = shown.map((entry) =>
      'text' in entry
        ? `${entry.time} ${entry.stream} ${plainText(entry.text)}`
        : `… ${t('logs.skipped', { count: entry.skipped })}`,
    );
    await navigator.clipboard.writeText(lines.join('\n'));
    setCopied(true);
  }

  return (
    <Block
      title={t('logs.title')}
      flush
      note={
        search !== ''
          ? t('logs.found', { count: found.data?.lines.length ?? 0 })
          : view.paused
            ? t('logs.paused')
            : ''
      }
      actions={
        <>
          <label className="relative">
            <span className="sr-only">{t('logs.find')}</span>
            <input
              type="search"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              placeholder={t('logs.find')}
              className="h-8 w-32 rounded-sm border border-line bg-ground px-2 text-sm placeholder:text-ink-faint sm:w-44"
            />
          </label>
          <Button
            icon={view.paused ? 'start' : 'pause'}
            iconOnly
            look="quiet"
            aria-pressed={view.paused}
            onClick={() => (view.paused ? follow() : hold())}
          >
            {t(view.paused ? 'logs.resume' : 'logs.pause')}
          </Button>
          <Button icon="wrap" iconOnly look="quiet" aria-pressed={wrap} onClick={() => setWrap(!wrap)}>
            {t('logs.wrap')}
          </Button>
          <Button icon={copied ? 'check' : 'copy'} iconOnly look="quiet" onClick={() => void copy()}>
            {t(copied ? 'logs.copied' : 'logs.copy')}
          </Button>
        </>
      }
    >
      <div className="relative border-line border-t">
        <div
          ref={box}
          onScroll={onScroll}
          role="log"
          aria-label={t('logs.title')}
          tabIndex={0}
          className="h-96 overflow-auto rounded-b-md bg-ground py-2 font-mono text-xs leading-5"
        >
          <div ref={content}>
            {search === '' && older !== 'none' && view.entries.length > 0 && (
              <div className="px-4 pb-1">
                <button
                  type="button"
                  disabled={older === 'loading'}
                  onClick={() => void loadOlder()}
                  className="h-6 font-sans text-accent text-xs underline-offset-2 hover:underline disabled:text-ink-faint"
                >
                  {t(older === 'loading' ? 'common.loading' : 'logs.older')}
                </button>
              </div>
            )}
            {shown.map((entry) =>
              'text' in entry ? (
                <Line
                  key={entry.id}
                  line={entry}
                  wrap={wrap}
                  search={search}
                  time={format.time(entry.time)}
                />
              ) : (
                <p key={entry.id} className="px-4 font-sans text-warn text-xs">
                  {t('logs.skipped', { count: entry.skipped })}
                </p>
              ),
            )}
            {search !== '' && found.isPending && <Loading />}
            {search !== '' && found.isError && <Problem error={found.error} />}
            {search !== '' && found.data?.lines.length === 0 && <Empty>{t('logs.notFound')}</Empty>}
            {search === '' && view.loaded && view.entries.length === 0 && (
              <div className="font-sans">
                <Empty>{t('logs.empty')}</Empty>
              </div>
            )}
            {search === '' && !view.loaded && <Loading lines={6} />}
          </div>
        </div>
        {view.paused && search === '' && (
          <Button
            icon="down"
            look="main"
            onClick={follow}
            className="absolute right-4 bottom-3 shadow-raised"
          >
            {view.waiting.length > 0 ? t('logs.newLines', { count: view.waiting.length }) : t('logs.toEnd')}
          </Button>
        )}
      </div>
    </Block>
  );
}

interface LineProps {
  line: LogLine;
  wrap: boolean;
  search: string;
  time: string;
}

const Line = memo(function Line({ line, wrap, search, time }: LineProps) {
  const { t, format } = useText();
  const error = line.stream === 'stderr';
  return (
    <div
      className={`flex gap-3 px-4 hover:bg-hover ${error ? 'shadow-[inset_2px_0_0_var(--warn)]' : ''}`}
      style={{ contentVisibility: 'auto', containIntrinsicSize: 'auto 20px' }}
    >
      <time
        dateTime={line.time}
        title={format.utc(line.time)}
        className="figures shrink-0 select-none text-ink-faint"
      >
        {time}
      </time>
      <span
        className={`${wrap ? 'min-w-0 whitespace-pre-wrap break-all' : 'whitespace-pre'} ${error ? 'text-warn' : 'text-ink'}`}
      >
        {error && <span className="sr-only">{t('logs.stderr')} </span>}
        {marked(plainText(line.text), search)}
        {line.truncated && <span className="font-sans text-ink-faint"> {t('logs.truncated')}</span>}
      </span>
    </div>
  );
});

/** The text with what was searched for marked in it. */
function marked(text: string, search: string): ReactNode {
  if (search === '') return text;
  const parts: ReactNode[] = [];
  const lower = text.toLowerCase();
  let from = 0;
  for (
    let at = lower.indexOf(search.toLowerCase());
    at >= 0;
    at = lower.indexOf(search.toLowerCase(), from)
  ) {
    parts.push(
      <Fragment key={at}>
        {text.slice(from, at)}
        <mark className="rounded-sm bg-accent text-on-accent">{text.slice(at, at + search.length)}</mark>
      </Fragment>,
    );
    from = at + search.length;
  }
  return [...parts, text.slice(from)];
}
