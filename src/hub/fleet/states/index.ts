/** What each worker was over time, and who or what caused each change. */
export { createStateBook, stateBounds } from './state-book.ts';
