import { createHash } from 'node:crypto';
import type { Exception } from '../../logs/index.ts';
import { functionOf, placeOf } from './place.ts';

/** What the occurrences of a group have in common, for people. */
export type StackReason =
  /** The same error from the same calls, the newest first. */
  | { kind: 'stack'; type: string; frames: readonly string[] }
  /** The same error with the same wording: no frame says where. */
  | { kind: 'message'; type: string; template: string };

export interface StackFingerprint {
  /** The same for what belongs together: 22 characters. */
  key: string;
  why: StackReason;
}

/** Calls that count: further out, the same error comes from many places. */
const mostPlaces = 8;

/**
 * The fingerprint of an error by its calls: the type of what was thrown first and the program's own functions that were running, newest first,
 * each once however deep they recurse. Where none is the program's own, all count; where there is none, or none has a name, the wording does:
 * `template` is the message with its changing parts taken out. Null without an exception.
 */
export function stackFingerprint(
  exceptions: readonly Exception[],
  template: string,
): StackFingerprint | null {
  const root = exceptions[0];
  if (!root) return null;
  const type = functionOf(root.type) ?? root.type;
  const { places, named } = placesOf(exceptions);
  if (places.length === 0)
    return { key: keyOf(['message', type, template]), why: { kind: 'message', type, template } };
  const why: StackReason = { kind: 'stack', type, frames: places };
  // Files alone say too little: what is wrong in one may be many things.
  return { key: keyOf(['stack', type, ...places, ...(named ? [] : [template])]), why };
}

/** Of the error thrown first, if it passed through the program's own code, else of the next one out. */
function placesOf(exceptions: readonly Exception[]): { places: string[]; named: boolean } {
  for (const own of [true, false]) {
    for (const { frames } of exceptions) {
      const found = new Map<string, boolean>();
      for (const frame of frames) {
        const place = !own || frame.inApp ? placeOf(frame) : null;
        if (place) found.set(place.text, place.name !== null);
        if (found.size === mostPlaces) break;
      }
      if (found.size > 0) return { places: [...found.keys()], named: [...found.values()].includes(true) };
    }
  }
  return { places: [], named: false };
}

const keyOf = (parts: readonly string[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
