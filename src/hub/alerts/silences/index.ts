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
} from './silence.ts';
