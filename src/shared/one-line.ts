const longestDetail = 300;

/** The first line of a text from outside, without control characters and bounded. */
export function oneLine(text: string): string {
  const line = text.trimStart().split(/[\r\n]/, 1)[0] ?? '';
  // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
  const clean = line.slice(0, longestDetail * 4).replace(/\u001b\[[0-9;]*m|[\u0000-\u001f\u007f]/g, '');
  return clean.length > longestDetail ? `${clean.slice(0, longestDetail - 1)}…` : clean;
}
