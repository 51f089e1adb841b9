import { useEffect, useState } from 'react';

/** So far down one is reading rather than watching. */
const readingFromPx = 160;

/** Whether the reader has scrolled down, so that nothing should be put above what is read. */
export function useHeld(): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const look = () => setHeld(window.scrollY > readingFromPx);
    look();
    window.addEventListener('scroll', look, { passive: true });
    return () => window.removeEventListener('scroll', look);
  }, []);
  return held;
}
