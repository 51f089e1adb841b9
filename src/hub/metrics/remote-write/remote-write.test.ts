import fc from 'fast-check';
import protobuf from 'protobufjs';
import { compressSync } from 'snappy';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../shared/clock.ts';
import { createIntake } from '../intake/index.ts';
import type { Labels } from '../samples.ts';
import { createMemorySink } from '../testing/memory-sink.ts';
import { createRemoteWrite } from './index.ts';

/** Prometheus's own description of the message, read by another reader than ours. */
const { root } = protobuf.parse(`
  syntax = "proto3";
  message WriteRequest { repeated TimeSeries timeseries = 1; reserved 2; repeated MetricMetadata metadata = 3; }
  message MetricMetadata { int32 type = 1; string metric_family_name = 2; string help = 4; string unit = 5; }
  message Sample { double value = 1; int64 timestamp = 2; }
  message Exemplar { repeated Label labels = 1; double value = 2; int64 timestamp = 3; }
  message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; repeated Exemplar exemplars = 3; }
  message Label { string name = 1; string value = 2; }
`);
const type = root.lookupType('WriteRequest');

interface Sent {
  labels: [string, string][];
  samples: [time: number, value: number][];
}

function encode(series: Sent[], more: object = {}): Buffer {
  return Buffer.from(
    type
      .encode(
        type.fromObject({
          timeseries: series.map(({ labels, samples }) => ({
            labels: labels.map(([name, value]) => ({ name, value })),
            samples: samples.map(([timestamp, value]) => ({ timestamp, value })),
          })),
          ...more,
        }),
      )
      .finish(),
  );
}

const body = (series: Sent[], more: object = {}) => compressSync(encode(series, more));

const now = Date.UTC(2026, 0, 1);

function start(options: { mostSeries?: number } = {}) {
  const sink = createMemorySink(options);
  const clock = new ManualClock(now);
  const intake = createIntake({ sink, clock });
  return { sink, clock, intake, write: createRemoteWrite(intake) };
}

const up: Sent = {
  labels: [
    ['__name__', 'up'],
    ['job', 'node'],
  ],
  samples: [[now, 1]],
};

describe('remote write', () => {
  test('takes samples, stale marks among them, and what metrics are; lets exemplars be', async () => {
    const { sink, write, intake } = start();
    const message = encode(
      [
        {
          ...up,
          samples: [
            [now, 1],
            [now + 1000, 2.5],
            [now + 2000, Number.NaN],
          ],
        },
      ],
      {
        metadata: [{ type: 2, metricFamilyName: 'up', help: 'Whether it answers', unit: '1' }],
      },
    );
    const staleMark = Buffer.from([2, 0, 0, 0, 0, 0, 0xf0, 0x7f]);
    const nan = message.indexOf(Buffer.from([0, 0, 0, 0, 0, 0, 0xf8, 0x7f]));
    expect(nan).toBeGreaterThan(0);
    staleMark.copy(message, nan);
    expect(await write.take(compressSync(message))).toBeNull();
    expect(sink.all()).toEqual([
      {
        source: 'remote-write',
        labels: { __name__: 'up', job: 'node' },
        samples: [
          [now, 1],
          [now + 1000, 2.5],
        ],
        ends: [now + 2000],
      },
    ]);
    expect([...intake.metadata()]).toEqual([
      ['up', { type: 'gauge', help: 'Whether it answers', unit: '1' }],
    ]);
    expect(intake.counts()).toEqual([
      { source: 'remote-write', samples: 3, refused: { labels: 0, 'too-many-series': 0, time: 0 } },
    ]);
  });

  test('an ordinary NaN is a value', async () => {
    const { sink, write } = start();
    await write.take(body([{ ...up, samples: [[now, Number.NaN]] }]));
    expect(sink.all()[0]).toMatchObject({ samples: [[now, Number.NaN]], ends: [] });
  });

  test('a series is the same in each request, whatever the order of its labels', async () => {
    const { sink, write } = start();
    await write.take(body([up]));
    await write.take(body([{ labels: up.labels.toReversed(), samples: [[now + 1, 2]] }]));
    await write.take(body([{ labels: [...up.labels, ['empty', '']], samples: [[now + 2, 3]] }]));
    expect(sink.all()).toHaveLength(1);
    expect(sink.all()[0]?.samples).toEqual([
      [now, 1],
      [now + 1, 2],
      [now + 2, 3],
    ]);
  });

  test.each<[string, Sent, string]>([
    ['no name', { labels: [['job', 'x']], samples: [[now, 1]] }, 'the series has no name'],
    [
      'a label twice',
      {
        labels: [
          ['__name__', 'x'],
          ['a', '1'],
          ['a', '2'],
        ],
        samples: [[now, 1]],
      },
      'the label a is there twice',
    ],
    [
      'a label without a name',
      {
        labels: [
          ['__name__', 'x'],
          ['', '1'],
        ],
        samples: [[now, 1]],
      },
      'a label without a name',
    ],
    [
      'a label of 1 MB',
      {
        labels: [
          ['__name__', 'x'],
          ['a', 'y'.repeat(1_000_000)],
        ],
        samples: [[now, 1]],
      },
      'has a value of 1000000 characters; at most 4096',
    ],
    [
      'a name of 1 MB',
      {
        labels: [
          ['__name__', 'x'],
          ['y'.repeat(1_000_000), 'a'],
        ],
        samples: [[now, 1]],
      },
      'has a name of 1000000 characters; at most 200',
    ],
    [
      'too many labels',
      {
        labels: [
          ['__name__', 'x'],
          ...Array.from({ length: 64 }, (_, n): [string, string] => [`l${n}`, '1']),
        ],
        samples: [[now, 1]],
      },
      'x has 65 labels; at most 64',
    ],
    [
      'a NUL',
      {
        labels: [
          ['__name__', 'x'],
          ['a', '\0'],
        ],
        samples: [[now, 1]],
      },
      'x has a label with a NUL',
    ],
    ['a far future', { ...up, samples: [[now + 601_000, 1]] }, 'more than 10 minutes ahead'],
    ['a time before 1970', { ...up, samples: [[-5, 1]] }, 'is before 1970'],
  ])('a series with %s is refused in words, the others are taken', async (_, bad, why) => {
    const { sink, write } = start();
    const good: Sent = { labels: [['__name__', 'good']], samples: [[now, 7]] };
    const answer = await write.take(body([bad, good]));
    expect(answer).toContain('1 of 2 samples were not taken: ');
    expect(answer).toContain(why);
    expect(answer?.length).toBeLessThan(500);
    expect(sink.all().flatMap(({ samples }) => samples)).toEqual([[now, 7]]);
  });

  test('labels that are not UTF-8 are refused', async () => {
    const { sink, write } = start();
    const message = encode([{ labels: [['__name__', 'bad!']], samples: [[now, 1]] }]);
    message[message.indexOf('!')] = 0xff;
    expect(await write.take(compressSync(message))).toContain('the labels of a series cannot be read');
    expect(sink.all()).toEqual([]);
  });

  test('a hundred thousand new series stop at the bound of the sink', async () => {
    const { sink, write, intake } = start({ mostSeries: 1_000 });
    const many = (from: number) =>
      Array.from(
        { length: 20_000 },
        (_, n): Sent => ({
          labels: [
            ['__name__', 'x'],
            ['id', String(from + n)],
          ],
          samples: [[now, n]],
        }),
      );
    for (let from = 0; from < 100_000; from += 20_000) await write.take(body(many(from)));
    expect(sink.all()).toHaveLength(1_000);
    expect(await write.take(body(many(0)))).toBe(
      '19000 of 20000 samples were not taken: remote-write has as many series as it may',
    );
    expect(intake.counts()[0]?.refused['too-many-series']).toBe(99_000 + 19_000);
  });

  test('a bomb is refused by what it claims, before anything is unpacked', async () => {
    const { write } = start();
    const fourGiB = Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 1, 2, 3]);
    await expect(write.take(fourGiB)).rejects.toMatchObject({ code: 'too_large' });
    await expect(write.take(compressSync(Buffer.alloc(40_000_000)))).rejects.toMatchObject({
      code: 'too_large',
    });
    await expect(write.take(Buffer.alloc(0))).rejects.toMatchObject({ code: 'bad_request' });
    await expect(write.take(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]))).rejects.toMatchObject({
      code: 'bad_request',
    });
  });

  test('whatever is cut short or garbled is refused whole, or read; nothing else happens', async () => {
    const { write } = start();
    const whole = encode([
      up,
      {
        ...up,
        samples: [
          [now, 1],
          [now + 1, 2],
        ],
      },
    ]);
    for (let length = 1; length < whole.length; length++) {
      const { sink, write } = start();
      const cut = compressSync(whole.subarray(0, length));
      const outcome = await write.take(cut).catch((error: { code: string }) => error.code);
      expect([null, 'bad_request']).toContain(outcome);
      if (outcome === 'bad_request') expect(sink.all()).toEqual([]);
    }
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (noise) => {
        const garbled = Buffer.concat([whole.subarray(0, 20), noise]);
        for (const sent of [Buffer.from(noise), compressSync(garbled)])
          await write.take(sent).catch((error: { code?: string }) => {
            expect(['bad_request', 'too_large']).toContain(error.code);
          });
      }),
      { numRuns: 500 },
    );
  });

  test('any series arrives as it was sent', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 });
    const sent = fc.record({
      labels: fc.dictionary(fc.string({ minLength: 1, maxLength: 9 }), text),
      samples: fc.array(fc.tuple(fc.nat({ max: now }), fc.double()), { maxLength: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(sent, { maxLength: 5 }), async (list) => {
        const { sink, write } = start();
        const wanted: [Labels, Sent['samples']][] = list.map(({ labels, samples }, index) => [
          { ...labels, __name__: `series ${index}` },
          samples,
        ]);
        await write.take(
          body(wanted.map(([labels, samples]) => ({ labels: Object.entries(labels), samples }))),
        );
        expect(sink.all().map(({ labels, samples }) => [labels, samples])).toEqual(
          wanted.map(([labels, samples]) => [
            Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== '')),
            samples,
          ]),
        );
      }),
    );
  });
});
