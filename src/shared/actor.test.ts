import { expect, it } from 'vitest';
import { sayActor } from './actor.ts';

it.each([
  ['token:home', 'the command line'],
  ['session:home', 'the page'],
  ['token:nightly build', 'the token "nightly build"'],
  ['session:aki', 'the page (token "aki")'],
  ['yagura up', 'yagura up'],
])('%s is %s', (actor, words) => {
  expect(sayActor(actor)).toBe(words);
});
