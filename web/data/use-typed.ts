/** A field whose text stands in the address as well: what one types is shown at once, what comes from elsewhere takes its place. */
import { useEffect, useRef, useState } from 'react';

/**
 * `sent`: what the field gave away and the address does not show yet, oldest first. Returns what is still on the way once the address shows
 * `outside`; null when that is none of the field's own words, but the back button's perhaps.
 */
export function stillOnTheWay(sent: readonly string[], outside: string): string[] | null {
  const at = sent.lastIndexOf(outside);
  return at < 0 ? null : sent.slice(at + 1);
}

/** `send` is told of what was `give`n away, and brings it to the address in its own time. */
export function useTyped(outside: string, send: (text: string) => void) {
  const [typed, setTyped] = useState(outside);
  const sent = useRef<readonly string[]>([outside]);
  useEffect(() => {
    const left = stillOnTheWay(sent.current, outside);
    sent.current = left ?? [];
    // Keys that were pressed since the field's own words left must not be lost when those arrive.
    if (left === null) setTyped(outside);
  }, [outside]);
  function give(text: string): void {
    sent.current = [...sent.current, text];
    send(text);
  }
  return { typed, setTyped, give };
}
