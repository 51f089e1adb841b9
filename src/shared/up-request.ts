/** What a person asked for with `yagura up`, kept in the home: whoever brings back the agent or the hub does so with the same wishes. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Home } from './home.ts';

export interface UpRequest {
  /** Another one for each `yagura up`: the hub reads the config file once for each, not whenever it is brought back. */
  id: string;
  /** Absolute; null for the demo fleet. */
  configPath: string | null;
  /** Null: as the config file says. */
  host: string | null;
  port: number | null;
  insecure: boolean;
}

export function writeUpRequest(home: Home, request: UpRequest): void {
  writeFileSync(`${home.upRequest}.new`, JSON.stringify(request), { mode: 0o600 });
  renameSync(`${home.upRequest}.new`, home.upRequest);
}

export function readUpRequest(home: Home): UpRequest | null {
  try {
    return JSON.parse(readFileSync(home.upRequest, 'utf8')) as UpRequest;
  } catch {
    return null;
  }
}
