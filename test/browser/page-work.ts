/** How long the page works at a stretch: what it works on longer than a frame lasts, people feel as a jerk. */
import type { Page } from 'playwright-core';

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** Microseconds since some beginning. */
  ts: number;
  /** Processor time of the thread, microseconds: what others do on the machine meanwhile does not count. */
  tdur?: number;
}

const edgeUs = 250_000;

/** Processor time of each task of the page's main thread while something happens, milliseconds, the longest first. */
export async function tasksDuring(page: Page, happens: () => Promise<unknown>): Promise<number[]> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  if (!session) throw new Error('the page has no browser');
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'devtools.timeline'] },
  });
  await happens();
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  // The page's thread is the one that draws its frames. What the trace itself costs at its beginning and end is left out.
  const frames = events.filter(({ name }) => name === 'FireAnimationFrame');
  const times = frames.map(({ ts }) => ts);
  const [from, to] = [Math.min(...times) + edgeUs, Math.max(...times) - edgeUs];
  const tasks = events.filter(
    ({ name, ph, pid, tid, ts }) =>
      name === 'ThreadControllerImpl::RunTask' &&
      ph === 'X' &&
      pid === frames[0]?.pid &&
      tid === frames[0].tid &&
      ts > from &&
      ts < to,
  );
  if (tasks.length === 0) throw new Error('the trace has no tasks; their name must have changed');
  return tasks.map(({ tdur = 0 }) => tdur / 1_000).sort((a, b) => b - a);
}
