/**
 * Makes stories of events: what belongs together is one line, so that fifty restarts of one worker don't hide the one worker that
 * gave up. A story is everything that happened to one worker without a pause of five minutes; workers to which the same harmless
 * thing happened within seconds (a start of the whole fleet, say) share one.
 */
import type { FleetEvent } from './types.ts';

export type StoryKind =
  | 'crashed'
  | 'out-of-memory'
  | 'start-failed'
  | 'healed'
  | 'unhealthy'
  | 'degraded'
  | 'recovered'
  | 'failed'
  | 'lost'
  | 'restarted'
  | 'started'
  | 'stopped'
  | 'finished'
  | 'adopted'
  | 'other';

export interface Story {
  /** The newest event's id: stable while nothing is added. */
  id: number;
  kind: StoryKind;
  /** Empty when it is about Yagura itself. */
  workers: string[];
  /** How often the thing that names the story happened. */
  count: number;
  fromTime: string;
  toTime: string;
  /** When the thing that names the story happened last. */
  at: string;
  /** How it stands at the end of the story. */
  ending: 'running' | 'waiting' | 'down' | null;
  /** The machine's own words for the cause, the newest. */
  detail: string;
  /** Who asked, when somebody did. */
  by: string | null;
  /** The newest event's type, for kinds that have no words of their own. */
  type: string;
}

const pauseMs = 5 * 60_000;
const togetherMs = 15_000;

export function tellStories(newestFirst: readonly FleetEvent[]): Story[] {
  const open = new Map<string, FleetEvent[]>();
  const chapters: FleetEvent[][] = [];
  for (const event of newestFirst) {
    const key = event.worker ?? `:${event.type}`;
    const chapter = open.get(key);
    const oldest = chapter?.at(-1);
    if (chapter && oldest && Date.parse(oldest.time) - Date.parse(event.time) <= pauseMs) {
      chapter.push(event);
    } else {
      const fresh = [event];
      open.set(key, fresh);
      chapters.push(fresh);
    }
  }
  return joinAlike(chapters.map(tell)).sort(
    (a, b) =>
      minuteOf(b.toTime) - minuteOf(a.toTime) ||
      Date.parse(b.fromTime) - Date.parse(a.fromTime) ||
      b.id - a.id,
  );
}

/** Stories that go on keep their order for as long as the clock beside them stands still. */
const minuteOf = (time: string) => Math.floor(Date.parse(time) / 60_000);

function tell(newestFirst: FleetEvent[]): Story {
  const newest = newestFirst[0] as FleetEvent;
  const oldest = newestFirst.at(-1) as FleetEvent;
  const { kind, about } = nameIt(newestFirst);
  const cause = about[0] ?? newest;
  return {
    id: newest.id,
    kind,
    workers: newest.worker === null ? [] : [newest.worker],
    count: Math.max(1, about.length),
    fromTime: oldest.time,
    toTime: newest.time,
    at: cause.time,
    ending: newest.worker === null ? null : endingOf(newestFirst),
    detail: detailOf(cause),
    by: textOf(cause, 'by') ?? requesterOf(newestFirst),
    type: newest.type,
  };
}

/** The most telling thing in a chapter, and the events that are it. */
function nameIt(events: FleetEvent[]): { kind: StoryKind; about: FleetEvent[] } {
  const exits = events.filter((event) => event.type === 'worker.exited');
  const exitsFor = (...reasons: string[]) =>
    exits.filter((event) => reasons.includes(textOf(event, 'reason') ?? 'unknown'));
  const ofType = (...types: string[]) => events.filter((event) => types.includes(event.type));
  const asked = events.some((event) => event.type.endsWith('-requested'));
  const candidates: [StoryKind, FleetEvent[]][] = [
    ['failed', newestIs(events, 'worker.failed')],
    ['lost', newestIs(events, 'worker.lost')],
    ['out-of-memory', exitsFor('oom', 'limit')],
    ['healed', exitsFor('health', 'dependency')],
    ['crashed', exitsFor('exit', 'signal', 'unknown').filter((event) => !endedWell(event))],
    [
      'start-failed',
      exitsFor('start-failed').length > 0 ? exitsFor('start-failed') : ofType('worker.start-failed'),
    ],
    ['unhealthy', newestIs(events, 'worker.unhealthy')],
    ['degraded', newestIs(events, 'worker.degraded')],
    ['recovered', ofType('worker.recovered')],
    ['restarted', asked && ofType('worker.started').length > 0 ? exitsFor('operator', 'config') : []],
    ['stopped', exitsFor('operator', 'config')],
    ['finished', exits.filter(endedWell)],
    ['started', ofType('worker.started')],
    ['adopted', ofType('worker.adopted')],
    ['stopped', ofType('worker.stopped')],
  ];
  const found = candidates.find(([, about]) => about.length > 0);
  return found ? { kind: found[0], about: found[1] } : { kind: 'other', about: [] };
}

const turningPoints: Record<string, Story['ending']> = {
  'worker.started': 'running',
  'worker.adopted': 'running',
  'worker.recovered': 'running',
  'worker.unhealthy': 'waiting',
  'worker.degraded': 'waiting',
  'worker.backoff': 'waiting',
  'worker.exited': 'waiting',
  'worker.failed': 'down',
  'worker.lost': 'down',
  'worker.stopped': 'down',
};

function endingOf(newestFirst: FleetEvent[]): Story['ending'] {
  const turn = newestFirst.find((event) => event.type in turningPoints);
  return turn ? (turningPoints[turn.type] ?? null) : null;
}

/** The events of this type, if the newest turning point is one. */
function newestIs(newestFirst: FleetEvent[], type: string): FleetEvent[] {
  const turn = newestFirst.find((event) => event.type in turningPoints);
  return turn?.type === type ? newestFirst.filter((event) => event.type === type) : [];
}

/** The same harmless thing, seconds apart, told of several workers at once. */
function joinAlike(stories: Story[]): Story[] {
  const joined: Story[] = [];
  // They come newest first, so only the last of its like can be near enough.
  const lastAlike = new Map<string, Story>();
  for (const story of stories) {
    const harmless = ['started', 'adopted', 'stopped', 'restarted'].includes(story.kind);
    const key = JSON.stringify([story.kind, story.by, story.ending]);
    const last = harmless ? lastAlike.get(key) : undefined;
    if (!last || Math.abs(Date.parse(last.toTime) - Date.parse(story.toTime)) > togetherMs) {
      const alone = { ...story };
      joined.push(alone);
      lastAlike.set(key, alone);
      continue;
    }
    last.workers = [...last.workers, ...story.workers];
    last.id = Math.max(last.id, story.id);
    if (story.fromTime < last.fromTime) last.fromTime = story.fromTime;
    if (story.toTime > last.toTime) last.toTime = story.toTime;
  }
  return joined;
}

function endedWell(exit: FleetEvent): boolean {
  return exit.data['code'] === 0 && (textOf(exit, 'reason') ?? 'exit') === 'exit';
}

function requesterOf(events: FleetEvent[]): string | null {
  const request = events.find((event) => event.type.endsWith('-requested'));
  return request ? textOf(request, 'by') : null;
}

function detailOf(event: FleetEvent): string {
  return textOf(event, 'detail') ?? textOf(event, 'reason') ?? '';
}

function textOf(event: FleetEvent, key: string): string | null {
  const value = event.data[key];
  return typeof value === 'string' && value !== '' ? value : null;
}
