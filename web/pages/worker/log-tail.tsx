import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { Block, Empty, Loading, Problem } from '../../components/block.tsx';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Icon } from '../../components/icon.tsx';
import { staleLook } from '../../components/shell/main.tsx';
import { ask } from '../../data/api.ts';
import { countBefore, type LogEntry, skippedIn, useLogTail } from '../../data/log-lines.ts';
import { plainText } from '../../data/log-text.ts';
import { useKeys } from '../../data/keys.ts';
import { recall, remember } from '../../data/memory.ts';
import type { LogLine } from '../../data/types.ts';
import { useStaleSeconds } from '../../data/use-fleet.ts';
import { useText } from '../../i18n/index.ts';
import { LogFindBar } from './log-find-bar.tsx';
import { LogLineRow } from './log-line.tsx';
import { useLogFind } from './use-log-find.ts';

const pageLines = 400;
const lineHeight = 20;
/** More is asked for when so many pixels are left to scroll. */
const aheadPixels = 600;

/** A place in the log that is gone to, in the midst of the lines around it. */
type Row = LogEntry | { id: string; moment: string };

interface LogTailProps {
  worker: string;
  /** A text to find from the start. */
  find: string;
  /** A moment to show (ISO, UTC); null: the end. */
  moment: string | null;
  /** The reader went back to the end. */
  onLeave: () => void;
}

/**
 * What the worker prints, as it prints it. Only the lines in view exist, so that a flood costs no more than a trickle. Scrolling up
 * holds it still; older and newer lines come as one nears them; finding searches the whole log.
 */
export default function LogTail({ worker, find: wanted, moment, onLeave }: LogTailProps) {
  const { t, format } = useText();
  const { view, change } = useLogTail(worker);
  const stale = useStaleSeconds() !== null;
  const [wrap, setWrap] = useState(recall('log.wrap') !== 'off');
  const [only, setOnly] = useState(false);
  const [large, setLarge] = useState(false);
  const [older, setOlder] = useState<'more' | 'none'>('more');
  const [trouble, setTrouble] = useState<unknown>(null);
  const asking = useRef(false);
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const lastTop = useRef(0);
  /** The last scrolling was the reader's own, and not the page's, which brings something into view. */
  const byHand = useRef(false);
  /** What to bring into view once it is there. */
  const target = useRef<string | null>(null);
  /** The first line in view and how far it is scrolled, to be kept while lines are put before it. */
  const anchor = useRef<{ id: string; by: number } | null>(null);

  const find = useLogFind(worker, wanted, (line) => void showLine(line));
  const filtering = only && find.search !== '';
  const rows: readonly Row[] = useMemo(() => {
    if (filtering) return find.lines ?? [];
    if (moment === null || !view.apart) return view.entries;
    const at = countBefore(view.entries, Date.parse(moment));
    return [...view.entries.slice(0, at), { id: 'moment', moment }, ...view.entries.slice(at)];
  }, [filtering, find.lines, view.entries, view.apart, moment]);

  // oxlint-disable-next-line react/incompatible-library -- it warns users of the React compiler, which is not used here
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => lineHeight,
    getItemKey: (at) => rows[at]?.id ?? at,
    overscan: 12,
  });

  // Lines get their true height only when they are first drawn, so the end moves even when no line comes.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || !content.current) return undefined;
    const stayAtEnd = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
    });
    stayAtEnd.observe(content.current);
    stayAtEnd.observe(element);
    return () => stayAtEnd.disconnect();
  }, [large]);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    if (target.current !== null) {
      const at = rows.findIndex((row) => row.id === target.current);
      if (at >= 0) {
        target.current = null;
        anchor.current = null;
        byHand.current = false;
        virtual.scrollToIndex(at, { align: 'center' });
      }
    } else if (anchor.current !== null) {
      const { id, by } = anchor.current;
      anchor.current = null;
      const at = rows.findIndex((row) => row.id === id);
      const offset = at < 0 ? undefined : virtual.getOffsetForIndex(at, 'start')?.[0];
      if (offset !== undefined) element.scrollTop = offset + by;
    } else if (atEnd.current) {
      element.scrollTop = element.scrollHeight;
    }
  }, [rows, virtual, large]);

  /** It is drawn anew elsewhere, at the same lines and with the focus in it. */
  function enlarge(to: boolean): void {
    keepPlace();
    setLarge(to);
    requestAnimationFrame(() => box.current?.focus({ preventScroll: true }));
  }
  useKeys(
    large
      ? [
          {
            keys: 'Escape',
            group: 'page',
            text: t('logs.shrink'),
            run: () => enlarge(false),
            whileTyping: true,
          },
        ]
      : [],
  );

  const hold = useCallback(() => {
    atEnd.current = false;
    change({ do: 'pause' });
  }, [change]);

  // Of two jumps the later counts, also when its answer comes first.
  const jumps = useRef(0);
  const goTo = useCallback(
    async (lines: () => Promise<LogLine[]>, id: string) => {
      jumps.current += 1;
      const mine = jumps.current;
      hold();
      setTrouble(null);
      try {
        const around = await lines();
        if (mine !== jumps.current) return;
        target.current = id;
        setOlder('more');
        change({ do: 'jump', lines: around });
      } catch (error) {
        if (mine === jumps.current) setTrouble(error);
      }
    },
    [hold, change],
  );

  useEffect(() => {
    if (moment === null) return;
    setOnly(false);
    void goTo(
      async () =>
        (
          await ask('GET /api/v1/workers/{name}/logs', {
            name: worker,
            query: { limit: pageLines, at: moment },
          })
        ).lines,
      'moment',
    );
  }, [moment, worker, goTo]);

  /** Brings a line that was found into view, with what stands around it. */
  async function showLine(line: LogLine): Promise<void> {
    if (only) return;
    if (view.entries.some((entry) => entry.id === line.id)) {
      hold();
      const at = rows.findIndex((row) => row.id === line.id);
      byHand.current = false;
      if (at >= 0) virtual.scrollToIndex(at, { align: 'center' });
      return;
    }
    await goTo(async () => {
      const around = { limit: pageLines / 2 };
      const [before, after] = await Promise.all([
        ask('GET /api/v1/workers/{name}/logs', { name: worker, query: { ...around, before: line.id } }),
        ask('GET /api/v1/workers/{name}/logs', { name: worker, query: { ...around, after: line.id } }),
      ]);
      return [...before.lines, line, ...after.lines];
    }, line.id);
  }

  function markHand(): void {
    byHand.current = true;
  }

  function onScroll(): void {
    const element = box.current;
    if (!element || filtering) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    const movedUp = scrollTop < lastTop.current - 1;
    const movedDown = scrollTop > lastTop.current + 1;
    lastTop.current = scrollTop;
    const left = scrollHeight - scrollTop - clientHeight;
    if (!byHand.current) return;
    if (atEnd.current) {
      if (movedUp && left >= 24) hold();
      return;
    }
    if (movedUp && scrollTop < aheadPixels) void load('older');
    if (movedDown && view.apart && left < aheadPixels) void load('newer');
    else if (movedDown && !view.apart && left < 24) follow();
  }

  function follow(): void {
    atEnd.current = true;
    change({ do: 'resume' });
    find.type('');
    setOnly(false);
    setTrouble(null);
    if (moment !== null) onLeave();
    requestAnimationFrame(() => box.current?.scrollTo({ top: box.current.scrollHeight }));
  }

  async function load(which: 'older' | 'newer'): Promise<void> {
    const lines = view.entries.filter((entry): entry is LogLine => 'text' in entry);
    const edge = which === 'older' ? lines[0] : lines.at(-1);
    if (!edge || asking.current || (which === 'older' && older === 'none')) return;
    asking.current = true;
    try {
      const page = await ask('GET /api/v1/workers/{name}/logs', {
        name: worker,
        query: { limit: pageLines, ...(which === 'older' ? { before: edge.id } : { after: edge.id }) },
      });
      keepPlace();
      if (which === 'older') {
        change({ do: 'older', lines: page.lines });
        if (page.lines.length === 0) setOlder('none');
      } else {
        change({ do: 'newer', lines: page.lines, complete: page.lines.length < pageLines });
      }
      setTrouble(null);
    } catch (error) {
      setTrouble(error);
    } finally {
      asking.current = false;
    }
  }

  function keepPlace(): void {
    const element = box.current;
    if (!element || atEnd.current) return;
    const first = virtual.getVirtualItems().find(({ end }) => end > element.scrollTop);
    const row = first && rows[first.index];
    if (first && row) anchor.current = { id: row.id, by: element.scrollTop - first.start };
  }

  const shownText = () => rows.map(rowText).filter(Boolean).join('\n');

  function rowText(row: Row): string {
    if ('moment' in row) return '';
    return 'text' in row
      ? `${row.time} ${row.stream} ${plainText(row.text)}`
      : `… ${t('logs.skipped', { count: row.skipped })}`;
  }

  function rowOf(row: Row): ReactNode {
    if ('moment' in row) {
      return (
        <p className="figures flex h-5 items-center gap-2 px-4 font-sans font-medium text-accent text-xs">
          <span className="h-px flex-1 bg-accent" />
          {t('logs.moment', { time: format.time(row.moment) })}
          <span className="h-px flex-1 bg-accent" />
        </p>
      );
    }
    if (!('text' in row)) {
      return (
        <p className="px-4 font-sans text-warn text-xs leading-5">
          {row.more
            ? t('logs.skippedMore', { count: row.skipped })
            : t('logs.skipped', { count: row.skipped })}
        </p>
      );
    }
    const line = (
      <LogLineRow
        line={row}
        wrap={wrap}
        search={find.search}
        current={row.id === find.current}
        time={format.time(row.time)}
      />
    );
    return filtering ? (
      <button
        type="button"
        className="block w-full text-left"
        onClick={() => {
          setOnly(false);
          find.go(row);
        }}
      >
        {line}
      </button>
    ) : (
      line
    );
  }

  const hasNone = rows.length === 0;
  const leftOut = skippedIn(view.entries);
  const note = view.paused
    ? view.apart && moment !== null
      ? ''
      : t('logs.paused')
    : leftOut > 0
      ? t('logs.tooFast', { count: leftOut })
      : '';
  const block = (
    <Block
      title={t('logs.title')}
      flush
      className={
        large ? `fixed! inset-0 z-30 rounded-none! text-ink ${stale ? staleLook : ''}` : 'scroll-mt-16'
      }
      note={note}
      actions={
        <>
          <Button
            icon={view.paused ? 'start' : 'pause'}
            iconOnly
            look="quiet"
            aria-pressed={view.paused}
            onClick={() => (view.paused ? follow() : hold())}
          >
            {t(view.paused ? 'logs.resume' : 'logs.pause')}
          </Button>
          <Button
            icon="wrap"
            iconOnly
            look="quiet"
            aria-pressed={wrap}
            onClick={() => {
              remember('log.wrap', wrap ? 'off' : 'on');
              setWrap(!wrap);
            }}
          >
            {t('logs.wrap')}
          </Button>
          <CopyButton text={shownText} iconOnly>
            {t('logs.copy')}
          </CopyButton>
          <a
            href={`/api/v1/workers/${encodeURIComponent(worker)}/logs.txt?limit=10000`}
            download={`${worker}.log`}
            title={t('logs.download')}
            className="inline-flex size-10 items-center justify-center rounded-sm text-ink-soft hover:bg-hover hover:text-ink sm:size-8"
          >
            <Icon name="download" size={14} />
            <span className="sr-only">{t('logs.download')}</span>
          </a>
          <Button
            icon={large ? 'shrink' : 'enlarge'}
            iconOnly
            look="quiet"
            aria-pressed={large}
            onClick={() => enlarge(!large)}
          >
            {t(large ? 'logs.shrink' : 'logs.enlarge')}
          </Button>
        </>
      }
    >
      <div className={`flex flex-col ${large ? 'h-full' : ''}`}>
        <LogFindBar find={find} only={only} onOnly={setOnly} />
        <div className={`relative border-line border-t ${large ? 'min-h-0 flex-1' : ''}`}>
          <div
            ref={box}
            id="log"
            onScroll={onScroll}
            onWheel={markHand}
            onTouchMove={markHand}
            onPointerDown={markHand}
            onKeyDown={markHand}
            onPointerUp={() => {
              // Text that is being selected must not run away.
              const selection = getSelection();
              if (selection && !selection.isCollapsed && box.current?.contains(selection.anchorNode)) hold();
            }}
            role="log"
            aria-live="off"
            aria-label={t('logs.title')}
            tabIndex={0}
            className={`overflow-auto overscroll-contain bg-ground font-mono text-xs leading-5 ${large ? 'h-full' : 'h-[min(64dvh,420px)] rounded-b-md'}`}
          >
            <div
              ref={content}
              className="relative min-w-full"
              style={{ height: virtual.getTotalSize(), display: hasNone ? 'none' : 'block' }}
            >
              {virtual.getVirtualItems().map(({ key, index, start }) => {
                const row = rows[index];
                return (
                  row && (
                    <div
                      key={key}
                      data-index={index}
                      ref={virtual.measureElement}
                      className={`absolute top-0 left-0 ${wrap ? 'w-full' : 'w-max min-w-full'}`}
                      style={{ transform: `translateY(${start}px)` }}
                    >
                      {rowOf(row)}
                    </div>
                  )
                );
              })}
            </div>
            <div className="font-sans text-base">
              {filtering && find.lines === undefined && find.error === null && <Loading lines={6} />}
              {filtering && find.lines?.length === 0 && <Empty>{t('logs.notFound')}</Empty>}
              {!filtering && view.loaded && hasNone && <Empty>{t('logs.empty')}</Empty>}
              {!filtering && !view.loaded && hasNone && <Loading lines={6} />}
            </div>
          </div>
          {trouble !== null && (
            <div className="absolute inset-x-0 top-0 border-line border-b bg-surface">
              <Problem error={trouble} />
            </div>
          )}
          {view.paused && !filtering && (
            <Button
              icon="down"
              look="main"
              onClick={follow}
              className="absolute right-4 bottom-3 shadow-raised"
            >
              {view.waiting.length > 0 && !view.apart
                ? t('logs.newLines', { count: view.waiting.length })
                : t('logs.toEnd')}
            </Button>
          )}
        </div>
      </div>
    </Block>
  );
  if (!large) return block;
  return (
    <>
      <div className="h-[min(66dvh,520px)]" />
      {/* Not inside the page: where that is greyed, nothing can be fixed to the window. */}
      {createPortal(block, document.body)}
    </>
  );
}
