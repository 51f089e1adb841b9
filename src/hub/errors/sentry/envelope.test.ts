import {
  addItemToEnvelope,
  createEnvelope,
  type Envelope as SentryEnvelope,
  parseEnvelope as parseAsSentry,
  serializeEnvelope,
} from '@sentry/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../shared/failure.ts';
import { parseEnvelope } from './envelope.ts';

const parse = (text: string) => {
  const { header, items } = parseEnvelope(Buffer.from(text));
  return { header, items: items.map(({ type, payload }) => [type, payload.toString()]) };
};

describe('an envelope', () => {
  it('may be nothing but its header', () => {
    expect(parse('{"event_id":"9ec79c33ec9942ab8353589fcb2e04dc"}').items).toEqual([]);
    expect(parse('{}\n').items).toEqual([]);
  });

  it('has items whose length is said, with anything inside', () => {
    const text =
      '{}\n{"type":"attachment","length":10}\n\xef\xbb\xbfHel\nlo{\n{"type":"event","length":2}\n{}\n';
    expect(
      parseEnvelope(Buffer.from(text, 'latin1')).items.map(({ payload }) => payload.toString('latin1')),
    ).toEqual(['\xef\xbb\xbfHel\nlo{', '{}']);
  });

  it('has items that end with their line where no length is said', () => {
    expect(parse('{}\n{"type":"session"}\n{"started":1}\n{"type":"session"}\n{"started":2}').items).toEqual([
      ['session', '{"started":1}'],
      ['session', '{"started":2}'],
    ]);
  });

  it('may have empty payloads, and empty lines between and behind its items', () => {
    expect(
      parse('{}\n{"type":"attachment","length":0}\n\n{"type":"attachment","length":0}\n\n\r\n').items,
    ).toEqual([
      ['attachment', ''],
      ['attachment', ''],
    ]);
    expect(parse('{}\n{"type":"attachment","length":0}').items).toEqual([['attachment', '']]);
  });

  it('may be cut short in its last payload', () => {
    expect(parse('{}\n{"type":"attachment","length":100}\nHello').items).toEqual([['attachment', 'Hello']]);
  });

  it('may hold types that nobody knows, or none', () => {
    expect(parse('{}\n{"type":"invented"}\n{}\n{"length":1}\nx').items).toEqual([
      ['invented', '{}'],
      ['', 'x'],
    ]);
  });

  it.each([
    ['nothing', ''],
    ['text', 'garbage'],
    ['a list', '[]'],
    ['a number', '42'],
    ['half a header', '{"event_id":'],
    ['an item without a header', '{}\ngarbage'],
    ['a length that is too short', '{}\n{"type":"event","length":2}\n{"a":1}\n'],
    ['a header over two lines', '{\n}\n'],
  ])('is refused when it is %s', (_, text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'bad_request' }));
  });

  it('has at most a thousand items', () => {
    expect(() => parse(`{}\n${'{"type":"session"}\n{}\n'.repeat(1_001)}`)).toThrow(
      expect.objectContaining({ code: 'too_large' }),
    );
  });
});

const json = fc
  .jsonValue({ maxDepth: 2 })
  .filter((value) => typeof value === 'object' && value !== null && !Array.isArray(value));
const envelopes = fc
  .tuple(
    json,
    fc.array(
      fc.oneof(
        json.map((payload) => [{ type: 'event' }, payload] as const),
        fc
          .uint8Array({ minLength: 1, maxLength: 40 })
          .map((bytes) => [{ type: 'attachment', length: bytes.length }, bytes] as const),
      ),
      { maxLength: 5 },
    ),
  )
  .map(([header, items]) => {
    const whole = items.reduce<SentryEnvelope>(
      (envelope, item) => addItemToEnvelope(envelope, item as never),
      createEnvelope(header as never),
    );
    return Buffer.from(serializeEnvelope(whole));
  });

/** Bytes taken out, doubled, changed, or cut off at the end. */
const changes = fc.array(
  fc.record({
    at: fc.nat(400),
    what: fc.constantFrom('drop', 'double', 'set', 'cut'),
    byte: fc.constantFrom(10, 34, 44, 48, 57, 91, 123, 125, 0, 255),
  }),
  { maxLength: 4 },
);

function change(body: Buffer, { at, what, byte }: { at: number; what: string; byte: number }): Buffer {
  const place = at % (body.length + 1);
  const [before, after] = [body.subarray(0, place), body.subarray(place)];
  if (what === 'cut') return before;
  if (what === 'drop') return Buffer.concat([before, after.subarray(1)]);
  return Buffer.concat([before, Buffer.from([byte]), what === 'set' ? after.subarray(1) : after]);
}

/** By Sentry's own SDK; null where it gives up, or where it takes for an item what the documentation calls none. */
function asSentryReads(body: Buffer): { type: unknown; payload: string | null }[] | null {
  try {
    const [header, items] = parseAsSentry(body);
    const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
    const isPlain = items.every(([itemHeader]) => {
      const { length } = itemHeader as { length?: unknown };
      return isObject(itemHeader) && (typeof length !== 'number' || (Number.isInteger(length) && length > 0));
    });
    if (!isObject(header) || !isPlain) return null;
    return items.map(([{ type }, payload]) => ({
      type,
      payload: payload instanceof Uint8Array ? Buffer.from(payload).toString('hex') : null,
    }));
  } catch {
    return null;
  }
}

describe("what Sentry's own SDK reads", () => {
  it('is read the same way, also when it is damaged; what is not is refused in words', () => {
    let read = 0;
    fc.assert(
      fc.property(envelopes, changes, (envelope, damage) => {
        const body = damage.reduce(change, envelope);
        const theirs = asSentryReads(body);
        let ours: ReturnType<typeof parseEnvelope> | undefined;
        try {
          ours = parseEnvelope(body);
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
        }
        if (theirs === null) return;
        read++;
        expect(
          ours?.items.map(({ type, payload }, index) => ({
            type,
            payload: theirs[index]?.payload === null ? null : payload.toString('hex'),
          })),
        ).toEqual(
          theirs.map(({ type, payload }) => ({ type: typeof type === 'string' ? type : '', payload })),
        );
      }),
      { numRuns: 3_000 },
    );
    expect(read).toBeGreaterThan(500);
  });
});
