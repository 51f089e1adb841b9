import { readFileSync } from 'node:fs';
import { errnoOf } from '../../shared/failure.ts';
import type { Home } from '../../shared/home.ts';
import { readHolder } from '../../shared/home-lock.ts';
import { livingHolder } from '../holder.ts';
import { CommandFailure } from '../io.ts';
import { Unreachable } from './refusals.ts';

export interface HubAddress {
  url: URL;
  token: string;
}

/** What the home says about the running hub; an address that was asked for by option or environment wins. */
export function findHub(
  home: Home,
  asked: { host?: string | undefined; port?: string | undefined },
): HubAddress {
  const held = readHolder(home.hubHolder)?.url;
  const runs = [home.agentHolder, home.hubHolder].some(livingHolder);
  if (!(held && runs) && !asked.port && !asked.host)
    throw new Unreachable(`Yagura is not running with the home ${home.root}. Start it with: yagura up`);
  const url = new URL(held ?? 'http://127.0.0.1:8910');
  if (asked.host) url.hostname = asked.host.includes(':') ? `[${asked.host}]` : asked.host;
  if (asked.port) url.port = asked.port;
  // The hub that listens on every address is reached on this machine's own.
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1';
  if (url.hostname === '[::]') url.hostname = '[::1]';
  return { url, token: readToken(home) };
}

function readToken(home: Home): string {
  try {
    return readFileSync(home.token, 'utf8').trim();
  } catch (error) {
    const why = errnoOf(error) === 'EACCES' ? 'it belongs to another user' : 'there is none';
    throw new CommandFailure(`The token in ${home.token} cannot be read: ${why}.`, 2);
  }
}
