/** What is to be told waits here, on disk, until its channel took it: each notice once, in order within its thread, whatever dies meanwhile. */
export { createOutbox, mostWaiting, type Outbox, type Waiting } from './outbox.ts';
export { createQueue, type Outcome, type Queue, type QueueHealth } from './queue.ts';
