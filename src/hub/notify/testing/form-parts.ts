import type { PeerRequest } from './peer.ts';

export interface FormPart {
  name: string;
  filename: string | undefined;
  type: string;
  body: Buffer;
}

/** The parts of a multipart form, read by Node's own parser. */
export async function formParts({ headers, body }: PeerRequest): Promise<FormPart[]> {
  const type = headers['content-type'] ?? '';
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  return Promise.all(
    [...form.entries()].map(async ([name, value]) =>
      typeof value === 'string'
        ? { name, filename: undefined, type: 'text/plain', body: Buffer.from(value) }
        : { name, filename: value.name, type: value.type, body: Buffer.from(await value.arrayBuffer()) },
    ),
  );
}
