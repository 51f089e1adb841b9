/** A notice in words, English or Japanese: what is broken, since when, what was tried and what it is likely to need. */
export { clip, clipBytes } from './clip.ts';
export { type Fact, type Link, type Message, messageOf, plainTextOf } from './message.ts';
