import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Exception, Frame } from '../logs/index.ts';

/** The frames nearest to the error decide; deeper ones differ by who called. */
const framesTold = 5;

/** By the types of the errors and the program's own frames, without lines and numbers, so that a new version has the same; null without frames. */
export function stackKey(exceptions: readonly Exception[]): { key: string; place: string } | null {
  const told = exceptions.map(({ type, frames }) => ({ type, frames: tellingFrames(frames) }));
  const nearest = told.find(({ frames }) => frames.length > 0)?.frames[0];
  if (!nearest) return null;
  const text = told.map(({ type, frames }) => [type, ...frames.map(nameOf)].join('\n')).join('\n\n');
  return {
    key: createHash('sha256').update(text).digest('base64url').slice(0, 22),
    place: [nearest.function, nearest.file].filter((part) => part !== null).join(' · '),
  };
}

function tellingFrames(frames: readonly Frame[]): Frame[] {
  const own = frames.filter(({ inApp }) => inApp);
  return (own.length > 0 ? own : [...frames])
    .filter((frame) => frame.function !== null || frame.file !== null)
    .slice(0, framesTold);
}

/** Built files carry hashes, lambdas and closures numbers. */
function nameOf({ function: name, file }: Frame): string {
  const where = file === null ? '' : basename(file.replaceAll('\\', '/')).replace(/[?#].*$/, '');
  return `${(name ?? '').replace(/0x[\da-f]+|\d+/gi, '#')} ${where.replace(/[.-][\da-f]{8,}(?=\.|$)/i, '').replace(/\d+/g, '#')}`;
}
