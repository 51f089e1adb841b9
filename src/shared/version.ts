/** The version in package.json. */
import { createRequire } from 'node:module';

const read: unknown = createRequire(import.meta.url)('../../package.json');

export const version =
  typeof read === 'object' && read !== null && 'version' in read ? String(read.version) : 'unknown';
