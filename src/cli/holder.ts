import { type Holder, readHolder } from '../shared/home-lock.ts';
import { isSameProcess } from '../shared/process-identity.ts';

/** The program of this home that lives now, by the file it leaves there. */
export function livingHolder(file: string): Holder | null {
  const holder = readHolder(file);
  return holder && isSameProcess(holder) ? holder : null;
}
