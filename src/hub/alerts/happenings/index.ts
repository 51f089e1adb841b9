/** What rules on events are about: what a worker, a machine or a part of Yagura is, what happens, and when that is over. */
export {
  endsOf,
  eventLabels,
  hostAwayMs,
  isResting,
  matches,
  type Standing,
  standingOf,
  typeOf,
  unknownType,
} from './happenings.ts';
export type { Seen } from './seen.ts';
