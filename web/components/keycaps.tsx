import { keycaps } from '../data/keys.ts';

/** What to press, as it is printed on the keys. */
export function Keycaps({ keys }: { keys: string }) {
  return (
    <span className="inline-flex shrink-0 gap-1">
      {keycaps(keys).map((cap, at) => (
        <kbd
          key={`${at}${cap}`}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line bg-sunken px-1 font-sans text-ink-soft text-xs"
        >
          {cap}
        </kbd>
      ))}
    </span>
  );
}
