import { type ReactNode, useEffect, useRef } from 'react';
import { useWorker } from '../../data/use-fleet.ts';
import { Icon } from '../icon.tsx';
import { Keycaps } from '../keycaps.tsx';
import { WorkerState } from '../state.tsx';
import { type Found, workerOf } from './commands.ts';

interface RowProps {
  id: string;
  found: Found;
  selected: boolean;
  onPoint: () => void;
  onRun: () => void;
}

/** One thing that the palette offers. The pointer chooses only when it moves: a list that grows under it must not. */
export function Row({ id, found: { command, match }, selected, onPoint, onRun }: RowProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (selected) place.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const worker = command.deed.do === 'open' ? workerOf(command) : null;
  return (
    // The field has the focus and hears the keys.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      ref={place}
      id={id}
      role="option"
      aria-selected={selected}
      onPointerMove={selected ? undefined : onPoint}
      onClick={onRun}
      className={`flex min-h-11 cursor-default items-center gap-3 rounded-sm px-2 text-sm sm:min-h-9 ${
        selected ? 'bg-accent-soft' : ''
      }`}
    >
      <span className={selected ? 'text-accent' : 'text-ink-faint'}>
        <Icon name={command.icon} />
      </span>
      <span className="min-w-0 flex-1 truncate">
        <bdi>{marked(command.text, match.at)}</bdi>
        {command.more !== '' && <span className="ml-2 text-ink-faint text-xs">{command.more}</span>}
      </span>
      {worker !== null && <StateOf worker={worker} />}
      {command.keys !== undefined && (
        <span className="max-sm:hidden">
          <Keycaps keys={command.keys} />
        </span>
      )}
    </div>
  );
}

function StateOf({ worker: name }: { worker: string }) {
  const worker = useWorker(name);
  return worker ? <WorkerState worker={worker} /> : null;
}

/** The letters that were meant stand out. */
function marked(text: string, at: readonly number[]): ReactNode {
  if (at.length === 0) return text;
  const meant = new Set(at);
  const parts: ReactNode[] = [];
  for (let from = 0; from < text.length; ) {
    const isMeant = meant.has(from);
    let to = from + 1;
    while (to < text.length && meant.has(to) === isMeant) to++;
    const part = text.slice(from, to);
    parts.push(
      isMeant ? (
        <b key={from} className="font-semibold text-accent">
          {part}
        </b>
      ) : (
        part
      ),
    );
    from = to;
  }
  return parts;
}
