/** The hub as a program: remembers, judges and shows. Started by the agent, which it watches in turn. */
export { type HubOptions, runHub } from './run-hub.ts';
