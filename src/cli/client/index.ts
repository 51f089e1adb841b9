/** The way from a command to the hub: finds it through the home, speaks HTTP and the live WebSocket. */
export { findHub } from './find-hub.ts';
export { Refused, Unreachable } from './refusals.ts';
export { createHub, type Hub } from './hub.ts';
export { followLive, type LiveData } from './live.ts';
