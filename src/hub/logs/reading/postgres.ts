/**
 * PostgreSQL prints what else there is to say of a report in lines of their own behind the same header, process and time included:
 * `… [123] ERROR:  …`, then `… [123] DETAIL:  …` and so on. Its clients leave the header out and show the place in the statement.
 */

/** Two blanks behind the colon are its own. */
const mark = ':  ';
const severity = /(?:DEBUG[1-5]?|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC):  /;
const part = /^(?:DETAIL|HINT|QUERY|CONTEXT|LOCATION|BACKTRACE|STATEMENT):  /;
const place = /^LINE \d{1,9}: /;
const longestHeader = 300;

/** What stands in front of a report's severity; null where the line is no report. */
export function reportHeader(line: string): string | null {
  if (!line.includes(mark)) return null;
  const at = severity.exec(line.slice(0, longestHeader))?.index ?? -1;
  return at < 0 ? null : line.slice(0, at);
}

/** Whether the line belongs to the report with this header. */
export function isPartOfReport(header: string, line: string): boolean {
  if (part.test(line) || place.test(line)) return true;
  return header !== '' && line.startsWith(header) && part.test(line.slice(header.length));
}
