import { sayEvent, shapeOf } from '../../components/event-words.ts';
import { Icon, StateIcon } from '../../components/icon.tsx';
import { toneText } from '../../components/state.tsx';
import { WorkerLink } from '../../components/story-list.tsx';
import { toneOf } from '../../data/standing.ts';
import type { FleetEvent } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';
import { EventFacts } from './event-facts.tsx';
import { EventLine } from './event-line.tsx';

/** One event in words; its data on demand. */
export function EventRow({ event }: { event: FleetEvent }) {
  const text = useText();
  return (
    <EventLine
      at={event.time}
      time={text.format.time(event.time, Date.parse(event.time))}
      icon={<EventIcon event={event} />}
      more={<EventFacts event={event} />}
    >
      <p className="min-w-0 flex-1 py-2.5 lg:grid lg:grid-cols-[minmax(120px,200px)_minmax(0,1fr)] lg:gap-4">
        {event.worker !== null && (
          <>
            <WorkerLink name={event.worker} />{' '}
          </>
        )}
        <span className={event.worker === null ? 'lg:col-span-2' : ''}>{sayEvent(text, event)}</span>
      </p>
    </EventLine>
  );
}

export function EventIcon({ event }: { event: FleetEvent }) {
  const shape = shapeOf(event);
  return shape === null ? (
    <span className="block text-ink-faint">
      <Icon name="right" size={14} />
    </span>
  ) : (
    <span className={`block ${toneText[toneOf(shape)]}`}>
      <StateIcon state={shape} size={14} />
    </span>
  );
}
