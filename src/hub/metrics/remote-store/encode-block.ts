/** A request of remote write 1.0, packed by snappy: the bodies that are queued and sent. */
import protobuf from 'protobufjs/minimal.js';
import { compressSync } from 'snappy';
import type { Labels } from '../samples.ts';

export interface Batch {
  labels: Labels;
  times: number[];
  /** Null: the series ended. */
  values: (number | null)[];
}

/** Prometheus's mark for the end of a series: this NaN among the many. */
const staleMark = [2, 0x7ff00000] as const;

export function encodeBlock(batches: Iterable<Batch>): Buffer {
  const writer = protobuf.Writer.create();
  for (const { labels, times, values } of batches) {
    writer.uint32(10).fork();
    // The protocol wants labels in the order of their names.
    for (const [name, value] of Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))
      writer.uint32(10).fork().uint32(10).string(name).uint32(18).string(value).ldelim();
    times.forEach((time, index) => {
      const value = values[index];
      writer.uint32(18).fork().uint32(9);
      if (value === null) writer.fixed32(staleMark[0]).fixed32(staleMark[1]);
      else writer.double(value ?? Number.NaN);
      writer.uint32(16).int64(time).ldelim();
    });
    writer.ldelim();
  }
  return compressSync(Buffer.from(writer.finish()));
}
