/**
 * Flap damping. An alert whose condition ceases is held for a while, firing, and resolved only if it does not come back: it is believed to be over
 * once it was well for twice as long as it was wrong. Each return makes the hold four times as long; one that was resolved is remembered for as
 * long again, and a return within that is still the same episode. So whatever comes and goes is one alert, told once. Durations run on the
 * monotonic clock, so that a clock that is set neither resolves nor holds anything.
 */
import type { Episode } from './episode.ts';
import type { Sign } from './sign.ts';

export interface DampingBounds {
  /** The least hold; 0: none is ever held. */
  holdMs: number;
  longestHoldMs: number;
  /** How long what was resolved is remembered at least. */
  rememberMs: number;
  /** Without a return for so long it flaps no more. */
  calmMs: number;
}

export const dampingBounds: DampingBounds = {
  holdMs: 30_000,
  longestHoldMs: 30 * 60_000,
  rememberMs: 10 * 60_000,
  calmMs: 60 * 60_000,
};

const growth = 4;
const returnsOfFlapper = 2;
/** The first hold is so many times the least one, at most. */
const longestFirst = 10;

type Held = Pick<Episode, 'startsAtMs' | 'returnedAtMs' | 'ceasedAtMs' | 'returns'>;

export const isFlapping = ({ returns }: Pick<Episode, 'returns'>) => returns >= returnsOfFlapper;

/** How long it is held, now that it has ceased. */
export function holdOf(
  { startsAtMs, returnedAtMs, ceasedAtMs, returns }: Held,
  { holdMs, longestHoldMs }: DampingBounds,
): number {
  const wrongMs = (ceasedAtMs ?? startsAtMs) - (returnedAtMs ?? startsAtMs);
  const first = Math.min(Math.max(2 * wrongMs, holdMs), longestFirst * holdMs);
  return Math.min(first * growth ** returns, Math.max(first, longestHoldMs));
}

/** For how long after it was resolved a return is still the same episode. */
export function memoryOf(episode: Held, bounds: DampingBounds): number {
  return bounds.holdMs === 0 ? 0 : Math.max(bounds.rememberMs, holdOf(episode, bounds));
}

export interface Now {
  wallMs: number;
  /** How long ago something was, by the monotonic clock: since an episode ceased, was resolved, came back. */
  sinceCeasedMs: number;
  sinceReturnMs: number;
  /** The hub has just started: what is not said yet may still be so. */
  isEarly: boolean;
}

/**
 * What becomes of an episode; the same object when nothing does. Null: nothing of it need be remembered, and what is wrong now is another one.
 * `ceasedAtMs` of a resolved one is its end.
 */
export function damp(
  episode: Episode,
  sign: Sign | undefined,
  now: Now,
  bounds: DampingBounds,
): Episode | null {
  const { ceasedAtMs, isResolved, returns } = episode;
  const hold = holdOf(episode, bounds);
  if (isResolved) {
    if (now.sinceCeasedMs > hold + memoryOf(episode, bounds)) return null;
    return sign && !sign.isPending ? comeBack(episode, sign, now) : episode;
  }
  if (sign) {
    if (ceasedAtMs !== null) return comeBack(episode, sign, now);
    const isCalm = returns > 0 && now.sinceReturnMs > bounds.calmMs;
    const fresh = freshened(episode, sign, now);
    return isCalm ? { ...fresh, returns: 0, returnedAtMs: null, updatedAtMs: now.wallMs } : fresh;
  }
  if (now.isEarly) return episode;
  if (ceasedAtMs === null)
    return {
      ...episode,
      ceasedAtMs: Math.max(now.wallMs, episode.startsAtMs),
      isResolved: bounds.holdMs === 0,
      updatedAtMs: now.wallMs,
    };
  return now.sinceCeasedMs >= hold ? { ...episode, isResolved: true, updatedAtMs: now.wallMs } : episode;
}

function comeBack(episode: Episode, sign: Sign, now: Now): Episode {
  return {
    ...freshened(episode, sign, now),
    ceasedAtMs: null,
    isResolved: false,
    returns: episode.returns + 1,
    returnedAtMs: now.wallMs,
    updatedAtMs: now.wallMs,
  };
}

/** What may change while it goes on. Its value does each second and is no news. */
function freshened(episode: Episode, sign: Sign, now: Now): Episode {
  const { severity, annotations, page, generatorUrl, untilMs } = sign;
  const isSame =
    episode.severity === severity &&
    episode.page === page &&
    episode.generatorUrl === generatorUrl &&
    episode.untilMs === untilMs &&
    (episode.annotations === annotations || sameTexts(episode.annotations, annotations));
  return isSame
    ? episode
    : { ...episode, severity, annotations, page, generatorUrl, untilMs, updatedAtMs: now.wallMs };
}

function sameTexts(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
