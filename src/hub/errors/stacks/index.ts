/** What a stack trace has in common with another of the same error, wherever and in whichever version of the program it was printed. */
export { type StackFingerprint, type StackReason, stackFingerprint } from './fingerprint.ts';
