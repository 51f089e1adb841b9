/** Addresses that do one thing with one tap: signed, for one purpose, for a while. Whoever has one may do that thing and no other. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { clipBytes } from './message/index.ts';
import { type LinkAct, linkActs } from './notifier.ts';

export interface LinkClaim {
  act: LinkAct;
  /** What it is about, such as an incident's number; at most 60 bytes. */
  subject: string;
  /** Who is told of it, for the record; cut at 60 bytes. */
  by: string;
  expiresAtMs: number;
}

/** What is longer is not even looked at. Servers and mail programs take so much of a path. */
const longestToken = 300;

const signatureOf = (payload: string, key: Buffer) =>
  createHmac('sha256', key).update(`yagura link\n${payload}`).digest('base64url');

export function signLink({ act, subject, by, expiresAtMs }: LinkClaim, key: Buffer): string {
  const claim = [act, subject, clipBytes(by, 60), Math.ceil(expiresAtMs / 1000)];
  const payload = Buffer.from(JSON.stringify(claim)).toString('base64url');
  return `${payload}.${signatureOf(payload, key)}`;
}

/** What a token allows; null when it is none of ours, or changed; `expired` when its time is over. */
export function readLink(token: string, key: Buffer, nowMs: number): LinkClaim | 'expired' | null {
  if (token.length > longestToken) return null;
  const [payload = '', signature = '', more] = token.split('.');
  const expected = Buffer.from(signatureOf(payload, key));
  const given = Buffer.from(signature);
  if (more !== undefined || given.length !== expected.length || !timingSafeEqual(given, expected))
    return null;
  // Signed by us, so it has the shape that we gave it, unless another version did.
  const [act, subject, by, expiresAtS] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [
    LinkAct,
    string,
    string,
    number,
  ];
  if (!linkActs.includes(act)) return null;
  const expiresAtMs = expiresAtS * 1000;
  return nowMs > expiresAtMs ? 'expired' : { act, subject, by, expiresAtMs };
}
