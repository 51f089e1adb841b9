/** Errors that programs report by Sentry's SDKs: its envelopes, read as its documentation says, told as occurrences. */
export { parseHeader } from './envelope.ts';
export { keyOfEnvelope, keyOfRequest } from './credentials.ts';
export {
  createProjects,
  type DeclaredProject,
  dsnOf,
  isKeyOf,
  type Project,
  type Projects,
} from './projects.ts';
export { createSentryIntake, type SentryIntake } from './sentry.ts';
export type { SessionCount } from './sessions.ts';
export { contentEncodings, hasZlibHeader, unpack } from './unpack.ts';
export { openSentry, type Sentry, type SentrySettings } from './open-sentry.ts';
export type { ReleaseHealth } from './release-book.ts';
export { uploadBounds, usualMapsRetention } from './source-maps/index.ts';
