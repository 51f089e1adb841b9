/** The same messages as protobuf. Only the fields that are read are named: others are skipped. */
import protobuf from 'protobufjs/light.js';
import { message, valueMessages } from './values/index.ts';

/** With presence: an absent one is not zero. */
const oneOf = (names: string[]) => Object.fromEntries(names.map((name) => [`_${name}`, { oneof: [name] }]));

const root = protobuf.Root.fromJSON({
  nested: {
    Request: message({ resourceMetrics: [1, 'ResourceMetrics', 'repeated'] }),
    ResourceMetrics: message({ resource: [1, 'Resource'], scopeMetrics: [2, 'ScopeMetrics', 'repeated'] }),
    ScopeMetrics: message({ metrics: [2, 'Metric', 'repeated'] }),
    Metric: message({
      name: [1, 'string'],
      description: [2, 'string'],
      unit: [3, 'string'],
      gauge: [5, 'Gauge'],
      sum: [7, 'Sum'],
      histogram: [9, 'Histogram'],
      exponentialHistogram: [10, 'ExponentialHistogram'],
      summary: [11, 'Summary'],
    }),
    Gauge: message({ dataPoints: [1, 'NumberPoint', 'repeated'] }),
    Sum: message({
      dataPoints: [1, 'NumberPoint', 'repeated'],
      aggregationTemporality: [2, 'int32'],
      isMonotonic: [3, 'bool'],
    }),
    Histogram: message({
      dataPoints: [1, 'HistogramPoint', 'repeated'],
      aggregationTemporality: [2, 'int32'],
    }),
    ExponentialHistogram: message({ dataPoints: [1, 'Nothing', 'repeated'] }),
    Nothing: message({}),
    Summary: message({ dataPoints: [1, 'SummaryPoint', 'repeated'] }),
    NumberPoint: {
      ...message({
        timeUnixNano: [3, 'fixed64'],
        asDouble: [4, 'double'],
        asInt: [6, 'sfixed64'],
        attributes: [7, 'KeyValue', 'repeated'],
        flags: [8, 'uint32'],
      }),
      oneofs: { value: { oneof: ['asDouble', 'asInt'] } },
    },
    HistogramPoint: {
      ...message({
        timeUnixNano: [3, 'fixed64'],
        count: [4, 'fixed64'],
        sum: [5, 'double'],
        bucketCounts: [6, 'fixed64', 'repeated'],
        explicitBounds: [7, 'double', 'repeated'],
        attributes: [9, 'KeyValue', 'repeated'],
        flags: [10, 'uint32'],
      }),
      oneofs: oneOf(['sum']),
    },
    SummaryPoint: message({
      timeUnixNano: [3, 'fixed64'],
      count: [4, 'fixed64'],
      sum: [5, 'double'],
      quantileValues: [6, 'Quantile', 'repeated'],
      attributes: [7, 'KeyValue', 'repeated'],
      flags: [8, 'uint32'],
    }),
    Quantile: message({ quantile: [1, 'double'], value: [2, 'double'] }),
    ...valueMessages,
    Response: message({ partialSuccess: [1, 'PartialSuccess'] }),
    PartialSuccess: message({ rejectedDataPoints: [1, 'int64'], errorMessage: [2, 'string'] }),
  },
});
const request = root.lookupType('Request');
const response = root.lookupType('Response');

/** The request in the form that its JSON has. Throws an `Error` when the bytes are no such message. */
export function decodeRequest(body: Buffer): unknown {
  return request.toObject(request.decode(body), { longs: Number, bytes: String, json: true });
}

export function encodeResponse(answer: object): Buffer {
  return Buffer.from(response.encode(response.fromObject(answer)).finish());
}
