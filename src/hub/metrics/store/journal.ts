/**
 * Samples in the order in which they came, for the second in which nothing else holds them on disk: for each sample the distance from the
 * series before, the time when it is another one, and the value.
 */
import { BitReader, createBitWriter, unzigzag, zigzag } from './codec/bits.ts';
import { largestInteger } from './codec/integers.ts';

/** What stands in the place of a series' distance: another time follows. Distances are stored one higher. */
const newTime = 0;
/** Of a value; whole numbers are stored two higher. */
const kinds = { float: 0, stale: 1, whole: 2 } as const;

export interface Journal {
  add(id: number, timeMs: number, value: number, isStale: boolean): void;
  readonly bytes: number;
  take(): Uint8Array;
}

export function createJournal(): Journal {
  const writer = createBitWriter();
  let lastId = 0;
  let lastTime = 0;
  return {
    add(id, timeMs, value, isStale) {
      if (timeMs !== lastTime) {
        writer.varint(newTime);
        writer.varint(zigzag(timeMs - lastTime));
        lastTime = timeMs;
      }
      writer.varint(zigzag(id - lastId) + 1);
      lastId = id;
      if (isStale) writer.varint(kinds.stale);
      else if (Number.isInteger(value) && Math.abs(value) < largestInteger / 2 && !Object.is(value, -0))
        writer.varint(zigzag(value) + kinds.whole);
      else {
        writer.varint(kinds.float);
        writer.float64(value);
      }
    },
    get bytes() {
      return writer.length;
    },
    take() {
      lastId = 0;
      lastTime = 0;
      return writer.take();
    },
  };
}

/** Hands out what `createJournal` took down, in its order; stops with a `RangeError` where the bytes are none of it. */
export function readJournal(
  bytes: Uint8Array,
  take: (id: number, timeMs: number, value: number, isStale: boolean) => void,
): void {
  const reader = new BitReader(bytes);
  let id = 0;
  let timeMs = 0;
  while (reader.position < bytes.length) {
    const distance = reader.varint();
    if (distance === newTime) {
      timeMs += unzigzag(reader.varint());
      continue;
    }
    id += unzigzag(distance - 1);
    const kind = reader.varint();
    const value = kind === kinds.float ? reader.float64() : unzigzag(Math.max(0, kind - kinds.whole));
    if (reader.overrun) throw new RangeError('a journal row is cut off');
    take(id, timeMs, kind === kinds.stale ? Number.NaN : value, kind === kinds.stale);
  }
}
