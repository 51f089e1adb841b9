import type { Clock } from '../../../shared/clock.ts';

const windowMs = 60_000;
const perAddress = 10;
const perServer = 100;
const mostAddresses = 1_000;

/** Slows down guessing. Only failed logins count, and bearer tokens never pass through here, so scripts cannot be locked out. */
export interface LoginLimit {
  /** Seconds until this address may try again; 0 when it may now. */
  waitSeconds(address: string): number;
  failed(address: string): void;
}

export function createLoginLimit(clock: Clock): LoginLimit {
  /** Monotonic times of failures, oldest first; the empty name counts for all addresses. */
  const failures = new Map<string, number[]>();

  const recent = (address: string) => {
    const since = clock.monotonic() - windowMs;
    return (failures.get(address) ?? []).filter((at) => at > since);
  };
  const wait = (address: string, most: number) => {
    const times = recent(address);
    const oldest = times[times.length - most];
    return oldest === undefined ? 0 : Math.ceil((oldest + windowMs - clock.monotonic()) / 1000);
  };
  const note = (address: string, most: number) => {
    const times = [...recent(address), clock.monotonic()].slice(-most);
    failures.delete(address);
    failures.set(address, times);
  };

  return {
    waitSeconds: (address) => Math.max(wait(address, perAddress), wait('', perServer)),
    failed(address) {
      note(address, perAddress);
      note('', perServer);
      // The one that has been quiet for longest is forgotten first.
      if (failures.size > mostAddresses) failures.delete(failures.keys().next().value as string);
    },
  };
}
