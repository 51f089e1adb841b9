import { type ReactNode, useState } from 'react';
import { Opener } from '../../components/opener.tsx';
import { useText } from '../../i18n/index.ts';

interface LineProps {
  /** ISO, UTC. */
  at: string;
  /** The same as it is shown. */
  time: string;
  icon: ReactNode;
  children: ReactNode;
  /** What is shown below it on demand. */
  more: ReactNode;
}

/** A line of the list of events, whether it tells of one or of many. */
export function EventLine({ at, time, icon, children, more }: LineProps) {
  const { format } = useText();
  const [open, setOpen] = useState(false);
  return (
    <div className={open ? 'bg-hover' : ''}>
      <div className="flex items-start gap-3 px-4 text-sm">
        <Opener open={open} onToggle={() => setOpen(!open)} />
        <time dateTime={at} title={format.utc(at)} className="figures shrink-0 py-2.5 text-ink-faint">
          {time}
        </time>
        <span className="shrink-0 py-3">{icon}</span>
        {children}
      </div>
      {open && more}
    </div>
  );
}
