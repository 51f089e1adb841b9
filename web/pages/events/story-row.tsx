import { useMemo } from 'react';
import { sayEvent } from '../../components/event-words.ts';
import { StateIcon } from '../../components/icon.tsx';
import { toneText } from '../../components/state.tsx';
import { Ending, plainEndings, storyText, WorkerLink } from '../../components/story-list.tsx';
import { toneOf } from '../../data/standing.ts';
import type { Story, StoryKind } from '../../data/stories.ts';
import type { FleetEvent, WorkerState } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';
import { EventLine } from './event-line.tsx';
import { EventIcon } from './event-row.tsx';

/** So many of a story's workers and events are shown; the list of every event has the rest. */
const mostNamed = 6;
const mostEvents = 100;

const shapes: Record<StoryKind, WorkerState> = {
  crashed: 'failed',
  'out-of-memory': 'failed',
  'start-failed': 'failed',
  healed: 'unhealthy',
  unhealthy: 'unhealthy',
  degraded: 'degraded',
  recovered: 'running',
  failed: 'failed',
  lost: 'lost',
  restarted: 'backoff',
  started: 'running',
  stopped: 'stopped',
  finished: 'running',
  adopted: 'running',
  other: 'stopping',
};

/** What is over and well is quiet; what may still need somebody is not. */
function toneOfStory({ kind, type }: Story, ending: Story['ending']): string {
  if (kind === 'other') return type === 'config.refused' ? 'text-bad' : 'text-ink-faint';
  if (ending === 'running') return 'text-ink-faint';
  if (kind === 'restarted') return 'text-busy';
  return toneText[toneOf(shapes[kind])];
}

interface StoryRowProps {
  story: Story;
  /** Among which are those that the story tells of. */
  events: readonly FleetEvent[];
  /** False when some events were left out, the ones that tell its ending perhaps. */
  endingKnown: boolean;
}

/** What belongs together, in a line; its events on demand. */
export function StoryRow({ story, events, endingKnown }: StoryRowProps) {
  const text = useText();
  const { t, format, say } = text;
  const { workers } = story;
  const ending = endingKnown && story.ending && !plainEndings.has(story.kind) ? story.ending : null;
  return (
    <EventLine
      at={story.toTime}
      time={format.clock(story.toTime, Date.parse(story.toTime))}
      icon={
        <span className={`block ${toneOfStory(story, ending)}`}>
          <StateIcon state={shapes[story.kind]} size={14} />
        </span>
      }
      more={<StoryEvents story={story} events={events} />}
    >
      <div className="min-w-0 flex-1 py-2.5">
        <p>
          {workers.length === 1 && (
            <>
              <WorkerLink name={workers[0] ?? ''} />{' '}
            </>
          )}
          {storyText(text, story)}
          {ending !== null && <Ending ending={ending} />}
        </p>
        {workers.length > 1 && (
          <p className="text-ink-faint text-xs">
            {workers.slice(0, mostNamed).map((name, at) => (
              <span key={name}>
                {at > 0 && ', '}
                <WorkerLink name={name} />
              </span>
            ))}
            {workers.length > mostNamed && t('events.more', { count: workers.length - mostNamed })}
          </p>
        )}
        {workers.length < 2 && story.detail !== '' && story.by === null && !plainEndings.has(story.kind) && (
          <p className="line-clamp-2 text-pretty text-ink-faint text-xs">{say(story.detail)}</p>
        )}
      </div>
    </EventLine>
  );
}

function StoryEvents({ story, events }: Pick<StoryRowProps, 'story' | 'events'>) {
  const text = useText();
  const { t, format } = text;
  const own = useMemo(() => eventsOf(story, events), [story, events]);
  return (
    <ol aria-label={t('events.parts')} className="pr-4 pb-3 pl-14 text-sm">
      {own.slice(0, mostEvents).map((event) => (
        <li key={event.id} className="flex items-baseline gap-3 py-0.5">
          <time
            dateTime={event.time}
            title={format.utc(event.time)}
            className="figures shrink-0 text-ink-faint text-xs"
          >
            {format.time(event.time, Date.parse(event.time))}
          </time>
          <span className="self-center">
            <EventIcon event={event} />
          </span>
          <span className="min-w-0">
            {story.workers.length > 1 && <span className="font-medium">{event.worker} </span>}
            {sayEvent(text, event)}
          </span>
        </li>
      ))}
      {own.length > mostEvents && (
        <li className="text-ink-faint">{t('events.more', { count: own.length - mostEvents })}</li>
      )}
    </ol>
  );
}

/** Newest first, as they came. */
function eventsOf(story: Story, events: readonly FleetEvent[]): FleetEvent[] {
  const workers = new Set(story.workers);
  const from = Date.parse(story.fromTime);
  const to = Date.parse(story.toTime);
  return events.filter((event) => {
    const at = Date.parse(event.time);
    return (
      at >= from &&
      at <= to &&
      (event.worker === null ? workers.size === 0 && event.type === story.type : workers.has(event.worker))
    );
  });
}
