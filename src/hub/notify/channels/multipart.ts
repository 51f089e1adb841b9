import { randomUUID } from 'node:crypto';

export interface FilePart {
  /** Of the field. */
  name: string;
  filename: string;
  type: string;
  body: Uint8Array;
}

/** A form with files, as browsers send it. */
export function multipart(
  fields: Readonly<Record<string, string>>,
  files: readonly FilePart[],
): { headers: Record<string, string>; body: Uint8Array } {
  const boundary = `yagura-${randomUUID()}`;
  const head = (name: string, more = '') =>
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n`);
  const end = Buffer.from('\r\n');
  const parts = [
    ...Object.entries(fields).flatMap(([name, value]) => [head(name), Buffer.from(value), end]),
    ...files.flatMap(({ name, filename, type, body }) => [
      head(name, `; filename="${filename}"\r\ncontent-type: ${type}`),
      body,
      end,
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ];
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: Buffer.concat(parts),
  };
}

export const chartPart = (name: string, body: Uint8Array): FilePart => ({
  name,
  filename: 'chart.png',
  type: 'image/png',
  body,
});
