/** What of `logproto.PushRequest` is read, as protobuf and in the form that its JSON has. */
import protobuf from 'protobufjs/light.js';
import { z } from 'zod';
import type { BodyEncoding } from './sent.ts';

const texts = z.record(z.string(), z.string());
const nanoseconds = z.union([z.string().regex(/^-?\d{1,20}$/), z.number()]).transform(Number);
const pushRequest = z.object({
  streams: z
    .array(
      z.object({
        stream: texts.default({}),
        values: z
          .array(z.union([z.tuple([nanoseconds, z.string()]), z.tuple([nanoseconds, z.string(), texts])]))
          .default([]),
      }),
    )
    .default([]),
});

export type PushRequest = z.output<typeof pushRequest>;

const field = (id: number, type: string, rule?: 'repeated') => ({ id, type, ...(rule && { rule }) });
const request = protobuf.Root.fromJSON({
  nested: {
    Request: { fields: { streams: field(1, 'Stream', 'repeated') } },
    Stream: { fields: { labels: field(1, 'string'), entries: field(2, 'Entry', 'repeated') } },
    Entry: {
      fields: {
        timestamp: field(1, 'Timestamp'),
        line: field(2, 'string'),
        structuredMetadata: field(3, 'Pair', 'repeated'),
      },
    },
    Timestamp: { fields: { seconds: field(1, 'int64'), nanos: field(2, 'int32') } },
    Pair: { fields: { name: field(1, 'string'), value: field(2, 'string') } },
  },
}).lookupType('Request');

interface Decoded {
  streams: {
    labels: string;
    entries: {
      timestamp: { seconds: number; nanos: number } | null;
      line: string;
      structuredMetadata: { name: string; value: string }[];
    }[];
  }[];
}

/** Throws an `Error` when the bytes are no such message. */
export function readLoki(body: Buffer, encoding: BodyEncoding): PushRequest {
  if (encoding === 'json') {
    const { data, error } = pushRequest.safeParse(JSON.parse(body.toString()));
    const [issue] = error?.issues ?? [];
    if (!data) throw new Error(`${issue?.path.join('.')}: ${issue?.message}`);
    return data;
  }
  const { streams } = request.toObject(request.decode(body), {
    longs: Number,
    defaults: true,
    arrays: true,
  }) as Decoded;
  return {
    streams: streams.map(({ labels, entries }) => ({
      stream: readLabels(labels),
      values: entries.map(({ timestamp, line, structuredMetadata }) => [
        (timestamp?.seconds ?? 0) * 1e9 + (timestamp?.nanos ?? 0),
        line,
        Object.fromEntries(structuredMetadata.map(({ name, value }) => [name, value])),
      ]),
    })),
  };
}

/** `{job="api", pod="a\"b"}`. */
function readLabels(text: string): Record<string, string> {
  const pairs = text.matchAll(/([A-Za-z_]\w{0,99})\s{0,9}=\s{0,9}"((?:[^"\\]|\\.){0,4096})"/g);
  return Object.fromEntries(
    Array.from(pairs, ([, name = '', value = '']) => [name, value.replace(/\\(["\\])/g, '$1')]),
  );
}
