import { isPlace } from './look.ts';

/** So many different words in one place of otherwise equal messages, and the place holds a value. */
const enoughWords = 4;
/** Where one of them is a value by its look, fewer do. */
const enoughBesideValue = 3;
/** The first word mostly says what happened, and words in capitals are names of states and methods: these take far more. */
const enoughTellingWords = 40;

/** Whether what was seen in one place of otherwise equal messages is a value, and not part of what is said. */
export function isVaried(seen: ReadonlySet<string>, place: number): boolean {
  let values = 0;
  let yesOrNo = 0;
  const withoutFigures = new Set<string>();
  for (const word of seen) {
    if (isPlace(word)) values += 1;
    if (isYesOrNo(word)) yesOrNo += 1;
    withoutFigures.add(word.replace(/\d+/g, '0'));
  }
  // Two kinds of values; `node1` and `node2`; `true` and `false`.
  if (values > 1 || withoutFigures.size < seen.size || yesOrNo > 1) return true;
  if (values === 1) return seen.size >= enoughBesideValue;
  const isTelling = place === 0 || [...seen].every(isInCapitals);
  return seen.size >= (isTelling ? enoughTellingWords : enoughWords);
}

const isYesOrNo = (word: string) => /^(?:true|false)$/i.test(word);
const isInCapitals = (word: string) => /^[A-Z][A-Z_]+$/.test(word);
