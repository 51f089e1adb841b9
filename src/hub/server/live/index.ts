/** What changes, told at once to every page that watches: topics, their subscribers, and the WebSocket between them. */
export { createLive } from './live.ts';
export type { Live, LiveLimits } from './live.ts';
