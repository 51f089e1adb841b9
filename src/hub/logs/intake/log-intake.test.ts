import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import protobuf from 'protobufjs/minimal.js';
import { compressSync } from 'snappy';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../shared/clock.ts';
import { Failure } from '../../../shared/failure.ts';
import type { ReceivedRecord } from '../received.ts';
import { createLogIntake } from './log-intake.ts';

const clock = new ManualClock();
const got: ReceivedRecord[] = [];
const intake = createLogIntake({
  clock,
  feed: {
    async receive(records) {
      got.push(...records);
    },
  },
});
const nanos = `${clock.now()}000000`;

const otlpJson = (logRecords: unknown[]) => ({
  resourceLogs: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
      scopeLogs: [{ logRecords }],
    },
  ],
});

async function take(run: () => Promise<unknown>): Promise<ReceivedRecord[]> {
  got.length = 0;
  await run();
  return [...got];
}

describe('OTLP', () => {
  it('gives records with level, trace and exception', async () => {
    const body = otlpJson([
      {
        timeUnixNano: nanos,
        severityNumber: 17,
        body: { stringValue: 'payment failed' },
        traceId: '0af7651916cd43dd8448eb211c80319c',
        attributes: [
          { key: 'exception.type', value: { stringValue: 'PaymentError' } },
          { key: 'exception.message', value: { stringValue: 'card declined' } },
          { key: 'http.status', value: { intValue: '503' } },
        ],
      },
      {
        timeUnixNano: nanos,
        severityNumber: 'SEVERITY_NUMBER_WARN',
        body: { kvlistValue: { values: [{ key: 'a', value: { boolValue: true } }] } },
      },
    ]);
    const [first, second] = await take(() => intake.otlp(gzipSync(JSON.stringify(body)), 'json', true));
    expect(first).toMatchObject({
      worker: 'shop',
      source: 'otlp',
      stream: null,
      record: {
        time: clock.now(),
        level: 'error',
        text: 'payment failed',
        traceId: '0af7651916cd43dd8448eb211c80319c',
        exceptions: [{ type: 'PaymentError', message: 'card declined' }],
        fields: { 'http.status': 503 },
      },
    });
    expect(second?.record).toMatchObject({ level: 'warn', text: '{"a":true}' });
  });

  it('is read as protobuf as well', async () => {
    const w = protobuf.Writer.create();
    w.uint32(10).fork();
    w.uint32(10)
      .fork()
      .uint32(10)
      .fork()
      .uint32(10)
      .string('service.name')
      .uint32(18)
      .fork()
      .uint32(10)
      .string('api')
      .ldelim()
      .ldelim()
      .ldelim();
    w.uint32(18).fork().uint32(18).fork();
    w.uint32(9)
      .fixed64(clock.now() * 1e6)
      .uint32(16)
      .int32(9)
      .uint32(42)
      .fork()
      .uint32(10)
      .string('hello')
      .ldelim();
    w.uint32(74).bytes(Buffer.from('0af7651916cd43dd8448eb211c80319c', 'hex'));
    w.ldelim().ldelim().ldelim();
    const [record] = await take(() => intake.otlp(Buffer.from(w.finish()), 'protobuf', false));
    expect(record).toMatchObject({
      worker: 'api',
      record: { level: 'info', text: 'hello', traceId: '0af7651916cd43dd8448eb211c80319c' },
    });
  });

  it('says what it did not take', async () => {
    const ahead = `${clock.now() + 3_600_000}000000`;
    const answer = await intake.otlp(
      Buffer.from(JSON.stringify(otlpJson([{ timeUnixNano: ahead, body: { stringValue: 'x' } }]))),
      'json',
      false,
    );
    expect(JSON.parse(answer.toString())).toMatchObject({ partialSuccess: { rejectedLogRecords: 1 } });
  });
});

describe('Loki', () => {
  it('gives records named by their labels', async () => {
    const body = {
      streams: [
        {
          stream: { app: 'web', level: 'warning' },
          values: [
            [nanos, 'slow'],
            [nanos, 'ERROR late', { trace_id: 'abc' }],
          ],
        },
      ],
    };
    const records = await take(() => intake.loki(Buffer.from(JSON.stringify(body)), 'json', false));
    expect(
      records.map(({ worker, source, record }) => [worker, source, record.level, record.traceId]),
    ).toEqual([
      ['web', 'loki', 'warn', null],
      ['web', 'loki', 'error', 'abc'],
    ]);
  });

  it('is read as protobuf in snappy as well', async () => {
    const w = protobuf.Writer.create();
    w.uint32(10).fork().uint32(10).string('{job="cron", pod="a\\"b"}');
    w.uint32(18)
      .fork()
      .uint32(10)
      .fork()
      .uint32(8)
      .int64(Math.floor(clock.now() / 1_000))
      .uint32(16)
      .int32(5_000_000)
      .ldelim();
    w.uint32(18).string('ran').ldelim().ldelim();
    const [record] = await take(() => intake.loki(compressSync(Buffer.from(w.finish())), 'protobuf', false));
    expect(record).toMatchObject({
      worker: 'cron',
      record: { text: 'ran', time: Math.floor(clock.now() / 1_000) * 1_000 + 5, fields: { pod: 'a"b' } },
    });
  });
});

it('refuses bodies that it cannot read, whatever they hold', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.json().map((text) => Buffer.from(text)),
      ),
      fc.constantFrom('otlp' as const, 'loki' as const),
      fc.constantFrom('json' as const, 'protobuf' as const),
      fc.boolean(),
      async (bytes, way, encoding, isZipped) => {
        try {
          await intake[way](Buffer.from(bytes), encoding, isZipped);
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
          expect(['bad_request', 'too_large']).toContain((error as Failure).code);
        }
      },
    ),
    { numRuns: 300 },
  );
});
