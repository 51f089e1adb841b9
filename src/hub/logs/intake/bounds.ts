/** What is taken of one body, and of one record in it. */
export const bodyBounds = {
  records: 50_000,
  tooMany: 'there are more than 50,000 records in one body',
  /** Of its text. */
  characters: 256 * 1024,
  fields: 50,
  name: 100,
  value: 1_000,
};

/** As far as a sender's clock may be ahead. */
const mostAheadMs = 600_000;

export function timeRefusal(timeMs: number, nowMs: number): string | null {
  // The negation catches what is no number as well.
  return timeMs >= 0 && timeMs <= nowMs + mostAheadMs
    ? null
    : `the time ${timeMs} is before 1970 or more than 10 minutes ahead`;
}
