import { createHash } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';

const signature = { file: 0x04034b50, entry: 0x02014b50, end: 0x06054b50 };

/** A zip with these files, deflated, behind the eight bytes that sentry-cli begins with. */
export function bundleOf(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [Buffer.from('SYSB\x02\0\0\0', 'latin1')];
  const entries: Buffer[] = [];
  let at = 8;
  for (const [path, text] of Object.entries(files)) {
    const name = Buffer.from(path);
    const data = deflateRawSync(text);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(sumOf(Buffer.from(text)), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(Buffer.byteLength(text), 18);
    fields.writeUInt16LE(name.length, 22);
    const whole = Buffer.concat([numberOf(signature.file), fields, name, data]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    entries.push(Buffer.concat([numberOf(signature.entry), Buffer.from([20, 0]), fields, place, name]));
    parts.push(whole);
    at += whole.length;
  }
  const list = Buffer.concat(entries);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, list, numberOf(signature.end), end]);
}

/** A bundle of one file and its map, as sentry-cli writes it. */
export function bundleOfMap(options: { code: string; map: string; debugId?: string; url?: string }): Buffer {
  const { code, map, debugId, url = '~/static/mail.js' } = options;
  const id = debugId === undefined ? {} : { 'debug-id': debugId };
  const manifest = {
    files: {
      'files/_/_/mail.js': { type: 'minified_source', url, headers: { ...id, sourcemap: 'mail.js.map' } },
      'files/_/_/mail.js.map': { type: 'source_map', url: `${url}.map`, headers: id },
    },
  };
  return bundleOf({
    'files/_/_/mail.js': code,
    'files/_/_/mail.js.map': map,
    'manifest.json': JSON.stringify(manifest),
  });
}

export function sha1Of(data: Buffer): string {
  return createHash('sha1').update(data).digest('hex');
}

function numberOf(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

const sumOf = (data: Buffer): number => crc32(data);
