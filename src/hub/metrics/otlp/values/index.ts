/** What the messages of all of OTLP's signals have in common: who sends, attributes and values, as JSON and as protobuf. */
import { z } from 'zod';

/** 64-bit numbers are text in JSON, and so are those that JSON has no word for. */
export const numeric = z
  .union([z.number(), z.string().regex(/^(-?\d{1,20}(\.\d{1,20})?(e[+-]?\d{1,3})?|NaN|-?Infinity)$/i)])
  .transform(Number);

export type AnyValue = {
  stringValue?: string | undefined;
  boolValue?: boolean | undefined;
  intValue?: number | undefined;
  doubleValue?: number | undefined;
  bytesValue?: string | undefined;
  arrayValue?: { values?: AnyValue[] | undefined } | undefined;
  kvlistValue?: { values?: { key: string; value?: AnyValue | undefined }[] | undefined } | undefined;
};

export const anyValue: z.ZodType<AnyValue> = z.lazy(() =>
  z.object({
    stringValue: z.string().optional(),
    boolValue: z.boolean().optional(),
    intValue: numeric.optional(),
    doubleValue: numeric.optional(),
    bytesValue: z.string().optional(),
    arrayValue: z.object({ values: z.array(anyValue).optional() }).optional(),
    kvlistValue: z.object({ values: attributes }).optional(),
  }),
);

export const attributes = z
  .array(z.object({ key: z.string().default(''), value: anyValue.optional() }))
  .default([]);

export const message = (fields: Record<string, [number, string] | [number, string, 'repeated']>) => ({
  fields: Object.fromEntries(
    Object.entries(fields).map(([name, [id, type, rule]]) => [name, { id, type, ...(rule && { rule }) }]),
  ),
});

/** Only the fields that are read are named: others are skipped. */
export const valueMessages = {
  Resource: message({ attributes: [1, 'KeyValue', 'repeated'] }),
  KeyValue: message({ key: [1, 'string'], value: [2, 'AnyValue'] }),
  AnyValue: {
    ...message({
      stringValue: [1, 'string'],
      boolValue: [2, 'bool'],
      intValue: [3, 'int64'],
      doubleValue: [4, 'double'],
      arrayValue: [5, 'ArrayValue'],
      kvlistValue: [6, 'KeyValueList'],
      bytesValue: [7, 'bytes'],
    }),
    oneofs: {
      value: {
        oneof: [
          'stringValue',
          'boolValue',
          'intValue',
          'doubleValue',
          'arrayValue',
          'kvlistValue',
          'bytesValue',
        ],
      },
    },
  },
  ArrayValue: message({ values: [1, 'AnyValue', 'repeated'] }),
  KeyValueList: message({ values: [1, 'KeyValue', 'repeated'] }),
};
