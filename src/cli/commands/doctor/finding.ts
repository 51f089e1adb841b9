export interface Finding {
  level: 'ok' | 'warn' | 'fail';
  about: string;
  /** What was found. */
  what: string;
  /** What to do about it. */
  cure?: string;
}

export const ok = (about: string, what: string): Finding => ({ level: 'ok', about, what });
export const warn = (about: string, what: string, cure: string): Finding => ({
  level: 'warn',
  about,
  what,
  cure,
});
export const fail = (about: string, what: string, cure: string): Finding => ({
  level: 'fail',
  about,
  what,
  cure,
});
