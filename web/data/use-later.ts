import { useEffect, useState } from 'react';

/** False at first, true once the page has been there for so long: for what the first picture can do without. */
export function useLater(ms: number): boolean {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return due;
}
