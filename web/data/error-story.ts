/** What can be said of how a group of errors began. Pure. */
import type { ErrorGroupDetail } from './types.ts';

export type Mark = ErrorGroupDetail['marks'][number];

/** What begins so soon after a deploy or a restart has to do with it. */
const soonMs = 10 * 60_000;
/** Two clocks, and what a program prints before anybody sees it start. */
const slackMs = 2_000;

/** The restart or deploy that it began after; of several the last, a deploy before a restart, which it causes. */
export function beganAfter({ firstSeen, marks }: Pick<ErrorGroupDetail, 'firstSeen' | 'marks'>): Mark | null {
  const first = Date.parse(firstSeen);
  const before = marks.filter(({ time }) => {
    const gap = first - Date.parse(time);
    return gap >= -slackMs && gap <= soonMs;
  });
  return before.findLast(({ kind }) => kind === 'deploy') ?? before.at(-1) ?? null;
}

/** Frames in runs of the program's own and of others', so that the latter can be folded. */
export function foldFrames<Frame extends { inApp: boolean }>(
  frames: readonly Frame[],
): { inApp: boolean; frames: Frame[] }[] {
  const runs: { inApp: boolean; frames: Frame[] }[] = [];
  // Where nothing is known to be the program's own, everything is shown.
  const all = frames.every(({ inApp }) => !inApp);
  for (const frame of frames) {
    const inApp = all || frame.inApp;
    const last = runs.at(-1);
    if (last?.inApp === inApp) last.frames.push(frame);
    else runs.push({ inApp, frames: [frame] });
  }
  return runs;
}

export interface Deed {
  time: string;
  by: string | null;
  kind: 'status' | 'note' | 'merge';
  text: string;
  /** Of a merge, by which it can be undone. */
  merge: number | null;
}

/** Who did what with a group, newest first. */
export function deedsOf(
  group: Pick<ErrorGroupDetail, 'status' | 'statusSince' | 'statusBy' | 'notes' | 'merges'>,
): Deed[] {
  const { status, statusSince, statusBy, notes, merges } = group;
  const deeds: Deed[] = [
    ...notes.map(({ time, by, text }) => ({ time, by, kind: 'note' as const, text, merge: null })),
    ...merges.map(({ id, time, by, title }) => ({
      time,
      by,
      kind: 'merge' as const,
      text: title,
      merge: id,
    })),
  ];
  // What nobody touched has been open since it began.
  if (status !== 'unresolved' || statusBy !== null)
    deeds.push({ time: statusSince, by: statusBy, kind: 'status', text: status, merge: null });
  return deeds.toSorted((a, b) => (a.time < b.time ? 1 : -1));
}
