/** Silences and maintenance: which alerts nobody wants to be told of for a while, once or again and again. */
export {
  matcher,
  type NewSilence,
  type Recurrence,
  recurrence,
  type Silence,
  silence,
  silenceBounds,
  type SilenceMatcher,
  type SilencePage,
  silencePage,
  type Silences,
  silenceStates,
} from './silence.ts';
export { checkMatchers, type Cover, openSilences, type RunningSilences } from './open-silences.ts';
export { dependantsOf } from './planned.ts';
export { matcherText, parseMatcher } from './matcher-text.ts';
